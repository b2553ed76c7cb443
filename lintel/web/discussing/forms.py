"""What can be said about a strategy discussion. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.rules import AT_THE_LEAST
from lintel.web.components.forms import DayField

PARTNERS = [party for party in Party if party in AT_THE_LEAST]


class Ask(forms.Form):
    """How to join, and whom to ask for each of the three safeguarding partners: name and address, as `asked`."""

    dial_in = forms.CharField(
        label="How to join", max_length=300, help_text="A number and its code, or a link, as everybody will dial it.",
        error_messages={"required": "Write how to join"},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="Minutes it takes", min_value=5, max_value=480, initial=60,
        error_messages={
            "required": "Write how many minutes", "invalid": "Write how many minutes, as a number",
            "min_value": "It takes at least 5 minutes", "max_value": "It takes at most 480 minutes",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, others: Sequence[tuple[int, str]] = (), own_name: str = "", **kwargs: Any) -> None:
        """
        :param others: causes of brothers and sisters who wait as well, as number and the child's name.
        """
        super().__init__(*args, **kwargs)
        if others:
            self.fields["together"] = forms.TypedMultipleChoiceField(
                label="Talk in the same discussion about", choices=list(others), coerce=int, required=False,
                widget=forms.CheckboxSelectMultiple, initial=[number for number, _ in others],
            )  # fmt: skip
        for party in PARTNERS:
            self.fields[f"{party}_name"] = forms.CharField(
                label=f"{party.words}: who", max_length=120, help_text="A person or a desk.",
                initial=own_name if party is Party.SOCIAL_CARE else party.words,
                error_messages={"required": f"Write whom to ask for {party.words}"},
            )  # fmt: skip
            self.fields[f"{party}_email"] = forms.EmailField(
                label=f"{party.words}: e-mail", required=False,
                error_messages={"invalid": "Write an e-mail address like name@example.org"},
            )  # fmt: skip

    @property
    def asked(self) -> list[tuple[Party, str, str]]:
        said = self.cleaned_data
        return [(party, said[f"{party}_name"], said[f"{party}_email"]) for party in PARTNERS]


def _clock(label: str, example: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, input_formats=["%H:%M", "%H.%M", "%H%M"], help_text=f"For example, {example}.",
        error_messages={"required": f"Write the time like {example}", "invalid": f"Write the time like {example}"},
    )  # fmt: skip


class Times(forms.Form):
    """A time a party can join, as `starts_at` and `ends_at`."""

    on = DayField(label="Day")
    begins = _clock("They can from", "13:00")
    ends = _clock("They can until", "15:30")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.errors:
            return typed
        if typed["ends"] <= typed["begins"]:
            self.add_error("ends", "It must end after it begins")
            return typed
        for name, clock in (("starts_at", typed["begins"]), ("ends_at", typed["ends"])):
            typed[name] = timezone.make_aware(datetime.combine(typed["on"], clock))
        return typed
