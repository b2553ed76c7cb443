"""What can be typed about keys. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.foundation.api_keys.codes import KeyScope
from lintel.web.components.forms import DayField


class NewKey(forms.Form):
    name = forms.CharField(
        label="What the key is for", max_length=120, help_text="For example, the name of the system that will use it.",
        error_messages={"required": "Say what the key is for"},
    )  # fmt: skip
    agency = forms.ChoiceField(
        label="Whose key it is", error_messages={"required": "Choose the agency whose key it is"},
        help_text="What is handed in with it comes from this agency.",
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label="What it may do", choices=[(scope.value, scope.words) for scope in KeyScope],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose what it may do"},
    )  # fmt: skip
    expires_on = DayField(label="The last day it is good", help_text="Within two years. For example, 31 3 2026.")

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = [("", "Choose one"), *agencies]  # type: ignore[attr-defined]


class Revocation(forms.Form):
    because = forms.CharField(
        label="Why it is revoked", max_length=300, error_messages={"required": "Say why it is revoked"}
    )
