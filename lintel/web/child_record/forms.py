"""What can be written into a child's chronology, and said of it. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.legacy.codes import Finding
from lintel.steps.chronology_entries.codes import TO_WRITE
from lintel.steps.reopening.codes import Verdict
from lintel.web.components.forms import DayField


class Matters(forms.Form):
    because = forms.CharField(
        label="Why it matters, in a line", max_length=300,
        help_text="It stands beside the line with your name, on the page and in print.",
        error_messages={"required": "Write why it matters"},
    )  # fmt: skip


class TakeBack(forms.Form):
    because = forms.CharField(
        label="Why it does not matter after all", max_length=300,
        help_text="That it was thought to matter, and by whom, stays written.",
        error_messages={"required": "Write why"},
    )  # fmt: skip


class Event(forms.Form):
    happened_on = DayField(label="The day it happened", help_text="For example, 27 3 2025.")
    kind = forms.ChoiceField(
        label="What sort of thing it was", choices=[(kind.value, kind.words) for kind in TO_WRITE],
        widget=forms.RadioSelect, error_messages={"required": "Choose what sort of thing it was"},
    )  # fmt: skip
    words = forms.CharField(
        label="What happened", widget=forms.Textarea, error_messages={"required": "Write what happened"},
        help_text="What was seen or said, and by whom; what you make of it belongs into the assessment.",
    )  # fmt: skip
    told_by = forms.CharField(
        label="Who told you", max_length=200, error_messages={"required": "Write who told you"},
        help_text="Grandmother by telephone; the old file of another authority; you saw it yourself.",
    )  # fmt: skip

    def __init__(self, *args: Any, family: Sequence[tuple[int, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if family:
            self.fields["together"] = forms.MultipleChoiceField(
                label="It is also about", choices=[(str(pk), name) for pk, name in family], required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip


class Corrected(Event):
    because = forms.CharField(
        label="Why it says something else now", max_length=300, error_messages={"required": "Write why"},
        help_text="What it said before stays beside it.",
    )  # fmt: skip


class Withdraw(forms.Form):
    because = forms.CharField(
        label="Why it does not stand", max_length=300, error_messages={"required": "Write why it does not stand"},
        help_text="It did not happen, or not to this child. It is not erased.",
    )  # fmt: skip


class WasItRight(forms.Form):
    verdict = forms.ChoiceField(
        label="Was the old decision right?", choices=[(each.value, each.words) for each in Verdict],
        widget=forms.RadioSelect, error_messages={"required": "Choose one; “cannot be told” is an answer too"},
    )  # fmt: skip
    words = forms.CharField(
        label="Why, in a line or two", widget=forms.Textarea, error_messages={"required": "Write why"},
        help_text="About the decision and the work, not about a person.",
    )  # fmt: skip


class DrawUp(forms.Form):
    name = forms.CharField(
        label="What the list is called", max_length=120, error_messages={"required": "Write what the list is called"}
    )
    days = forms.IntegerField(
        label="Children who waited so many days or more", min_value=1, max_value=999,
        help_text="Without a worker, counted as in K31. Whose work was said or audited to be poor is added.",
        error_messages={"required": "Write a number of days"},
    )  # fmt: skip
    first_day = DayField(label="From the day", help_text="For example, 7 10 2024.")
    last_day = DayField(label="Until the day", help_text="For example, 19 1 2025.")
    why = forms.CharField(
        label="Why it is drawn up", widget=forms.Textarea, error_messages={"required": "Write why it is drawn up"}
    )


class Decide(forms.Form):
    finding = forms.ChoiceField(
        label="What was found", choices=[(each.value, each.words) for each in Finding], widget=forms.RadioSelect,
        error_messages={"required": "Choose what was found"},
    )  # fmt: skip
    words = forms.CharField(
        label="Why, in a line or two", widget=forms.Textarea, error_messages={"required": "Write why"},
        help_text="What you read, whom you spoke with, and what the child says, if somebody asked.",
    )  # fmt: skip
