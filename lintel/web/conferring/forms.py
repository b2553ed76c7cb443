"""What can be said about asking for a conference and arranging it. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from lintel.steps.conferences.codes import CALLED_BEFORE, Attendance, Kind, Shared, Side
from lintel.web.components.forms import DayField

WORDS = 20_000
LATER = "The time must be still to come"


class Ask(forms.Form):
    """What kind of conference, about whom, and why. What the record knows is offered, what it asks for is chosen."""

    told_of_move_on = DayField(
        label="The day we were told of the move", required=False,
        help_text="Only for a transfer-in, which is due from that day.",
    )  # fmt: skip
    moved_from = forms.CharField(
        label="The authority they move from", max_length=120, required=False, help_text="Only for a transfer-in."
    )
    why = forms.CharField(
        label="What the conference is to decide", widget=forms.Textarea, max_length=WORDS,
        help_text="In words the family understands; they are invited with them.",
        error_messages={"required": "Write what the conference is to decide"},
    )  # fmt: skip
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[Kind, str]], others: Sequence[tuple[int, str, Sequence[Kind]]] = (),
        **more: Any,
    ) -> None:  # fmt: skip
        """
        :param kinds: what can be asked for about the child, with by when it would be due.
        :param others: brothers and sisters: number, name, and what can be asked for about them.
        """
        super().__init__(*args, initial={"once": uuid4()}, **more)
        self.others = {number: (name, able) for number, name, able in others}
        if len(kinds) == 1:
            self.fields["kind"] = forms.CharField(widget=forms.HiddenInput, initial=str(kinds[0][0]))
        else:
            self.fields["kind"] = forms.ChoiceField(
                label="What is asked for", choices=[(str(kind), words) for kind, words in kinds],
                widget=forms.RadioSelect, error_messages={"required": "Choose what is asked for"},
                initial=str(kinds[0][0]),
            )  # fmt: skip
        self.kinds = [kind for kind, _ in kinds]
        if others:
            self.fields["together"] = forms.TypedMultipleChoiceField(
                label="The same conference is also about", choices=[(number, name) for number, name, _ in others],
                coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
                initial=[number for number, _, able in others if kinds[0][0] in able],
                help_text="Each child has a due day and a decision of their own.",
            )  # fmt: skip
        if Kind.TRANSFER_IN not in self.kinds:
            del self.fields["told_of_move_on"], self.fields["moved_from"]
        self.order_fields(["kind", "together"])

    def clean_kind(self) -> Kind:
        chosen = self.cleaned_data["kind"]
        if chosen not in self.kinds:
            raise forms.ValidationError("Choose what is asked for")
        return Kind(chosen)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        kind = typed.get("kind")
        if kind is Kind.TRANSFER_IN and "told_of_move_on" not in self.errors:
            day = typed.get("told_of_move_on")
            if day is None:
                self.add_error("told_of_move_on", "Enter the day we were told of the move")
            elif day > timezone.localdate():
                self.add_error("told_of_move_on", "The day we were told cannot be still to come")
        elif kind is not Kind.TRANSFER_IN:
            typed["told_of_move_on"], typed["moved_from"] = None, ""
        unable = [
            name for pk, (name, able) in self.others.items() if pk in typed.get("together", []) and kind not in able
        ]
        if kind and unable:
            self.add_error("together", f"Nothing asks for this kind of conference about {' and '.join(unable)}")
        return typed

    @property
    def is_of_a_move(self) -> bool:
        """Whether a transfer-in is chosen so far."""
        return self["kind"].value() == Kind.TRANSFER_IN

    def carried(self) -> Iterator[tuple[str, str]]:
        """Everything as it was typed, for the page on which it is checked."""
        names = {name for name in self.fields} | {f"told_of_move_on-{part}" for part in ("day", "month", "year")}
        for name, values in self.data.lists():
            if name in names:
                yield from ((name, value) for value in values)


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, input_formats=["%H:%M", "%H.%M", "%H%M"], help_text="For example, 10:00.",
        error_messages={"required": "Write the time like 10:00", "invalid": "Write the time like 10:00"},
    )  # fmt: skip


class _Moment(forms.Form):
    """A day and a time of day in fields `day` and `time`, as `booked_for`, which is still to come."""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        day, time = typed.pop("day", None), typed.pop("time", None)
        if day and time:
            typed["booked_for"] = timezone.make_aware(datetime.combine(day, time))
            if typed["booked_for"] < timezone.now():
                self.add_error("day", LATER)
        return typed


class Book(_Moment):
    """The day, the time and the place of a conference."""

    day = DayField(label="The day of the conference")
    time = _clock("It begins at")
    place = forms.CharField(
        label="Place", max_length=200, required=False,
        help_text="Where the family comes to, or how they join. Leave empty if it is not settled.",
    )  # fmt: skip


class Postpone(_Moment):
    """Who could not, why, and to when it moves."""

    side = forms.ChoiceField(
        label="Who could not", choices=[("", "Choose"), *((side.value, side.words) for side in Side)],
        error_messages={"required": "Choose who could not"},
    )  # fmt: skip
    because = forms.CharField(
        label="Why it is postponed", widget=forms.Textarea, max_length=WORDS,
        error_messages={"required": "Write why it is postponed"},
    )  # fmt: skip
    meanwhile = forms.CharField(
        label="What keeps the children safe until then", widget=forms.Textarea, max_length=WORDS, required=False,
        help_text="Left empty, everybody sees that nothing is said.",
    )  # fmt: skip
    day = DayField(label="The new day")
    time = _clock("The new time")


class NameChair(forms.Form):
    """Who chairs."""

    chair = forms.TypedChoiceField(
        label="Who chairs the conference", coerce=int, error_messages={"required": "Choose who chairs"}
    )

    def __init__(self, *args: Any, chairs: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["chair"]
        field.choices = [("", "Choose"), *chairs]


class CallOff(forms.Form):
    because = forms.CharField(
        label="Why there will be no conference about this child", widget=forms.Textarea, max_length=WORDS,
        help_text="It stays in the record.", error_messages={"required": "Write why there will be none"},
    )  # fmt: skip


class Invite(forms.Form):
    """Those the record knows, by a tick; and one more by name."""

    known = forms.MultipleChoiceField(
        label="Whom the record knows", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Of the family, and of agencies that work with them. Nobody is invited unless you tick them.",
    )  # fmt: skip
    name = forms.CharField(label="Somebody else", max_length=120, required=False, help_text="As people call them.")
    side = forms.ChoiceField(
        label="They come as", choices=[("", "Choose"), *((side.value, side.words) for side in Side)], required=False
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if people:
            known: Any = self.fields["known"]
            known.choices = people
        else:
            del self.fields["known"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        name, side = typed.get("name"), typed.get("side")
        if name and not side:
            self.add_error("side", "Choose as what they come")
        if side and not name:
            self.add_error("name", "Write who it is")
        if not self.errors and not name and not typed.get("known"):
            self.add_error(None, "Tick somebody, or write who it is")
        return typed


class Came(forms.Form):
    """Whether each of those who were invited came, and why not."""

    def __init__(self, *args: Any, invited: Sequence[tuple[int, str, str, str]], **more: Any) -> None:
        """:param invited: number, who it is, and what was said of them before: attendance, and why not."""
        super().__init__(*args, **more)
        self.invited = [number for number, *_ in invited]
        for number, who, attendance, why_not in invited:
            self.fields[f"came_{number}"] = forms.ChoiceField(
                label=who, choices=[(each.value, each.words) for each in Attendance], widget=forms.RadioSelect,
                required=False, initial=attendance,
            )  # fmt: skip
            self.fields[f"why_{number}"] = forms.CharField(
                label=f"{who}: why not, or what they sent", max_length=300, required=False, initial=why_not
            )

    @property
    def said(self) -> list[tuple[int, Attendance, str]]:
        """Those of whom something is said now that was not before."""
        return [
            (number, Attendance(self.cleaned_data[f"came_{number}"]), self.cleaned_data[f"why_{number}"])
            for number in self.invited
            if self.cleaned_data[f"came_{number}"]
            and {f"came_{number}", f"why_{number}"} & set(self.changed_data)
        ]  # fmt: skip


class HandIn(forms.Form):
    """Whose report is there."""

    side = forms.ChoiceField(
        label="Whose report it is", choices=[(side.value, side.words) for side in Side if side.is_agency],
        initial=Side.SOCIAL_CARE.value,
    )  # fmt: skip
    author = forms.CharField(label="Who wrote it", max_length=120, error_messages={"required": "Write who wrote it"})


class Share(forms.Form):
    """When, how and with whom of the family a report was shared."""

    shared_with = forms.CharField(
        label="Who of the family had it",
        max_length=300,
        error_messages={"required": "Write who had it"},
    )
    shared_how = forms.ChoiceField(
        label="How they had it", choices=[(how.value, how.words) for how in Shared], widget=forms.RadioSelect,
        error_messages={"required": "Choose how they had it"},
    )  # fmt: skip
    shared_on = DayField(label="The day they had it")

    def clean_shared_how(self) -> Shared:
        return Shared(self.cleaned_data["shared_how"])


class NameRole(forms.Form):
    """What a role is called from a day on, on whose word, and why."""

    role = forms.ChoiceField(
        label="Which role", choices=[(role.value, words) for role, words in CALLED_BEFORE.items()],
        help_text="As it was called before the reforms.",
    )  # fmt: skip
    title = forms.CharField(
        label="What it is called", max_length=80, error_messages={"required": "Write what it is called"}
    )
    effective_from = DayField(label="From which day on")
    source = forms.CharField(
        label="Who decided it, and where", max_length=200, help_text="The partnership’s meeting, or the guidance.",
        error_messages={"required": "Write who decided it"},
    )  # fmt: skip
    reason = forms.CharField(
        label="The reason", widget=forms.Textarea, max_length=WORDS, error_messages={"required": "Write the reason"}
    )
