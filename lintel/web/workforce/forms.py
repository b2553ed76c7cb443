"""What can be typed about a post. What is usual stands in the boxes already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lintel.foundation.workforce.codes import Basis, Protection
from lintel.web.components.forms import DayField

Choices = Sequence[tuple[int, str]]
SOMEBODY_NEW = "new"
SOMEBODY_ELSE = ("", "Somebody who is not in the staff list yet")


class OpenPost(forms.Form):
    title = forms.CharField(
        label="Title of the post", max_length=120, error_messages={"required": "Enter the title of the post"}
    )
    team = forms.TypedChoiceField(
        label="Team", coerce=int, error_messages={"required": "Choose the team", "invalid_choice": "Choose the team"}
    )
    fte = forms.DecimalField(
        label="Full-time equivalent", min_value=Decimal("0.05"), max_value=1, max_digits=4, decimal_places=2,
        help_text="1 for a full-time post, 0.6 for three days a week.",
        error_messages={
            name: "Full-time equivalent must be more than 0 and at most 1"
            for name in ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places")
        },
    )  # fmt: skip
    is_case_holding = forms.BooleanField(label="Whoever holds it will hold cases", required=False)
    opens_on = DayField(label="The day it opens")
    funding_line = forms.CharField(
        label="Funding line", max_length=60, required=False,
        help_text="Leave empty while there is none: the post is then in no forecast of what there is money for.",
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Choices, today: date, **more: Any) -> None:
        usual = {"title": "Social worker", "fte": 1, "is_case_holding": True, "opens_on": today}
        super().__init__(*args, initial=usual, **more)
        self.fields["team"].choices = [("", "Choose a team"), *teams]  # type: ignore[attr-defined]


class Fund(forms.Form):
    funding_line = forms.CharField(
        label="Funding line", max_length=60, required=False, help_text="Empty if there is none any more."
    )


class Close(forms.Form):
    closes_on = DayField(label="The first day it no longer exists")


class OnDay(forms.Form):
    """The day something happened; today stands in the boxes."""

    on = DayField(label="The day")


class Signed(forms.Form):
    signed_on = DayField(label="The day the requisition was signed")


class AgreeStart(forms.Form):
    starts_on = DayField(label="The day they start", help_text="The forecast expects them on it.")


class FellThrough(forms.Form):
    on = DayField(label="The day it fell through")
    because = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=2_000, error_messages={"required": "Write why it fell through"},
        help_text="The requisition stays and the search begins again. Write no more about the person than that needs.",
    )  # fmt: skip


class Started(forms.Form):
    """Who has started: somebody in the staff list, or a name that is written once."""

    appointment = forms.ChoiceField(label="Who has started", required=False)
    name = forms.CharField(
        label="Their name, if they are not in the staff list yet", max_length=120, required=False,
        help_text="A staff list that is loaded later finds them by it.",
    )  # fmt: skip
    namesake = forms.ChoiceField(
        label="Somebody of that name is known here. Is it they?", widget=forms.RadioSelect, required=False,
        help_text="Whoever you choose keeps their account and their children.",
    )  # fmt: skip
    starts_on = DayField(label="Their first day")
    is_newly_qualified = forms.BooleanField(
        label="Newly qualified, in their first year", required=False, help_text="Their load is then protected."
    )
    basis = forms.ChoiceField(
        label="How they are employed", choices=[(Basis.PERMANENT, "Permanent"), (Basis.AGENCY, "Agency")],
        initial=Basis.PERMANENT,
    )  # fmt: skip
    supervisor = forms.ChoiceField(label="Who supervises them", required=False)

    def __init__(
        self, *args: Any, appointments: Choices = (), supervisors: Choices = (), namesakes: Choices = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["namesake"].choices = [*namesakes, (SOMEBODY_NEW, "No, somebody new of the same name")]  # type: ignore[attr-defined]
        if not namesakes:
            del self.fields["namesake"]
        self.fields["appointment"].choices = [SOMEBODY_ELSE, *appointments]  # type: ignore[attr-defined]
        self.fields["supervisor"].choices = [*supervisors, ("", "Nobody yet")]  # type: ignore[attr-defined]
        if not appointments:
            del self.fields["appointment"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("appointment") and not typed.get("name", "").strip():
            self.add_error("name", ValidationError("Enter their name, or choose them from the list"))
        return typed


class Protect(forms.Form):
    """Hours of every week that no child's work may fill."""

    reason = forms.ChoiceField(
        label="What for", widget=forms.RadioSelect, choices=[(each, each.words.capitalize()) for each in Protection],
        error_messages={"required": "Choose what the hours are for"},
    )  # fmt: skip
    hours_per_week = forms.DecimalField(
        label="Hours a week", min_value=Decimal("0.25"), max_value=40, max_digits=4, decimal_places=2,
        error_messages={
            name: "Hours a week must be more than 0 and at most 40"
            for name in ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places")
        },
    )  # fmt: skip
    why = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=2_000, error_messages={"required": "Write why"},
        help_text="As they would say it themselves: they read it.",
    )  # fmt: skip
    starts_on = DayField(label="From")
    ends_on = DayField(label="Until, if you know", required=False, help_text="The first day it is no longer protected.")


class EndProtection(forms.Form):
    ends_on = DayField(label="The first day it is no longer protected")


class Languages(forms.Form):
    languages = forms.CharField(
        label="Languages besides English", max_length=600, required=False,
        help_text="With commas between them. British Sign Language is one of them.",
    )  # fmt: skip
