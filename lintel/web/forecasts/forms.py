"""What can be typed about a forecast."""

from __future__ import annotations

from django import forms

WEEKS = "Enter how many weeks of the record to fit it to, between 8 and 104"


class NewForecast(forms.Form):
    weeks_back = forms.IntegerField(
        label="Weeks of the record it is fitted to", initial=26, min_value=8, max_value=104,
        error_messages={"required": WEEKS, "invalid": WEEKS, "min_value": WEEKS, "max_value": WEEKS},
    )  # fmt: skip


class OwnValue(forms.Form):
    value = forms.FloatField(
        label="Your value", error_messages={"required": "Enter a value", "invalid": "Enter a number"}
    )
    reason = forms.CharField(
        label="Why it is nearer the truth", widget=forms.Textarea,
        help_text="Shown beside the value to everybody who looks at the forecast.",
        error_messages={"required": "Say why: everybody who looks at the forecast will ask"},
    )  # fmt: skip

    def __init__(self, *args: object, unit: str, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["value"].help_text = f"In {unit}."
