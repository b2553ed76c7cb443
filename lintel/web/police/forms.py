"""What can be typed about police notices. Forms validate and never save."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from lintel.steps.police_notifications.codes import About, Grade
from lintel.steps.police_notifications.reading.cells import time_of
from lintel.web.components.forms import DayField

if TYPE_CHECKING:
    from django.http import QueryDict

    from lintel.foundation.agencies.models import Agency
    from lintel.steps.police_notifications.reading.notices import Problem

MOST_CHILDREN = 20
_NUMBER = re.compile(r"[0-9]{1,3}")
_OF_A_CHILD = re.compile(r"child([0-9]{1,3})-.+")
YES_NO = [("", "Not known"), ("yes", "Yes"), ("no", "No")]


class OfferBatch(forms.Form):
    agency = forms.ChoiceField(label="Which police force sent it", error_messages={"required": "Choose who sent it"})
    file = forms.FileField(
        label="The file (CSV or XML)", help_text="You see what was read before anything is taken in.",
        error_messages={"required": "Choose a file", "empty": "The file you chose is empty. Choose another"},
    )  # fmt: skip

    def __init__(self, *args: Any, forces: Sequence[Agency], **more: Any) -> None:
        super().__init__(*args, **more)
        if len(forces) == 1:
            del self.fields["agency"]
        else:
            self.fields["agency"].choices = [(force.pk, force.name) for force in forces]  # type: ignore[attr-defined]


class Upload(forms.Form):
    file = forms.FileField(
        label="The file (CSV or XML)",
        help_text="It is taken in at once. Rows that cannot be read are set aside, and you are shown why.",
        error_messages={"required": "Choose a file", "empty": "The file you chose is empty. Choose another"},
    )  # fmt: skip


class Withdrawal(forms.Form):
    because = forms.CharField(
        label="Why it is not taken in", help_text="For example: the wrong file.",
        error_messages={"required": "Enter why it is not taken in"},
    )  # fmt: skip


class Answer(forms.Form):
    answer = forms.CharField(
        label="What is done about it, and by when", widget=forms.Textarea,
        error_messages={"required": "Enter what is done about it"},
    )  # fmt: skip


class Backlog(forms.Form):
    """A count and a day. There is no box for anything about anybody."""

    untriaged = forms.IntegerField(
        label="How many notices have you not triaged yet", min_value=0, max_value=1_000_000,
        help_text="A number only: no names, no references. Enter 0 if there are none.",
        error_messages={"required": "Enter a number; 0 if there are none"},
    )  # fmt: skip
    oldest_on = DayField(label="The day of the oldest of them", help_text="For example, 27 3 2025.", required=False)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("untriaged") and not typed.get("oldest_on") and "oldest_on" not in self.errors:
            self.add_error("oldest_on", "Enter the day of the oldest of them")
        if typed.get("untriaged") == 0 and typed.get("oldest_on"):
            self.add_error("oldest_on", "Leave the day empty if there are none")
        return typed


def with_another_child(typed: QueryDict) -> QueryDict:
    """What was typed about a notice, with the boxes of one more child."""
    more = typed.copy()
    more["children"] = str(len(Send(typed).children) + 1)
    return more


def _text(label: str, hint: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=300, **more)


class Send(forms.Form):
    """One notice. The names of its boxes are headings as our files have them, so that both are read by one reader."""

    reference = forms.CharField(
        label="Your reference", max_length=60, error_messages={"required": "Enter your reference"},
        help_text="Sent again, the same reference replaces what you told us: name every child again. A child you leave"
        " out stays with us, as named in an earlier version.",
    )  # fmt: skip
    occurred_on = DayField(label="Day of the incident", help_text="For example, 27 3 2025.")
    occurred_time = _text("Time of the incident", "For example, 21:40.")
    triaged_on = DayField(label="Day it was triaged", required=False)
    triaged_time = _text("Time it was triaged")
    about = forms.ChoiceField(label="What it is about", choices=[(a.value, a.words) for a in About])
    grade = forms.ChoiceField(
        label="How you grade it", required=False,
        choices=[
            ("", Grade.NOT_GIVEN.words),
            *((grade.value, grade.words) for grade in (Grade.HIGH, Grade.MEDIUM, Grade.STANDARD)),
        ],
    )  # fmt: skip
    danger = forms.BooleanField(
        label="A child is in danger now. Ring as well: do not wait for us to read this.", required=False
    )
    officer = _text("Attending officer")
    place = _text("Where it happened")
    incident_postcode = _text("Postcode of where it happened")
    narrative = forms.CharField(
        label="What happened",
        widget=forms.Textarea,
        max_length=20_000,
        error_messages={"required": "Enter what happened"},
    )
    children_present = forms.ChoiceField(label="Were children present", required=False, choices=YES_NO)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for who, title in (("victim", "Victim"), ("suspect", "Alleged perpetrator")):
            self.fields[f"{who}-name"] = _text(f"{title}: name")
            self.fields[f"{who}-dob"] = _text(f"{title}: date of birth", "For example, 27/3/1990.")
            self.fields[f"{who}-address"] = _text(f"{title}: address")
            self.fields[f"{who}-postcode"] = _text(f"{title}: postcode")
        self.children = range(1, self._how_many() + 1)
        for number in self.children:
            self._child(f"child{number}", f"Child {number}")

    def _how_many(self) -> int:
        """As many as the page had or as anything was typed about: one at least, and no more than a page holds."""
        typed = [int(found[1]) for name in self.data if self.data[name] and (found := _OF_A_CHILD.fullmatch(name))]
        had = str(self.data.get("children", ""))
        return min(MOST_CHILDREN, max(1, *typed, int(had) if _NUMBER.fullmatch(had) else 1))

    @property
    def has_room(self) -> bool:
        return len(self.children) < MOST_CHILDREN

    def _child(self, prefix: str, title: str) -> None:
        self.fields[f"{prefix}-name"] = _text(f"{title}: name")
        self.fields[f"{prefix}-dob"] = _text(f"{title}: date of birth")
        self.fields[f"{prefix}-address"] = _text(f"{title}: address")
        self.fields[f"{prefix}-postcode"] = _text(f"{title}: postcode")
        self.fields[f"{prefix}-school"] = _text(f"{title}: school or nursery")
        for name, label in (("present", "was present"), ("witnessed", "saw or heard it"), ("injured", "was injured")):
            self.fields[f"{prefix}-{name}"] = forms.ChoiceField(
                label=f"{title} {label}", required=False, choices=YES_NO
            )
        self.fields[f"{prefix}-voice"] = forms.CharField(
            label=f"{title}: what the child said, word for word", required=False, max_length=5_000,
            widget=forms.Textarea,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for name in ("occurred_time", "triaged_time"):
            if typed.get(name) and time_of(typed[name]) is None:
                self.add_error(name, f"{self.fields[name].label} must be a time, such as 21:40")
        return typed

    def as_message(self) -> dict[str, str]:
        """What was typed, as a row of a file would hold it."""
        typed = self.cleaned_data
        message = {
            "reference": typed["reference"], "incident date": f"{typed['occurred_on']:%d/%m/%Y}",
            "incident time": typed["occurred_time"], "triage time": typed["triaged_time"],
            "triage date": f"{typed['triaged_on']:%d/%m/%Y}" if typed["triaged_on"] else "",
            "notice type": "domestic abuse" if typed["about"] == About.DOMESTIC_ABUSE else "concern",
            "grade": typed["grade"], "immediate danger": "yes" if typed["danger"] else "",
            "officer": typed["officer"], "place": typed["place"], "incident postcode": typed["incident_postcode"],
            "narrative": typed["narrative"], "children present": typed["children_present"],
        }  # fmt: skip
        return message | {name.replace("-", " "): value for name, value in typed.items() if "-" in name and value}

    def say(self, problems: Sequence[Problem]) -> None:
        """Put what the reader found beside the boxes it is about."""
        boxes = {"occurred": "occurred_on", "reference": "reference", "narrative": "narrative"}
        for problem in problems:
            self.add_error(boxes.get(problem.column), problem.words)

    def group(self, prefix: str) -> Iterator[forms.BoundField]:
        """The boxes of one person."""
        return (self[name] for name in self.fields if name.startswith(f"{prefix}-"))

    def head(self) -> Iterator[forms.BoundField]:
        """The boxes of the incident."""
        return (self[name] for name in self.fields if "-" not in name)
