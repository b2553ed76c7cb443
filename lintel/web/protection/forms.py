"""What can be written into a safety plan. Forms validate and never save."""

from __future__ import annotations

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
        on: date | None = typed.pop("made_on", None)
        clock: time | None = typed.pop("made_time", None)
        if (on is None) != (clock is None) and not self.errors:
            self.add_error("made_time" if clock is None else "made_on", "Write the day and the time, or neither")
        typed["made_at"] = timezone.make_aware(datetime.combine(on, clock)) if on and clock else None
        return typed


class Withdraw(forms.Form):
    because = forms.CharField(
        label="Why it does not stand", max_length=300, error_messages={"required": "Write why it does not stand"},
        help_text="It is about another child, or was never agreed. It is not erased.",
    )  # fmt: skip
