"""What can be typed about a threshold version. Forms validate and never save."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.thresholds import models
from lintel.oversight.thresholds.actions import IndicatorWords
from lintel.oversight.thresholds.codes import Domain, Partner
from lintel.web.components.forms import DayField


class NewVersion(forms.Form):
    title = forms.CharField(
        label="What the document is called", max_length=160, error_messages={"required": "Enter what it is called"}
    )
    owner = forms.CharField(
        label="Whose decision it is", max_length=120, help_text="A name and a post.",
        error_messages={"required": "Enter whose decision it is"},
    )  # fmt: skip


AN_EXAMPLE = re.compile(r"(?:e\.\s?g\.?|eg\b|for example\b)[\s,:]*", re.IGNORECASE)


class Level(forms.Form):
    """A level as it stands in the document: an indicator on each line, its example on the line below."""

    number = forms.IntegerField(
        label="Number of the level", min_value=1, max_value=9, error_messages={"required": "Enter the number"}
    )  # fmt: skip
    name = forms.CharField(
        label="Name of the level", max_length=80, error_messages={"required": "Enter the name of the level"}
    )
    wording = forms.CharField(label="What the level means (optional)", required=False, widget=forms.Textarea)
    is_statutory = forms.BooleanField(label="Social care under section 17 or 47", required=False)

    def __init__(self, *args: Any, is_rewritten: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_rewritten:
            self.fields["number"].help_text = "Another level that has the number you type takes this one’s place."
        for domain in Domain:
            self.fields[domain.value] = forms.CharField(
                label=domain.words, required=False, widget=forms.Textarea,
                help_text="One indicator on each line, in the order in which they stand. A line that begins with “e.g.”"
                " is an example of the indicator above it.",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        for domain in Domain:
            lines = typed.get(domain.value, "").strip().splitlines()
            if lines and AN_EXAMPLE.match(lines[0].strip()):
                self.add_error(domain.value, f"{domain.words}: write the indicator above its example.")
        return typed

    def indicators(self) -> list[IndicatorWords]:
        """What was typed, with each example beside its indicator."""
        return [each for domain in Domain for each in indicators_in(self.cleaned_data[domain.value], domain)]


def indicators_in(text: str, domain: Domain) -> list[IndicatorWords]:
    """The indicators of one box; several examples of one indicator become one."""
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        example = AN_EXAMPLE.match(line)
        if example and found:
            found[-1][1].append(line[example.end() :])
        else:
            found.append((line, []))
    return [IndicatorWords(domain=domain, wording=words, example="; ".join(examples)) for words, examples in found]


def typed_as(level: models.Level) -> dict[str, Any]:
    """What would have been typed to write this level."""
    boxes: dict[str, list[str]] = {domain.value: [] for domain in Domain}
    for each in level.indicators.all():
        boxes[each.domain] += [each.wording, *([f"e.g. {each.example}"] if each.example else [])]
    head = {name: getattr(level, name) for name in ("number", "name", "wording", "is_statutory")}
    return head | {domain: "\n".join(lines) for domain, lines in boxes.items()}


class Consultation(forms.Form):
    partners = forms.MultipleChoiceField(
        label="Who was consulted", choices=[(each.value, each.words) for each in Partner if each != Partner.OTHER],
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Working Together asks for the safeguarding partners, and for schools beside them.",
    )  # fmt: skip
    with_whom = forms.CharField(
        label="Who exactly, or who else (optional)", max_length=120, required=False,
        help_text="For example, the name of a meeting, a post or a group.",
    )  # fmt: skip
    consulted_on = DayField(label="On which day", help_text="For example, 2 9 2025.")
    said = forms.CharField(label="What they said (optional)", required=False, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("partners") and not typed.get("with_whom", "").strip():
            self.add_error("partners", "Choose who was consulted, or write who else it was")
        return typed


class FirstDay(forms.Form):
    effective_from = DayField(label="The day it takes effect", help_text="For example, 2 9 2025.")


class InForceAlready(forms.Form):
    in_force_since = DayField(label="Since which day it has been in force here", help_text="For example, 2 9 2019.")


class Choice(forms.Form):
    what_if = forms.ChoiceField(label="The what-if that says what this version would do to the work")

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["what_if"].choices = choices  # type: ignore[attr-defined]


class Withdrawal(forms.Form):
    because = forms.CharField(
        label="Why it is withdrawn", widget=forms.Textarea, error_messages={"required": "Enter why it is withdrawn"},
        help_text="It is kept with the version, for everybody to read.",
    )  # fmt: skip
