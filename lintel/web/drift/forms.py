"""What can be said to a flag, to a rule, and of who saw a delay first. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.drift.codes import Answer
from lintel.oversight.drift.named import Entry, day_of
from lintel.oversight.drift.queries import RuleNow
from lintel.web.components.forms import DayField

NOBODY = "Nobody had, or it is not written down"


class AnswerFlag(forms.Form):
    answer = forms.TypedChoiceField(
        label="What you say to it", choices=[(each.value, each.words) for each in Answer], coerce=Answer,
        widget=forms.RadioSelect, error_messages={"required": "Choose to act, to accept, or that the flag is wrong"},
        help_text="Act: it is flagged again if it still stands so after the day. Accept: it is flagged again on the "
        "day you look at it again. Wrong: it stays quiet, and the rule is held against it.",
    )  # fmt: skip
    words = forms.CharField(
        label="In a line: what is done, why it is accepted, or what is wrong", max_length=2_000, widget=forms.Textarea,
        error_messages={"required": "Write what is done, why it is accepted, or what is wrong"},
    )  # fmt: skip
    by_when = DayField(
        label="The day it is done by, or is looked at again", required=False,
        help_text="Needed to act or to accept, and at most three months away. For example, 27 3 2025.",
    )  # fmt: skip

    def __init__(self, *args: Any, named: Sequence[Entry] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if named:
            entries = [
                (each.record, f"{day_of(each):%-d %B %Y}, {each.by}. {each.what}: {each.words}") for each in named
            ]
            self.fields["named_first"] = forms.ChoiceField(
                label="Had a manager written of this before the flag?", choices=[("", NOBODY), *entries],
                required=False, widget=forms.RadioSelect, initial="",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("answer") == Answer.WRONG:
            return typed | {"by_when": None}
        if "answer" in typed and typed.get("by_when") is None and "by_when" not in self.errors:
            what = "it is done by" if typed["answer"] == Answer.ACT else "it is looked at again"
            self.add_error("by_when", f"Enter the day {what}")
        return typed


class SetNumbers(forms.Form):
    """The numbers of one rule, the day they hold from, and why."""

    def __init__(self, *args: Any, rule: RuleNow, proposed: int | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for place, (name, counts, amount) in enumerate(rule.numbers):
            self.fields[f"number_{name}"] = forms.IntegerField(
                label=counts[:1].upper() + counts[1:], min_value=0, max_value=366,
                initial=proposed if proposed is not None and not place else amount,
                error_messages={"required": "Write a number", "invalid": "Write a whole number"},
            )  # fmt: skip
        self.fields["effective_from"] = DayField(
            label="From the day", help_text="Today or later. For example, 27 3 2025."
        )
        self.fields["why"] = forms.CharField(
            label="Why, in a line", max_length=1_000, widget=forms.Textarea,
            error_messages={"required": "Write why the rule is to be another one"},
        )  # fmt: skip

    @property
    def numbers(self) -> dict[str, int]:
        """What was written, by the names of the rule's numbers."""
        return {
            name.removeprefix("number_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("number_")
        }


class Check(forms.Form):
    agrees = forms.TypedChoiceField(
        label="Is it as the manager said?", choices=[("yes", "Yes"), ("no", "No")], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect, error_messages={"required": "Choose yes or no"}, empty_value=None,
    )  # fmt: skip
    words = forms.CharField(
        label="What you read in the record", max_length=2_000, widget=forms.Textarea,
        error_messages={"required": "Write what you read"},
    )  # fmt: skip
