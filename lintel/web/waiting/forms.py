"""
What can be typed about children who wait, about giving them to a worker, and about the agreed numbers. Forms validate
and never save.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lintel.web.components.forms import DayField

LONG = 5_000


class _ForChildren(forms.Form):
    """For which of the children of a page the same is meant: all of them, until somebody takes one out."""

    def __init__(self, *args: Any, children: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.everybody = [pk for pk, _ in children]
        # Asked for again where it was asked before: of two children, the one taken out may be the one who is left.
        if len(children) > 1 or "children" in self.data:
            choices = [(str(pk), name) for pk, name in children]
            self.fields["children"] = forms.MultipleChoiceField(
                label="For which children", choices=choices, widget=forms.CheckboxSelectMultiple,
                initial=[value for value, _ in choices],
                error_messages={
                    "required": "Tick at least one child",
                    "invalid_choice": "One of the children you ticked waits no more. Look again at who is left.",
                },
            )  # fmt: skip

    def chosen(self) -> list[int]:
        """The ids of the children, or of whatever stands for them on the page."""
        return [int(pk) for pk in self.cleaned_data.get("children", self.everybody)]


class Safe(_ForChildren):
    why_safe = forms.CharField(
        label="Why it is safe to wait", widget=forms.Textarea, max_length=LONG,
        error_messages={"required": "Write why it is safe to wait"},
        help_text="What you know today: who is with the children, who has seen them, whom they can ring. Once for all "
        "the children below.",
    )  # fmt: skip
    next_due_on = DayField(label="The day somebody looks again")

    def __init__(self, *args: Any, latest: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["next_due_on"].help_text = f"By {latest:%A %-d %B %Y} at the latest. Until then you answer for it."


class ToTeam(_ForChildren):
    team = forms.ChoiceField(
        label="Which team takes them", error_messages={"required": "Choose the team"},
        help_text="Its manager holds the children from now on and is told. No clock starts anew.",
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["team"].choices = [("", "Choose a team"), *teams]  # type: ignore[attr-defined]


class NoSafeAllocation(_ForChildren):
    why = forms.CharField(
        label="Why nobody can safely take them", widget=forms.Textarea, max_length=LONG,
        error_messages={"required": "Write why nobody can safely take them"},
        help_text="In your words. What every worker of the team holds, and who waits how long, is kept with it by "
        "itself.",
    )  # fmt: skip


class TakeBack(_ForChildren):
    because = forms.CharField(
        label="Why they are taken back", max_length=300, error_messages={"required": "Write why they are taken back"},
        help_text="The worker is told in these words.",
    )  # fmt: skip


class Give(forms.Form):
    """Giving children to a worker: nothing must be typed, except above the ceiling."""

    why = forms.CharField(
        label="Why this worker (optional)", required=False, widget=forms.Textarea, max_length=LONG,
        help_text="What the worker should know about your choice. They read it before they answer.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        managers: Sequence[tuple[int, str]] = (),
        today: date | None = None,
        review: tuple[date, date] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.today = today
        if not managers:
            return
        self.fields["over_manager"] = forms.ChoiceField(
            label="The manager who answers for it", choices=[("", "Choose who answers"), *managers],
            error_messages={"required": "Choose the manager who answers for it"},
            help_text="They and the head of service are shown it tomorrow morning.",
        )  # fmt: skip
        self.fields["over_reason"] = forms.CharField(
            label="Why it is right to go above the ceiling", widget=forms.Textarea, max_length=LONG,
            error_messages={"required": "Write why it is right to go above the ceiling"},
        )  # fmt: skip
        self.fields["over_review_on"] = DayField(
            label="The day it is looked at again",
            initial=review[0] if review else None,
            help_text=f"A working day, by {review[1]:%A %-d %B %Y} at the latest." if review else "",
        )

    def clean_over_review_on(self) -> date:
        day: date = self.cleaned_data["over_review_on"]
        if self.today is not None and day <= self.today:
            raise forms.ValidationError("The day it is looked at again must be after today")
        return day


class Answer(forms.Form):
    answer = forms.CharField(
        label="What is done about it, and by when", widget=forms.Textarea, max_length=LONG,
        error_messages={"required": "Write what is done about it, and by when"},
        help_text="It stands beside the alert from now on, and cannot be changed.",
    )  # fmt: skip


class NewNumber(forms.Form):
    amount = forms.DecimalField(
        label="The new number", min_value=0, max_digits=8, decimal_places=2,
        error_messages={
            "required": "Enter the new number", "invalid": "The new number must be a number, such as 16 or 0.8",
            "min_value": "The new number cannot be below nothing",
            "max_decimal_places": "The new number has two places after the point at most",
        },
    )  # fmt: skip
    effective_from = DayField(
        label="The day it holds from",
        help_text="Days before it keep the number that held then. For example, 27 3 2025.",
    )
    source = forms.CharField(
        label="Where it was decided", max_length=200, help_text="A meeting, a paper, an agreement with the unions.",
        error_messages={"required": "Write where it was decided"},
    )  # fmt: skip
    reason = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=LONG, error_messages={"required": "Write why"},
    )  # fmt: skip
