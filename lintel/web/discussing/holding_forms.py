"""What is said of a discussion that was held, and what it decided. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from lintel.steps.enquiries.codes import Attendance, Conduct, Party, Purpose
from lintel.steps.enquiries.discussing.actions import TaskSaid, TookPart
from lintel.steps.enquiries.discussing.rules import Answered, Decided
from lintel.steps.enquiries.models import InvitedParty
from lintel.web.components.forms import DayField
from lintel.web.components.joining import clock

MOST_TASKS = 20
YES_OR_NO = [("yes", "Yes"), ("no", "No")]
HOW = [
    (Attendance.PRESENT, "Present"), (Attendance.SENT_INFORMATION, "Sent information, was not there"),
    (Attendance.ABSENT, "Absent"),
]  # fmt: skip


class Hold(forms.Form):
    """When it was held, who chaired it, and how each party took part, as `parties`."""

    on = DayField(label="The day it was held")
    begins = clock("The time it began", "13:00")
    chaired_by = forms.CharField(
        label="Who chaired it", max_length=120, error_messages={"required": "Write who chaired it"}
    )

    def __init__(self, *args: Any, asked: Sequence[InvitedParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for each in self.asked:
            self.fields[f"how-{each.pk}"] = forms.ChoiceField(
                label=f"How {each.name} took part", choices=HOW, widget=forms.RadioSelect,
                error_messages={"required": f"Say how {each.name} took part"},
            )  # fmt: skip
            self.fields[f"because-{each.pk}"] = forms.CharField(
                label=f"Why {each.name} was absent", required=False, max_length=500, help_text="Only if absent."
            )
            self.fields[f"view-{each.pk}"] = forms.CharField(
                label=f"What {each.name} knows and thinks", required=False, widget=forms.Textarea, initial=each.view,
                max_length=20_000, help_text="In their words. Nobody else’s view is written into it.",
            )  # fmt: skip
        self.fields["urgent_because"] = forms.CharField(
            label="Where somebody who must be there was not: why it could not wait", required=False,
            widget=forms.Textarea, max_length=2000,
            help_text="Social care, police and health must be there. Without one of them it is urgent, not quorate, "
            "and is held again in time.",
        )  # fmt: skip

    @property
    def rows(self) -> list[tuple[InvitedParty, Any, Any, Any]]:
        """The fields of each party, for the page."""
        names = ("how", "because", "view")
        return [(each, *(self[f"{name}-{each.pk}"] for name in names)) for each in self.asked]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for each in self.asked:
            how = typed.get(f"how-{each.pk}")
            if how == Attendance.ABSENT and not typed.get(f"because-{each.pk}", "").strip():
                self.add_error(f"because-{each.pk}", f"Say why {each.name} was absent")
            if how == Attendance.SENT_INFORMATION and not typed.get(f"view-{each.pk}", "").strip():
                self.add_error(f"view-{each.pk}", f"Write what {each.name} sent")
        return typed

    @property
    def held_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["begins"]))

    @property
    def parties(self) -> dict[int, TookPart]:
        said = self.cleaned_data
        return {
            each.pk: TookPart(
                how=Attendance(said[f"how-{each.pk}"]), view=said[f"view-{each.pk}"], dissent=each.dissent,
                absent_because=said[f"because-{each.pk}"] if said[f"how-{each.pk}"] == Attendance.ABSENT else "",
            )
            for each in self.asked
        }  # fmt: skip


class Decide(forms.Form):
    """The six purposes and what is decided for each child, as `purposes` and `decisions`."""

    def __init__(self, *args: Any, children: Mapping[int, str], **kwargs: Any) -> None:
        """
        :param children: by their numbers, their names.
        """
        super().__init__(*args, **kwargs)
        self.children = dict(children)
        for purpose in Purpose:
            self.fields[f"{purpose}-answer"] = _words(purpose.words, 10_000)
            self.fields[f"{purpose}-aside"] = forms.CharField(
                label="Or it is set aside, because", required=False, max_length=500
            )
        for pk, name in self.children.items():
            self._ask_of(pk, name)

    def _ask_of(self, pk: int, name: str) -> None:
        added = {
            "enquiry": _choice(f"Does an enquiry into {name} begin or go on?", YES_OR_NO),
            "because": _words("Why", 10_000),
            "safety": _words("What keeps the child safe tonight", 10_000),
            "conduct": _choice("Who carries it out", [
                (Conduct.SINGLE, "Children’s social care alone"), (Conduct.JOINT, "Jointly with the police"),
            ]),
            "medical": _choice("Is a medical needed?", YES_OR_NO),
            "speaks": forms.CharField(label="Who speaks to the child", required=False, max_length=120),
            "on": DayField(label="The day they speak to the child", required=False),
            "begins": clock("At what time", "16:30"),
        }  # fmt: skip
        added["begins"].required = False
        self.fields.update({f"{what}-{pk}": field for what, field in added.items()}.items())

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for purpose in Purpose:
            self._settled(purpose, typed)
        for pk in self.children:
            self._whole(pk, typed)
        return typed

    def _settled(self, purpose: Purpose, typed: dict[str, Any]) -> None:
        said, aside = (bool(typed.get(f"{purpose}-{part}", "").strip()) for part in ("answer", "aside"))
        if not said and not aside:
            self.add_error(f"{purpose}-answer", f"“{purpose.words}”: answer it, or set it aside and say why")
        if said and aside:
            self.add_error(f"{purpose}-aside", f"“{purpose.words}”: it is answered, so it is not set aside")

    def _whole(self, pk: int, typed: dict[str, Any]) -> None:
        name = self.children[pk]
        needed = {
            "enquiry": "Say whether there is an enquiry into", "because": "Say why for",
            "safety": "Say what keeps the child safe tonight:",
        }  # fmt: skip
        if typed.get(f"enquiry-{pk}") == "yes":
            needed |= {
                "conduct": "Say who carries out the enquiry into", "medical": "Say whether a medical is needed for",
                "speaks": "Say who speaks to", "on": "Say on which day they speak to",
                "begins": "Say at what time they speak to",
            }  # fmt: skip
        for what, words in needed.items():
            if f"{what}-{pk}" not in self.errors and not typed.get(f"{what}-{pk}"):
                self.add_error(f"{what}-{pk}", f"{words} {name}")

    @property
    def of_purposes(self) -> list[tuple[Any, Any]]:
        return [(self[f"{purpose}-answer"], self[f"{purpose}-aside"]) for purpose in Purpose]

    @property
    def of_children(self) -> list[tuple[str, dict[str, Any]]]:
        names = ("enquiry", "because", "safety", "conduct", "medical", "speaks", "on", "begins")
        return [(name, {what: self[f"{what}-{pk}"] for what in names}) for pk, name in self.children.items()]

    @property
    def purposes(self) -> dict[Purpose, Answered]:
        said = self.cleaned_data
        return {
            purpose: Answered(answer=said[f"{purpose}-answer"], set_aside_because=said[f"{purpose}-aside"])
            for purpose in Purpose
        }

    @property
    def decisions(self) -> dict[int, Decided]:
        return {pk: self._decided(pk) for pk in self.children}

    def _decided(self, pk: int) -> Decided:
        said = {name.removesuffix(f"-{pk}"): value for name, value in self.cleaned_data.items()}
        is_enquiry = said["enquiry"] == "yes"
        speaks_at = timezone.make_aware(datetime.combine(said["on"], said["begins"])) if is_enquiry else None
        return Decided(
            is_enquiry=is_enquiry, because=said["because"], safety_tonight=said["safety"],
            conduct=Conduct(said["conduct"]) if is_enquiry else None, speaks_at=speaks_at,
            is_medical_needed=said["medical"] == "yes", who_speaks=said["speaks"] if is_enquiry else "",
        )  # fmt: skip


class Task(forms.Form):
    """Who does what by when; a row that is left empty is none."""

    party = forms.ChoiceField(
        label="For", required=False, choices=[("", "Choose"), *((party, party.words) for party in Party)]
    )
    who = forms.CharField(label="Who", required=False, max_length=120)
    what = forms.CharField(label="Does what", required=False, max_length=2000)
    on = DayField(label="By which day", required=False)
    by = clock("By what time", "16:30")
    before = forms.BooleanField(label="Before anybody visits", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].required = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.says_something:
            return typed
        needed = {
            "party": "Say which agency’s task it is", "who": "Say who does it", "what": "Say what is done",
            "on": "Say by which day it is done", "by": "Say by what time it is done",
        }  # fmt: skip
        for name, words in needed.items():
            if name not in self.errors and not typed.get(name):
                self.add_error(name, words)
        return typed

    @property
    def says_something(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("who", "what", "on", "by", "party"))

    @property
    def said(self) -> TaskSaid:
        said = self.cleaned_data
        return TaskSaid(
            party=Party(said["party"]), who=said["who"], what=said["what"], is_before_visiting=said["before"],
            due_at=timezone.make_aware(datetime.combine(said["on"], said["by"])),
        )  # fmt: skip


Tasks = forms.formset_factory(Task, extra=2, max_num=MOST_TASKS, absolute_max=MOST_TASKS)


class InWords(forms.Form):
    """Something that is said in words."""

    words = forms.CharField(
        label="In words", widget=forms.Textarea, max_length=10_000, error_messages={"required": "Write it in words"}
    )

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


def _words(label: str, longest: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, widget=forms.Textarea)


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)
