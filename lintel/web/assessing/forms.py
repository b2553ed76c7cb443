"""What can be typed into an assessment. Forms validate and never save; what is known is never asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lintel.journey.assessing.page import View
from lintel.statute.codes import ASSESSMENT_FACTOR
from lintel.steps.assessments.codes import Outcome
from lintel.steps.assessments.models import Passage
from lintel.steps.assessments.practice.reading import Section
from lintel.steps.assessments.rules import fault_in_factors
from lintel.web.components.forms import DayField

LONG, SHORT = 50_000, 5_000
Choices = Sequence[tuple[str, str]]


class Children(forms.Form):
    """Which of the brothers and sisters."""

    def __init__(self, *args: Any, children: Choices = (), label: str = "Children", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["children"] = forms.MultipleChoiceField(
            label=label, choices=children, widget=forms.CheckboxSelectMultiple,
            initial=[key for key, _ in children], error_messages={"required": "Choose at least one child"},
        )  # fmt: skip


class Sign(Children):
    """Which of them are authorised, and when the page was opened on which they were read."""

    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class SendBack(Children):
    """Which of them go back, and what is missing."""

    missing = forms.CharField(
        label="What is missing", widget=forms.Textarea, max_length=SHORT,
        error_messages={"required": "Write what is missing"}, help_text="The author reads it on their first page.",
    )  # fmt: skip


class Part(forms.Form):
    """
    The sections of one part, each with the version that was read. One that is not on the page stays as it is, so that
    words kept of some sections never empty the others.
    """

    def __init__(
        self, data: Any = None, files: Any = None, *, sections: Sequence[Section] = (),
        stands: Mapping[str, Passage] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        found = stands or {}
        if data is not None:
            data = data.copy()
            for section in sections:
                passage = found.get(section.code)
                if f"words-{section.code}" not in data:
                    data[f"words-{section.code}"] = passage.words if passage else ""
                    data[f"version-{section.code}"] = passage.version if passage else 0
        super().__init__(data, files, **more)
        for section in sections:
            passage = found.get(section.code)
            self.fields[f"words-{section.code}"] = forms.CharField(
                label=section.title, required=False, strip=False, max_length=LONG, widget=forms.Textarea,
                initial=passage.words if passage else "", help_text=" ".join(section.prompts),
            )  # fmt: skip
            self.fields[f"version-{section.code}"] = forms.IntegerField(
                required=False, min_value=0, widget=forms.HiddenInput, initial=passage.version if passage else 0
            )

    def typed(self) -> dict[str, tuple[str, int]]:
        """What stands in each section, and the version that was read. A browser ends its lines in its own way."""
        return {
            name.removeprefix("words-"): (
                said.replace("\r\n", "\n"), self.cleaned_data.get(name.replace("words-", "version-")) or 0,
            )
            for name, said in self.cleaned_data.items()
            if name.startswith("words-")
        }  # fmt: skip


class Plan(forms.Form):
    """What is to be found out, whom to see, and when the family was told."""

    questions = forms.CharField(
        label="What do we want to find out?", widget=forms.Textarea, required=False, max_length=SHORT,
        help_text="Three questions the family would recognise are better than ten.",
    )  # fmt: skip
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    told_on = DayField(label="The day the family was told", required=False, help_text="For example, 27 3 2025.")
    told_how = forms.CharField(
        label="How they were told, in which words", widget=forms.Textarea, required=False, max_length=SHORT,
        help_text="What is done, why, how long it takes, and what they can ask for. Plain words, their language.",
    )  # fmt: skip
    told_read = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    who = forms.CharField(
        label="Somebody to see or ask", required=False, max_length=120, help_text="One at a time: Noah’s teacher."
    )
    by_when = DayField(label="By when", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("told_on") and not said.get("told_how", "").strip():
            self.add_error("told_how", "Write how they were told")
        if said.get("told_how", "").strip() and not said.get("told_on") and "told_on" not in self.errors:
            self.add_error("told_on", "Enter the day the family was told")
        if said.get("by_when") and not said.get("who"):
            self.add_error("who", "Write who is to be seen by then")
        return said


class Seen(forms.Form):
    """What came of somebody on the plan."""

    done_on = DayField(label="The day they were seen or asked", required=False)
    dropped_because = forms.CharField(label="Or why they need not be", required=False, max_length=SHORT)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and bool(said.get("done_on")) == bool(said.get("dropped_because")):
            self.add_error("done_on", "Enter the day, or write why not: one of the two")
        return said


class Views(forms.Form):
    """
    What each parent and carer thinks, or why nobody asked; with when what was read was written, so that a page that was
    opened before a colleague wrote takes nothing of theirs away.
    """

    def __init__(self, *args: Any, views: Sequence[View] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.keys = [view.asked.key for view in views]
        self.views = views
        for view in views:
            said, key = view.said, view.asked.key
            self.fields[f"words-{key}"] = forms.CharField(
                label="In their own words", required=False, widget=forms.Textarea, max_length=LONG,
                initial=said.words if said else "",
            )  # fmt: skip
            self.fields[f"why-{key}"] = forms.CharField(
                label="Or why they were not asked", required=False, max_length=SHORT,
                initial=said.not_sought_because if said else "",
            )  # fmt: skip
            self.fields[f"read-{key}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=said.written_at.isoformat() if said else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key in self.keys:
            if said.get(f"words-{key}", "").strip() and said.get(f"why-{key}", "").strip():
                self.add_error(f"why-{key}", "Write what they think, or why they were not asked: one of the two")
        for view in self.views:
            self._meet(view, said)
        return said

    def said(self, view: View) -> tuple[str, str]:
        """What was typed of one parent: their words, and why they were not asked."""
        key = view.asked.key
        return self.cleaned_data.get(f"words-{key}", "").strip(), self.cleaned_data.get(f"why-{key}", "").strip()

    def _meet(self, view: View, said: dict[str, Any]) -> None:
        """Show what a colleague wrote since; sent again it takes their place, since whoever sends it has read it."""
        key, now = view.asked.key, view.said
        is_empty = not any(self.said(view))
        if now is None or is_empty or said.get(f"read-{key}") == now.written_at.isoformat():
            return
        stands = now.words or now.not_sought_because
        if stands in self.said(view):
            return
        self.add_error(
            f"words-{key}", f"{now.written_by.name} has changed this: “{stands}”. Take over what you want; save again"
        )
        self.data = self.data.copy()
        self.data[f"read-{key}"] = now.written_at.isoformat()


class Need(forms.Form):
    """One need of one child."""

    words = forms.CharField(
        label="What does the child need?", widget=forms.Textarea, max_length=SHORT,
        error_messages={"required": "Write what the child needs"},
        help_text="A need, not a service: “nights without shouting”, not “a referral to parenting support”.",
    )  # fmt: skip
    evidence = forms.CharField(
        label="What shows it", widget=forms.Textarea, required=False, max_length=SHORT,
        help_text="What was seen and said, by whom and when.",
    )  # fmt: skip
    impact = forms.CharField(
        label="What it does to the child", required=False, max_length=SHORT, help_text="“When …, the child …”"
    )
    different = forms.CharField(
        label="What will be different for the child", widget=forms.Textarea, required=False, max_length=SHORT
    )
    by_when = DayField(label="By when", required=False)
    read_at = forms.CharField(required=False, widget=forms.HiddenInput)


class Withdraw(forms.Form):
    """Why a need is no longer true."""

    because = forms.CharField(
        label="Why it is no longer a need", widget=forms.Textarea, max_length=SHORT,
        error_messages={"required": "Write why"},
    )  # fmt: skip


class Conclusion(forms.Form):
    """What was found, and what it leads to for one child."""

    outcome = forms.ChoiceField(
        label="What it leads to", required=False, widget=forms.RadioSelect,
        choices=[(each.value, each.words) for each in Outcome],
    )  # fmt: skip
    because = forms.CharField(label="Why", widget=forms.Textarea, required=False, max_length=SHORT)
    factors = forms.MultipleChoiceField(
        label="Factors for the census", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, f"{words} ({code})") for code, words in ASSESSMENT_FACTOR.offered.items()],
        help_text="All that apply to this child. “No factors identified” stands alone.",
    )  # fmt: skip

    def __init__(self, *args: Any, longer_than: int | None = None, **more: Any) -> None:
        """
        :param longer_than: the working days it may take, where it took more.
        """
        super().__init__(*args, **more)
        if longer_than is not None:
            self.fields["exceeded_because"] = forms.CharField(
                label=f"Why it took longer than {longer_than} working days", required=False, widget=forms.Textarea,
                max_length=SHORT,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        outcome = Outcome(said["outcome"]) if said.get("outcome") else None
        if "factors" not in self.errors and (fault := fault_in_factors(said.get("factors", []), outcome=outcome)):
            self.add_error("factors", fault)
        return said


class Midpoint(forms.Form):
    """What a manager says half-way."""

    direction = forms.CharField(
        label="What direction do you give?", widget=forms.Textarea, required=False, max_length=SHORT,
        help_text="One thing to find out, to do or to think again about is enough. The author is told.",
    )  # fmt: skip
    none_because = forms.CharField(label="Or why none is needed", required=False, max_length=SHORT)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("direction", "").strip()) == bool(said.get("none_because", "").strip()):
            self.add_error("direction", "Give a direction, or write why none is needed: one of the two")
        return said


class Choose(forms.Form):
    """Which practice model, from which day."""

    def __init__(self, *args: Any, models: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["model"] = forms.ChoiceField(label="Practice model", choices=models, widget=forms.RadioSelect)
        self.order_fields(["model", "in_force_from", "because"])

    in_force_from = DayField(
        label="In force from", help_text="Assessments begun from this day on follow it; those begun before keep theirs."
    )
    because = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=SHORT, error_messages={"required": "Write why"}
    )


class OwnModel(forms.Form):
    """A practice model of the authority's own, as its file says it."""

    text = forms.CharField(
        label="The practice model", widget=forms.Textarea, max_length=LONG, strip=False,
        error_messages={"required": "Paste the text of the practice model"},
        help_text="Take the text of one above, change its code or version, and its titles, prompts and order.",
    )  # fmt: skip
