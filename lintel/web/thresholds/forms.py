"""What can be typed about a threshold version. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.thresholds.actions import IndicatorWords
from lintel.oversight.thresholds.codes import Domain
from lintel.web.components.forms import DayField


class NewVersion(forms.Form):
    title = forms.CharField(
        label="What the document is called", max_length=160, error_messages={"required": "Enter what it is called"}
    )
    owner = forms.CharField(
        label="Whose decision it is", max_length=120, help_text="A name and a post.",
        error_messages={"required": "Enter whose decision it is"},
    )  # fmt: skip


class Level(forms.Form):
    number = forms.IntegerField(
        label="Number of the level", min_value=1, max_value=9, error_messages={"required": "Enter the number"}
    )
    name = forms.CharField(
        label="Name of the level", max_length=80, error_messages={"required": "Enter the name of the level"}
    )
    wording = forms.CharField(label="What the level means (optional)", required=False, widget=forms.Textarea)
    is_statutory = forms.BooleanField(label="Social care under section 17 or 47", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for domain in Domain:
            self.fields[domain.value] = forms.CharField(
                label=domain.words, required=False, widget=forms.Textarea, help_text="One indicator on each line."
            )

    def indicators(self) -> list[IndicatorWords]:
        """What was typed, one indicator a line."""
        return [
            IndicatorWords(domain=domain, wording=line.strip())
            for domain in Domain
            for line in self.cleaned_data[domain.value].splitlines()
            if line.strip()
        ]


class Consultation(forms.Form):
    with_whom = forms.CharField(
        label="Who was consulted", max_length=120, error_messages={"required": "Enter who was consulted"}
    )
    consulted_on = DayField(label="On which day", help_text="For example, 2 9 2025.")
    said = forms.CharField(label="What they said (optional)", required=False, widget=forms.Textarea)


class FirstDay(forms.Form):
    effective_from = DayField(label="The day it takes effect", help_text="For example, 2 9 2025.")


class Choice(forms.Form):
    what_if = forms.ChoiceField(label="The what-if that says what this version would do to the work")

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["what_if"].choices = choices  # type: ignore[attr-defined]
