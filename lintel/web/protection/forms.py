"""What can be written into a safety plan. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from lintel.web.components.forms import DayField


class Make(forms.Form):
    words = forms.CharField(
        label="Who does what, so that the child is safe now", widget=forms.Textarea,
        help_text="“Nan stays until Friday; Dad sleeps at his brother’s; whoever hears shouting rings 999.”",
        error_messages={"required": "Write who does what"},
    )  # fmt: skip
    made_with = forms.CharField(
        label="Agreed with whom", max_length=200, help_text="The child’s mother and grandmother; the police sergeant.",
        error_messages={"required": "Write with whom it was agreed"},
    )  # fmt: skip
    made_on = DayField(label="The day it was agreed", required=False, help_text="Leave empty if it was just now.")
    made_time = forms.TimeField(
        label="The time", required=False, input_formats=["%H:%M", "%H.%M", "%H%M"], help_text="For example, 21:40.",
        error_messages={"invalid": "Write the time like 21:40"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """`made_at` as a moment, or None for now; a day without its time would say less than the clock needs."""
        typed = super().clean() or {}
        typed["made_at"] = _moment(self, typed, "made_on", "made_time")
        return typed


class CannotWait(forms.Form):
    """Why a child cannot wait, since when that was known, and of which brothers and sisters it is as true."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=4_000,
        help_text="What was seen or said, by whom. These words stand on the request for a discussion.",
        error_messages={"required": "Write why the child cannot wait"},
    )  # fmt: skip
    known_on = DayField(
        label="The day it happened, or was first known to anybody", required=False,
        help_text="Leave empty if it is just now. The time at risk counts from then, not from when it is written down.",
    )  # fmt: skip
    known_time = forms.TimeField(
        label="The time", required=False, input_formats=["%H:%M", "%H.%M", "%H%M"], help_text="For example, 21:40.",
        error_messages={"invalid": "Write the time like 21:40"},
    )  # fmt: skip

    def __init__(self, *args: Any, others: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """:param others: brothers and sisters, as number and name."""
        super().__init__(*args, **kwargs)
        self.fields["together"] = forms.TypedMultipleChoiceField(
            label="It is as true of", choices=list(others), coerce=int, required=False,
            widget=forms.CheckboxSelectMultiple if others else forms.MultipleHiddenInput,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """`known_since` as a moment, or None for now."""
        typed = super().clean() or {}
        typed["known_since"] = _moment(self, typed, "known_on", "known_time")
        if typed["known_since"] and typed["known_since"] > timezone.now():
            self.add_error("known_on", "It must have been known by now")
        return typed


def _moment(form: forms.Form, typed: dict[str, Any], day: str, clock: str) -> datetime | None:
    """A day and its time as a moment, or None where both are empty; one without the other is said to be missing."""
    on: date | None = typed.pop(day, None)
    at: time | None = typed.pop(clock, None)
    if (on is None) != (at is None) and not form.errors:
        form.add_error(clock if at is None else day, "Write the day and the time, or neither")
    return timezone.make_aware(datetime.combine(on, at)) if on and at else None


class Withdraw(forms.Form):
    because = forms.CharField(
        label="Why it does not stand", max_length=300, error_messages={"required": "Write why it does not stand"},
        help_text="It is about another child, or was never agreed. It is not erased.",
    )  # fmt: skip
