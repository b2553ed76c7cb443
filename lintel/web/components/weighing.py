"""Saying what becomes of each line of a child's history, wherever somebody writes about the child."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.journey.chronology.weighing import Weighed

SHORT = 5_000
NOT_YET, OTHERWISE, ASIDE = "", "otherwise", "aside"


class History(forms.Form):
    """Which section uses each line of history, or why it is set aside."""

    def __init__(
        self, *args: Any, history: Sequence[Weighed[Any]] = (), sections: Sequence[tuple[str, str]] = (),
        otherwise: str = "", **more: Any,
    ) -> None:  # fmt: skip
        """
        :param otherwise: the words of the choice that a line is used as the words beside it say, where there is one.
        """
        super().__init__(*args, **more)
        self.keys = [each.key for each in history]
        choices = [(NOT_YET, "Not weighed yet"), *sections, (ASIDE, "Set aside")]
        if otherwise:
            choices.insert(-1, (OTHERWISE, otherwise))
        self.why = "How it is used, or why it is set aside" if otherwise else "Why it is set aside"
        for each in history:
            self.fields[f"use-{each.key}"] = forms.ChoiceField(
                label="Used in", choices=choices, required=False, initial=_chosen(each)
            )
            self.fields[f"why-{each.key}"] = forms.CharField(
                label=self.why, required=False, max_length=SHORT, initial=_why(each)
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key in self.keys:
            chosen, why = said.get(f"use-{key}"), said.get(f"why-{key}", "").strip()
            if chosen == ASIDE and not why:
                self.add_error(f"why-{key}", "Write why it is set aside")
            if chosen == OTHERWISE and not why:
                self.add_error(f"why-{key}", "Write how it is used")
        return said

    def said_of(self, each: Weighed[Any]) -> tuple[str, str, str]:
        """What was said of a line: the section that uses it, a word on how, and why it is set aside."""
        chosen, why = self.cleaned_data.get(f"use-{each.key}", ""), self.cleaned_data.get(f"why-{each.key}", "").strip()
        if chosen in (NOT_YET, ASIDE):
            return "", "", why if chosen == ASIDE else ""
        return "" if chosen == OTHERWISE else chosen, why, ""


def _chosen(each: Weighed[Any]) -> str:
    if each.use is None:
        return NOT_YET
    if each.use.set_aside_because:
        return ASIDE
    return each.use.section or OTHERWISE


def _why(each: Weighed[Any]) -> str:
    return "" if each.use is None else each.use.set_aside_because or getattr(each.use, "how", "")
