"""What can be said of a child protection plan. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from lintel.steps.conferences.codes import Side
from lintel.steps.plans.codes import EndOfProtection
from lintel.web.components.forms import DayField

Choices = Sequence[tuple[str, str]]


class Lead(forms.Form):
    worker = forms.ChoiceField(
        label="Who leads the plan from today", widget=forms.RadioSelect,
        help_text="Social workers of the child’s team: those with a Social Work England number on the staff list.",
        error_messages={"required": "Choose who leads the plan"},
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["worker"]
        chosen.choices = list(workers)


class Join(forms.Form):
    side = forms.ChoiceField(
        label="For whom", choices=[(str(side), side.words) for side in Side if side is not Side.CHAIR],
        error_messages={"required": "Choose for whom they are there"},
    )  # fmt: skip
    name = forms.CharField(
        label="Name", max_length=120, help_text="As the family knows them: “Mrs Abara, Mia’s teacher”.",
        error_messages={"required": "Write their name"},
    )  # fmt: skip


class Meeting(forms.Form):
    """A core group that met; `present` is who came, in words."""

    held_on = DayField(label="The day it met")
    came = forms.MultipleChoiceField(
        label="Who came", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Words that were sent are not attendance.",
    )  # fmt: skip
    others = forms.CharField(label="Anybody else who came", required=False, max_length=300)
    words = forms.CharField(
        label="What has changed for the child, and what each does next", widget=forms.Textarea,
        error_messages={"required": "Write what it came to"},
    )  # fmt: skip

    def __init__(self, *args: Any, members: Sequence[str] = (), beside: Choices = (), **more: Any) -> None:
        """
        :param members: who is in the core group.
        :param beside: brothers and sisters under a plan, as number and name: one meeting may be about them as well.
        """
        super().__init__(*args, **more)
        came: Any = self.fields["came"]
        came.choices = [(name, name) for name in members]
        if not members:
            del self.fields["came"]
            self.fields["others"].label = "Who came"
        if beside:
            self.fields["together"] = forms.TypedMultipleChoiceField(
                label="It was also about", choices=list(beside), coerce=int, required=False,
                widget=forms.CheckboxSelectMultiple, initial=[number for number, _ in beside],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        came = [*typed.pop("came", []), *filter(None, [typed.pop("others", "").strip()])]
        if not came and not self.errors:
            self.add_error("came" if "came" in self.fields else "others", "Say who came")
        typed["present"] = ", ".join(came)
        return typed


class Ask(forms.Form):
    """What a chair asks; `once` is drawn where it is typed, so that sending it twice asks once."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    what = forms.CharField(
        label="What worries you", widget=forms.Textarea,
        help_text="“No core group has met since March, and nobody has seen Mia alone.”",
        error_messages={"required": "Write what worries you"},
    )  # fmt: skip
    asked = forms.CharField(
        label="What you ask", widget=forms.Textarea, error_messages={"required": "Write what you ask"},
        help_text="Who is to do what, so that it is different for the child.",
    )  # fmt: skip
    by_when = DayField(label="By when it is to be done")


class Answer(forms.Form):
    answer = forms.CharField(
        label="What is done, by whom and by when", widget=forms.Textarea,
        error_messages={"required": "Write what is done"},
    )  # fmt: skip


class Higher(forms.Form):
    because = forms.CharField(
        label="Why it goes one rung higher", widget=forms.Textarea,
        help_text="What the answer leaves undone, or why the child cannot wait for one.",
        error_messages={"required": "Write why it goes higher"},
    )  # fmt: skip


class Satisfied(forms.Form):
    because = forms.CharField(
        label="What satisfies you", widget=forms.Textarea, help_text="What is different now for the child.",
        error_messages={"required": "Write what satisfies you"},
    )  # fmt: skip


class End(forms.Form):
    """Why a plan ends without a conference: of what the record bears out."""

    reason = forms.ChoiceField(
        label="Why the plan ends", widget=forms.RadioSelect, error_messages={"required": "Choose why the plan ends"}
    )  # fmt: skip
    their_conference_on = DayField(
        label="The day of the other authority’s conference", required=False,
        help_text="Of a child who moved: from that day the child is under their plan, or under none.",
    )  # fmt: skip

    def __init__(self, *args: Any, ends: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        reason: Any = self.fields["reason"]
        reason.choices = list(ends)
        if EndOfProtection.MOVED not in dict(ends):
            del self.fields["their_conference_on"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("reason") != EndOfProtection.MOVED:
            typed["their_conference_on"] = None
        elif typed.get("their_conference_on") is None and not self.errors:
            self.add_error("their_conference_on", "Enter the day of the other authority’s conference")
        return typed
