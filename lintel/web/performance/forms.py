"""What can be typed on these screens. Forms validate and never save."""

from django import forms

from lintel.web.components.forms import DayField


class ChangeRecord(forms.Form):
    what = forms.CharField(
        label="What was changed",
        max_length=200,
        help_text="As you would say it to a colleague: “New threshold document in use”.",
        error_messages={"required": "Enter what was changed"},
    )
    changed_on = DayField(label="The day it changed", help_text="For example, 2 9 2025.")
    decided_by = forms.CharField(
        label="Whose decision it was",
        max_length=120,
        help_text="A name and a post.",
        error_messages={"required": "Enter whose decision it was"},
    )
    detail = forms.CharField(label="More about it (optional)", required=False, widget=forms.Textarea)


class Withdrawal(forms.Form):
    because = forms.CharField(
        label="Why this change record is withdrawn",
        widget=forms.Textarea,
        error_messages={"required": "Enter why it is withdrawn"},
    )


class NewLimits(forms.Form):
    starts_on = DayField(label="The day the limits start anew", help_text="For example, 2 9 2025.")
    reason = forms.CharField(
        label="Why the old limits no longer say anything",
        widget=forms.Textarea,
        help_text="Your name and this reason are shown on the chart.",
        error_messages={"required": "Enter why the limits start anew"},
    )
