"""What can be typed to be looked at, and what a validation record says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.reading.looking import SHARED
from lintel.oversight.reading.people import Child
from lintel.web.components.forms import DayField

LONGEST = 60_000
GROUP = re.compile(r"(?P<name>.*\S)\s*[:=]?\s+(?P<rho>-?[01]?\.\d+|-?[01])")


class Words(forms.Form):
    """One box for what the family shares, and one for each child’s own part."""

    def __init__(self, *args: Any, children: Sequence[Child], **more: Any) -> None:
        super().__init__(*args, **more)
        self._whose = {"shared": SHARED} | {f"child_{child.key}": child.key for child in children}
        titles = ["What the family shares", *(f"{child.name}’s own part" for child in children)]
        for name, title in zip(self._whose, titles, strict=True):
            self.fields[name] = forms.CharField(label=title, widget=forms.Textarea, required=False, max_length=LONGEST)

    def passages(self) -> list[tuple[str, str, str]]:
        """Whose part each box is, its name and its title."""
        return [(whose, name, str(self.fields[name].label)) for name, whose in self._whose.items()]


class ValidationOfWords(forms.Form):
    what = forms.CharField(
        label="Which texts were rated, and by whom", widget=forms.Textarea, max_length=5_000,
        help_text="For example, 100 assessments with all names changed, rated 0 to 3 by three practitioners.",
        error_messages={"required": "Write which texts were rated"},
    )  # fmt: skip
    rated_on = DayField(label="When it was done", help_text="For example, 3 3 2025.")
    texts = forms.IntegerField(label="How many texts", min_value=1, error_messages={"required": "Enter how many texts"})
    raters = forms.IntegerField(
        label="How many people rated each", min_value=1, error_messages={"required": "Enter how many people rated"}
    )
    agreement = forms.FloatField(
        label="Agreement of the measure with the mean of the raters", min_value=-1, max_value=1,
        help_text="Spearman’s rank correlation, between -1 and 1.", error_messages={"required": "Enter the agreement"},
    )  # fmt: skip
    groups = forms.CharField(
        label="The same for each group of children", widget=forms.Textarea, max_length=2_000, required=False,
        help_text="A line for each, with its name and its number: babies 0.62",
    )  # fmt: skip
    known_failures = forms.CharField(
        label="Where it is known to fail", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write where it is known to fail"},
    )  # fmt: skip

    def clean_groups(self) -> dict[str, float]:
        lines = [line.strip() for line in str(self.cleaned_data["groups"]).splitlines() if line.strip()]
        found = [GROUP.fullmatch(line) for line in lines]
        if not all(found):
            raise forms.ValidationError("Write each group on a line of its own, with a number from -1 to 1 at its end")
        groups = {each["name"].rstrip(" :="): float(each["rho"]) for each in found if each}
        if any(not -1 <= rho <= 1 for rho in groups.values()):
            raise forms.ValidationError("Agreement lies between -1 and 1")
        return groups
