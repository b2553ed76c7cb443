"""
What can be typed about a family in early help. Each form asks for what nobody knew before, and for nothing else: what
the contact and the decision hold is carried over, never typed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.web.components.forms import DayField


class _Together(forms.Form):
    """For which brothers and sisters, of those handed over with the same contact, the same is meant."""

    def __init__(self, *args: Any, family: Sequence[tuple[int, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if family:
            choices = [(str(pk), name) for pk, name in family]
            self.fields["together"] = forms.MultipleChoiceField(
                label="And the same for", choices=choices, required=False, widget=forms.CheckboxSelectMultiple,
                initial=[value for value, _ in choices], help_text="Handed over with the same contact.",
            )  # fmt: skip


class Accept(_Together):
    lead_practitioner = forms.CharField(
        label="Lead practitioner", max_length=120, help_text="Who will be the family’s one person.",
        error_messages={"required": "Write who the lead practitioner is"},
    )  # fmt: skip


class AcceptStepDown(Accept):
    """Social care hands over in person: a visit together is booked, or is not yet."""

    joint_visit_on = DayField(
        label="Joint visit with whoever hands them over", required=False,
        help_text="They keep the family until you have met them. You can book it later.",
    )  # fmt: skip
    field_order = ("lead_practitioner", "joint_visit_on")


class Met(_Together):
    met_on = DayField(
        label="The day the family was first met",
        help_text="Face to face or in a conversation; a message left is not a meeting. For example, 27 3 2025.",
    )


class StepUp(_Together):
    because = forms.CharField(
        label="Why it cannot stay with early help", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write why"},
        help_text="Everything else goes along: the children, the family, what was told and what you did.",
    )  # fmt: skip


class SendBack(forms.Form):
    missing = forms.CharField(
        label="What is missing", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write what is missing"},
        help_text="The front door is told, and has had the family all along.",
    )  # fmt: skip


class AskAgain(forms.Form):
    answer = forms.CharField(
        label="What early help asked for", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write what early help asked for"},
        help_text="All that was said before goes along.",
    )  # fmt: skip


class End(forms.Form):
    because = forms.CharField(
        label="What came of it", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write what came of it"},
        help_text="What is better for the child, and what the family does if it gets worse.",
    )  # fmt: skip
