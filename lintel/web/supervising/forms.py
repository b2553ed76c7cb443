"""What can be typed about supervision. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from lintel.oversight.supervision.actions import Said
from lintel.oversight.supervision.codes import OBSERVED_SCORES, SCORES, Dimension, Kind
from lintel.oversight.supervision.models import Direction, SupervisionNote
from lintel.oversight.supervision.observed.models import LONGEST_LINE
from lintel.oversight.supervision.rules import Wanted
from lintel.web.components.forms import DayField

ROWS = ("First", "Second", "Third")
DONE, CARRY, DROP = "done", "carry", "drop"
BECAME = [("", "Not spoken of"), (DONE, "Done"), (CARRY, "Still to do, by another day"), (DROP, "It will not be done")]
Choices = Sequence[tuple[int, str]]


class Minutes(forms.Form):
    """How long there is: the list fits into it."""

    minutes = forms.IntegerField(
        label="Minutes there are", min_value=8, max_value=480,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Write the minutes as a number", "required": "Write how many minutes there are",
            "min_value": "There must be time for one child", "max_value": "Write at most 480 minutes",
        },
    )  # fmt: skip


class Begin(forms.Form):
    held_on = DayField(label="Day of the session")
    kind = forms.TypedChoiceField(label="What it is", choices=[(k.value, k.words) for k in Kind], coerce=Kind)
    minutes = forms.IntegerField(min_value=1, max_value=480, widget=forms.HiddenInput)

    def __init__(self, *args: Any, children: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["take"] = forms.TypedMultipleChoiceField(
            label="Speak of", choices=list(children), coerce=int, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one child to speak of"},
        )  # fmt: skip


class Choose(forms.Form):
    """The worker's choice: any of their children, and why if they like."""

    def __init__(self, *args: Any, children: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.children = list(children)
        for pk, name in self.children:
            self.fields[f"choose-{pk}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"why-{pk}"] = forms.CharField(
                label=f"Why {name} (if you like)", required=False, max_length=300
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"choose-{pk}"], self[f"why-{pk}"]) for pk, _ in self.children]

    @property
    def chosen(self) -> dict[int, str]:
        said = self.cleaned_data
        return {pk: said[f"why-{pk}"] for pk, _ in self.children if said[f"choose-{pk}"] or said[f"why-{pk}"].strip()}


class Became(forms.Form):
    """What became of one direction; the same wherever it is asked."""

    became = forms.ChoiceField(label="What became of it", choices=BECAME[1:], widget=forms.RadioSelect,
                               error_messages={"required": "Say what became of it"})  # fmt: skip
    words = forms.CharField(
        label="What shows that it is done, or why not", widget=forms.Textarea, required=False, max_length=4_000
    )
    due = DayField(label="The day it is carried to", required=False)


class OfChild(forms.Form):
    """What was said of one child: three questions, a challenge, directions, and what became of those before."""

    changed = forms.CharField(
        label="What has changed for the child?", widget=forms.Textarea, max_length=20_000,
        help_text="Nothing has, and why not, is an answer.",
        error_messages={"required": "Write what has changed for the child, or that nothing has"},
    )  # fmt: skip
    otherwise = forms.CharField(
        label="How else could we understand it?", widget=forms.Textarea, required=False, max_length=20_000
    )
    challenge = forms.CharField(
        label="What was questioned, and what came of it", widget=forms.Textarea, required=False, max_length=20_000
    )
    none_needed_because = forms.CharField(
        label="Nothing needed to be questioned because", required=False, max_length=1_000
    )

    def __init__(
        self, *args: Any, owners: Choices, undone: Iterable[Direction] = (), due_on: date | None = None, **more: Any
    ) -> None:
        """
        :param owners: who a direction may be given to; the first is offered.
        :param undone: directions of before that are asked about.
        :param due_on: the day offered for a new direction.
        """
        super().__init__(*args, **more)
        self.undone = list(undone)
        for each in self.undone:
            self._ask_about(each)
        for row in ROWS:
            self._offer(row, owners, due_on)

    def _ask_about(self, each: Direction) -> None:
        self.fields[f"became-{each.pk}"] = forms.ChoiceField(
            label=f"What became of “{each.what}”", choices=BECAME, required=False
        )
        self.fields[f"words-{each.pk}"] = forms.CharField(
            label=f"What shows it, or why not, of “{each.what}”", required=False, max_length=1_000
        )
        self.fields[f"due-{each.pk}"] = DayField(label=f"Carried to another day: “{each.what}”", required=False)

    def _offer(self, row: str, owners: Choices, due_on: date | None) -> None:
        key = row.lower()
        self.fields[f"{key}-what"] = forms.CharField(
            label=f"{row} direction: what is done", required=False, max_length=1_000
        )
        self.fields[f"{key}-owner"] = forms.TypedChoiceField(
            label=f"{row} direction: who does it", choices=[*owners, ("", "Nobody yet")], coerce=int, required=False,
            empty_value=None, initial=owners[0][0] if owners else "",
        )  # fmt: skip
        self.fields[f"{key}-due"] = DayField(label=f"{row} direction: by when", required=False, initial=due_on)
        self.fields[f"{key}-for"] = forms.CharField(
            label=f"{row} direction: for what change in the child’s life", required=False, max_length=1_000
        )

    @property
    def directions(self) -> list[tuple[str, list[Any]]]:
        return [(row, [self[f"{row.lower()}-{part}"] for part in ("what", "owner", "due", "for")]) for row in ROWS]

    @property
    def answers(self) -> list[tuple[Direction, list[Any]]]:
        return [(each, [self[f"{part}-{each.pk}"] for part in ("became", "words", "due")]) for each in self.undone]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("challenge", "").strip() and not typed.get("none_needed_because", "").strip():
            self.add_error("challenge", "Write what was questioned or, below, why nothing needed to be")
        for each in self.undone:
            refusal = missing_of(
                typed.get(f"became-{each.pk}", ""), typed.get(f"words-{each.pk}", ""), typed.get(f"due-{each.pk}")
            )
            if refusal:
                self.add_error(f"{refusal[0]}-{each.pk}", refusal[1])
        return typed

    @property
    def said(self) -> Said:
        """What the supervisor wrote, directions complete or not."""
        typed = self.cleaned_data
        rows = [row.lower() for row in ROWS]
        wanted = [
            Wanted(what=typed[f"{key}-what"], owner=typed[f"{key}-owner"], due_on=typed[f"{key}-due"],
                   for_what=typed[f"{key}-for"])
            for key in rows
        ]  # fmt: skip
        words = {name: typed[name] for name in ("changed", "otherwise", "challenge", "none_needed_because")}
        return Said(**words, wanted=[each for each in wanted if each.says_anything])


class Complete(forms.Form):
    """A note that becomes a direction: what it says already stands in it."""

    what = forms.CharField(label="The note as a direction: what is done", max_length=1_000)
    owner = forms.TypedChoiceField(label="The note as a direction: who does it", coerce=int)
    due = DayField(label="The note as a direction: by when")
    for_what = forms.CharField(
        label="The note as a direction: for what change in the child’s life", max_length=1_000,
        error_messages={"required": "Write what will be different for the child"},
    )  # fmt: skip

    def __init__(self, *args: Any, note: SupervisionNote, owners: Choices, **more: Any) -> None:
        held = {"what": note.words, "owner": note.owner_id, "due": note.due_on, "for_what": note.for_what}
        super().__init__(*args, initial=held, **more)
        self.fields["owner"].choices = list(owners)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(what=said["what"], owner=said["owner"], due_on=said["due"], for_what=said["for_what"])


class OwnView(forms.Form):
    """The worker's own view of each child."""

    def __init__(self, *args: Any, children: Mapping[int, str], **more: Any) -> None:
        """:param children: the name by the number of what was said."""
        super().__init__(*args, **more)
        for pk, name in children.items():
            self.fields[f"view-{pk}"] = forms.CharField(
                label=f"Your own view of {name}", widget=forms.Textarea, required=False, max_length=10_000
            )
            self.fields[f"differently-{pk}"] = forms.BooleanField(
                label=f"I see it differently: {name}", required=False
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in [name for name in typed if name.startswith("differently-") and typed[name]]:
            view = name.replace("differently", "view")
            if not typed.get(view, "").strip():
                self.add_error(view, "Write how you see it")
        return typed


class Personal(forms.Form):
    words = forms.CharField(
        label="How you are: wellbeing, workload, learning", widget=forms.Textarea, max_length=20_000,
        error_messages={"required": "Write something, or leave without keeping it"},
    )  # fmt: skip
    agreed = forms.CharField(
        label="What was agreed to make it better", widget=forms.Textarea, required=False, max_length=10_000
    )


class Read(forms.Form):
    """Six dimensions, each from 0 to 3."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for each in Dimension:
            self.fields[each.value] = forms.TypedChoiceField(
                label=each.words, help_text=each.asks, choices=SCORES, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": f"Give a number for {each.words.lower()}"},
            )  # fmt: skip


class Offer(forms.Form):
    """Whom the supervisor asks to sit in."""

    def __init__(self, *args: Any, observers: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["observer"] = forms.TypedChoiceField(
            label="Whom you ask to sit in", choices=[("", "Choose a colleague"), *observers], coerce=int,
            help_text="Best somebody who answers for neither of you, such as the principal social worker.",
            error_messages={
                "required": "Choose whom you ask", "invalid_choice": "Choose somebody of the list",
            },
        )  # fmt: skip


class Observed(forms.Form):
    """What an observer saw in a talk: six dimensions, and a line to the two if they like."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for each in Dimension:
            self.fields[each.value] = forms.TypedChoiceField(
                label=f"{each.words}, in the talk", help_text=each.asks, choices=OBSERVED_SCORES, coerce=int,
                widget=forms.RadioSelect, error_messages={"required": f"Give a number for {each.words.lower()}"},
            )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label="A line to the two of them (if you like)", required=False, max_length=LONGEST_LINE,
            error_messages={"max_length": f"Keep it to {LONGEST_LINE} letters"},
        )  # fmt: skip

    @property
    def scores(self) -> dict[Dimension, int]:
        return {each: self.cleaned_data[each.value] for each in Dimension}


class Announced(forms.Form):
    called_on = DayField(label="The day the inspection was announced")
    called_time = forms.TimeField(
        label="The time it was announced", input_formats=["%H:%M", "%H.%M", "%H%M"], help_text="For example, 9:30.",
        error_messages={"invalid": "Write the time like 9:30", "required": "Write the time it was announced"},
    )  # fmt: skip

    @property
    def called_at(self) -> datetime:
        said = self.cleaned_data
        return timezone.make_aware(datetime.combine(said["called_on"], said["called_time"]))


def missing_of(became: str, words: str, due: date | None) -> tuple[str, str] | None:
    """What an answer about a direction lacks: the part it is about, and what to say; None where it says enough."""
    if became in (CARRY, DROP) and not words.strip():
        return "words", "Write why"
    if became == CARRY and due is None:
        return "due", "Write the day it is carried to"
    return None
