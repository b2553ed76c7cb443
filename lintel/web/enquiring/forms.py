"""What can be typed into an enquiry. Forms validate and never save; what is known is never asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lintel.journey.chronology.weighing import Weighed
from lintel.steps.enquiry_work.codes import Outcome, Section
from lintel.steps.enquiry_work.models import ItemUse, Passage
from lintel.web.components.weighing import History

LONG, SHORT = 50_000, 5_000
OTHERWISE = "Used as I say below"


class Write(History):
    """
    The analysis, what becomes of each significant item, and what it leads to. What is not on the page that is sent
    stays as it is, so that words kept of some boxes never empty the others.
    """

    def __init__(
        self, data: Any = None, files: Any = None, *, history: Sequence[Weighed[ItemUse]] = (),
        passages: Mapping[Section, Passage] | None = None, outcome: str = "", **more: Any,
    ) -> None:  # fmt: skip
        sections = [(section.value, section.words) for section in Section]
        super().__init__(data, files, history=history, sections=sections, otherwise=OTHERWISE, **more)
        stands = passages or {}
        for section in Section:
            passage = stands.get(section)
            self.fields[f"words-{section}"] = forms.CharField(
                label=section.words, required=False, strip=False, max_length=LONG, widget=forms.Textarea,
                initial=passage.words if passage else "", help_text=section.prompt,
            )  # fmt: skip
            self.fields[f"version-{section}"] = forms.IntegerField(
                required=False, min_value=0, widget=forms.HiddenInput, initial=passage.version if passage else 0
            )
        self.fields["outcome"] = forms.ChoiceField(
            label="What it leads to", required=False, widget=forms.RadioSelect, initial=outcome,
            choices=[(each.value, each.words) for each in Outcome],
        )  # fmt: skip
        if data is not None:
            self.data = data.copy()
            for name, field in self.fields.items():
                if name not in data and field.initial not in (None, ""):
                    self.data[name] = field.initial

    def typed(self, section: Section) -> tuple[str, int]:
        """What stands in a section, and the version that was read. A browser ends its lines in its own way."""
        words = self.cleaned_data.get(f"words-{section}", "").replace("\r\n", "\n")
        return words, self.cleaned_data.get(f"version-{section}") or 0

    def meet(self, section: Section, theirs: Passage) -> None:
        """Show what a colleague wrote since; sent again it takes their place, since whoever sends it has read it."""
        name = f"words-{section}"
        self.add_error(
            name, f"{theirs.written_by.name} has changed this: “{theirs.words}”. Take over what you want; save again"
        )
        self.data[f"version-{section}"] = theirs.version


class Sign(forms.Form):
    """Signing: when the page was opened, which items it showed as uncovered, and whether a conference waits."""

    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    read_uncovered = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wait_for: str = "", **more: Any) -> None:
        """
        :param wait_for: brothers and sisters whose enquiries are not signed yet, where a conference is needed.
        """
        super().__init__(*args, **more)
        if wait_for:
            self.fields["later"] = forms.BooleanField(
                label=f"Ask for the conference later, together with {wait_for}", required=False
            )


class SendBack(forms.Form):
    """What is missing."""

    missing = forms.CharField(
        label="What is missing", widget=forms.Textarea, max_length=SHORT,
        error_messages={"required": "Write what is missing"}, help_text="The author reads it on their first page.",
    )  # fmt: skip
