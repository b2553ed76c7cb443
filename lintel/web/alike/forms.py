"""What can be typed about deciding alike. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.alike.codes import Factor
from lintel.oversight.alike.examples.actions import SHORTEST_VIEW
from lintel.oversight.alike.reviews.codes import Part
from lintel.oversight.alike.reviews.rules import FEWEST_CASES, MOST_CASES
from lintel.steps.front_door.codes import TO_CHOOSE
from lintel.web.components.forms import DayField

FACTORS = [(factor.value, factor.words) for factor in Factor]
Levels = Sequence[tuple[int, str]]


def words(label: str, missing: str, **more: Any) -> forms.CharField:
    """A box for words that cannot be empty."""
    return forms.CharField(label=label, widget=forms.Textarea, error_messages={"required": missing}, **more)


def level_choices(levels: Levels) -> list[tuple[str, str]]:
    """The levels of a version as choices."""
    return [(str(number), f"Level {number}: {name}") for number, name in levels]


class WithLevels(forms.Form):
    """A form that asks for a level of need."""

    level = forms.ChoiceField(
        label="Level of need", widget=forms.RadioSelect, error_messages={"required": "Choose the level of need"}
    )

    def __init__(self, *args: Any, levels: Levels, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["level"].choices = level_choices(levels)  # type: ignore[attr-defined]

    def clean_level(self) -> int:
        return int(self.cleaned_data["level"])


class SecondDecision(WithLevels):
    outcome = forms.ChoiceField(
        label="What should happen next", widget=forms.RadioSelect,
        choices=[(each.value, each.words) for each in TO_CHOOSE],
        error_messages={"required": "Choose what should happen"},
    )  # fmt: skip
    factors = forms.MultipleChoiceField(
        label="What did you weigh most? (optional)", choices=FACTORS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    rationale = words("Why", "Enter why")
    field_order = ("outcome", "level", "factors", "rationale")


class PanelAnswer(WithLevels):
    is_kept_draft = False

    factors = forms.MultipleChoiceField(
        label="What did you weigh most? (optional)", choices=FACTORS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    rationale = words("Why", "Enter why")


class GapSettled(forms.Form):
    what_was_done = words(
        "What was done", "Enter what was done",
        help_text="For example: read both, spoke to both deciders, visit today. What is done for the child is recorded"
        " on the child’s record.",
    )  # fmt: skip


class CalibrationHeld(forms.Form):
    held_on = DayField(label="When deciders sat down together", help_text="For example, 2 9 2025.")
    learned = words("What was learned", "Enter what was learned")


class Validation(forms.Form):
    done_on = DayField(label="When it was done", help_text="For example, 2 9 2025.")
    what = words("What it was held against, and how", "Enter what it was held against")
    found = words("What was found", "Enter what was found")
    known_failures = words("Where it is known to fail", "Enter where it is known to fail")


class SwitchMeasure(forms.Form):
    because = words("Why", "Enter why")


class ContestMeasure(forms.Form):
    words = words("What is not so", "Enter what is not so")


class AnswerContest(forms.Form):
    answer = words("Answer", "Enter an answer")


class ProvisionalView(forms.Form):
    words = words(
        "What do you think, and why?", "Write down what you think before you look",
        help_text="A sentence or two. It is kept with which examples you were shown, and is not a decision.",
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label="Level you are thinking of (optional)", required=False, coerce=int, empty_value=None,
        choices=[("", "Not sure yet"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
    )  # fmt: skip

    def clean_words(self) -> str:
        typed = str(self.cleaned_data["words"]).strip()
        if len(typed) < SHORTEST_VIEW:
            raise forms.ValidationError("Write at least a sentence: what you think, and why")
        return typed


class WithdrawExample(forms.Form):
    because = words("Why it is taken out", "Enter why it is taken out")


class NewReview(forms.Form):
    title = forms.CharField(
        label="What the review is called", max_length=160, error_messages={"required": "Enter a name"}
    )
    terms = words(
        "Terms of reference", "Enter the terms of reference", help_text="What is asked, by whom, and what follows."
    )
    since = DayField(label="Draw from contacts decided since", help_text="For example, 2 9 2024.")
    size = forms.IntegerField(
        label="How many cases", min_value=FEWEST_CASES, max_value=MOST_CASES, initial=FEWEST_CASES,
        help_text=f"{FEWEST_CASES} to {MOST_CASES}. Half of them are kept fresh for the new wording.",
    )  # fmt: skip
    ends_on = DayField(label="When the review ends", help_text="For example, 30 6 2025.")


class AskOntoPanel(forms.Form):
    user = forms.ChoiceField(label="Who")
    part = forms.ChoiceField(label="What they bring", choices=[(part.value, part.words) for part in Part])

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].choices = [(str(pk), name) for pk, name in people]  # type: ignore[attr-defined]


class Said(forms.Form):
    words = words("What was said", "Enter what was said", help_text="Nobody’s name.")


class KeepExample(WithLevels):
    title = forms.CharField(
        label="What to call it", max_length=160, error_messages={"required": "Enter what to call it"}
    )
    rationale = words("Why this level", "Enter why this level")
    annotation = words("What makes it hard, and what to look at", "Enter what makes it hard")
    field_order = ("title", "level", "rationale", "annotation")


class ChooseDraft(forms.Form):
    draft = forms.ChoiceField(label="The draft that came of it")

    def __init__(self, *args: Any, drafts: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["draft"].choices = [(str(number), title) for number, title in drafts]  # type: ignore[attr-defined]


class SignReview(forms.Form):
    learned = words("What was learned, and what follows", "Enter what was learned")
