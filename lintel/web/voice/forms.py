"""What can be typed on the protected route, and what a pulse may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lintel.foundation.access.roles import Role
from lintel.oversight.voice.codes import Answer, Ended
from lintel.oversight.voice.permissions import ANSWERING


class Pulse(forms.Form):
    """One of five answers. Never opened with kept words: it is kept nowhere beside a name."""

    pulse = forms.TypedChoiceField(choices=[(a.value, a.words) for a in Answer], coerce=lambda said: Answer(int(said)))


class SayUnsafe(forms.Form):
    words = forms.CharField(
        label="What you cannot do safely", widget=forms.Textarea, max_length=10_000,
        help_text="In your own words. What you type is kept as a draft for you alone until you send it.",
        error_messages={"required": "Write what you cannot do safely"},
    )  # fmt: skip
    would_be_safe = forms.CharField(
        label="What would make it safe (if you know)", widget=forms.Textarea, max_length=5_000, required=False
    )
    to = forms.TypedChoiceField(
        choices=[(role.value, role.title) for role in sorted(ANSWERING)], coerce=Role, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, children: Mapping[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        if children:
            self.fields["child"] = forms.TypedChoiceField(
                label="The child it is about (if it is about one)", required=False, coerce=int, empty_value=None,
                choices=[("", "No one child"), *((pk, name) for pk, name in children.items())],
            )  # fmt: skip


class Acknowledge(forms.Form):
    answer = forms.CharField(
        label="What will be done, and by when", widget=forms.Textarea, max_length=10_000,
        help_text="The worker reads this. Sending it is your acknowledgement.",
        error_messages={"required": "Write what will be done"},
    )  # fmt: skip


class End(forms.Form):
    ended_as = forms.TypedChoiceField(choices=[(e.value, e.words) for e in Ended], coerce=Ended)
