"""What can be typed about cycles of audits. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.audit_cycles.codes import LearningTheme, Strata, Theme
from lintel.web.components.forms import DayField

Choices = Sequence[tuple[str, str]]
LEARNING_THEMES = [(theme.value, theme.words) for theme in LearningTheme]


def words(label: str, missing: str, **more: Any) -> forms.CharField:
    """A box for words that cannot be empty."""
    return forms.CharField(label=label, widget=forms.Textarea, error_messages={"required": missing}, **more)


class PlanCycle(forms.Form):
    name = forms.CharField(
        label="What the cycle is called", max_length=120, error_messages={"required": "Enter what it is called"}
    )
    theme = forms.ChoiceField(label="Theme", choices=[(each.value, each.words) for each in Theme])
    question = forms.CharField(
        label="What you want to know (optional)", widget=forms.Textarea, required=False,
        help_text="Left empty, the question of the theme is asked.",
    )  # fmt: skip
    tool = forms.ChoiceField(label="Tool")
    since = DayField(label="First day looked at", help_text="Whoever had it happen from this day on.")
    until = DayField(label="Last day looked at", help_text="Of open work: the day on which it was open.")
    size = forms.IntegerField(
        label="How many children", min_value=1, max_value=500,
        error_messages={"required": "Enter how many children", "invalid": "Enter a whole number, such as 60"},
    )  # fmt: skip
    strata = forms.ChoiceField(
        label="Draw in proportion to", widget=forms.RadioSelect, choices=[(each.value, each.words) for each in Strata]
    )
    auditors = forms.TypedMultipleChoiceField(
        label="Who audits", coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text="Nobody is given a child of their own or of their team.",
        error_messages={"required": "Choose who audits"},
    )  # fmt: skip
    due_on = DayField(label="When the audits are due")
    again_on = DayField(label="When it is audited again (optional)", required=False)
    double_percent = forms.IntegerField(
        label="Of a hundred records, how many are audited by two people", min_value=5, max_value=100,
        help_text="Five at least. Neither knows of the other.",
    )  # fmt: skip
    moderated_percent = forms.IntegerField(
        label="Of a hundred audits, how many are moderated (optional)", min_value=1, max_value=100, required=False,
        help_text="Only to ask for more than the policy does.",
    )  # fmt: skip
    asks_workers = forms.BooleanField(
        label="Ask each child’s worker what they think of the work, and to ask the family where it is safe",
        required=False,
    )

    def __init__(self, *args: Any, auditors: Choices, tools: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["auditors"].choices = auditors  # type: ignore[attr-defined]
        self.fields["tool"].choices = tools  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not str(said.get("question", "")).strip() and said.get("theme"):
            said["question"] = Theme(said["theme"]).question
        return said


class Again(forms.Form):
    again_on = DayField(label="When the same question is audited again")


class WorkersWords(forms.Form):
    words = words(
        "What went well, and what got in the way?", "Enter what you think, or say that you would rather not",
        help_text="The auditor reads it beside the record. It is not a test, and you need not say anything.",
    )  # fmt: skip


class FamilysWords(forms.Form):
    voice = forms.ChoiceField(
        label="Who was asked", widget=forms.RadioSelect,
        choices=[("family", "The parents or carers"), ("child", "The child or young person")],
        error_messages={"required": "Choose who was asked"},
    )  # fmt: skip
    agreed = forms.ChoiceField(
        label="Did they want to say something?", widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No, or it was not safe to ask")],
        error_messages={"required": "Choose whether they wanted to say something"},
    )  # fmt: skip
    said = forms.CharField(label="What they said, in their words", widget=forms.Textarea, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("agreed") == "yes" and not str(given.get("said", "")).strip():
            self.add_error("said", "Enter what they said")
        return given


class Tags(forms.Form):
    themes = forms.MultipleChoiceField(
        label="What it is about", choices=LEARNING_THEMES, required=False, widget=forms.CheckboxSelectMultiple
    )


class Learned(forms.Form):
    theme = forms.ChoiceField(label="Theme of learning", choices=LEARNING_THEMES)
    words = words("What the cycle taught", "Enter what the cycle taught")
    what_follows = forms.CharField(
        label="What follows (optional)", widget=forms.Textarea, required=False,
        help_text="Training, a change of policy or form, a talk in every team.",
    )  # fmt: skip
    owner = forms.ChoiceField(label="Whose it is", required=False)
    due_on = DayField(label="By when", required=False)

    def __init__(self, *args: Any, owners: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [("", "Nobody yet"), *owners]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if str(said.get("what_follows", "")).strip():
            if not said.get("owner"):
                self.add_error("owner", "Choose whose it is")
            if not said.get("due_on"):
                self.add_error("due_on", "Enter by when")
        return said


class Quoted(forms.Form):
    words = words("Words for the report", "Enter the words", help_text="Shorten them if you like; names are taken out.")
    is_read = forms.BooleanField(
        label="I have read the words a machine was not sure of: they name nobody", required=False
    )


class Calibrated(forms.Form):
    """A box for what was said of each audit (`said_7` of the case 7), and what was agreed."""

    held_on = DayField(label="When the session was held")
    agreed = words("What all will do the same from now on", "Enter what was agreed")

    def __init__(self, *args: Any, cases: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for pk, about in cases:
            self.fields[f"said_{pk}"] = forms.CharField(
                label=about, widget=forms.Textarea, required=False, help_text="What was said of it. Nobody’s name."
            )
        self.order_fields([f"said_{pk}" for pk, _ in cases])

    @property
    def said(self) -> dict[int, str]:
        """What was said, by the id of the case."""
        return {int(n.removeprefix("said_")): said for n, said in self.cleaned_data.items() if n.startswith("said_")}
