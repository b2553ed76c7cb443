"""What can be typed about a plan. What the record knows already is filled in, and only what it cannot know is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from lintel.steps.assessments.models import Need
from lintel.steps.plans.codes import Change, EndOfPlan
from lintel.steps.plans.saying import Changed, Intended
from lintel.web.components.forms import DayField

LONG = 5_000
# Where an action traces to no need.
NO_NEED = "other"
NOT_A_DATE = "“Ongoing” is not a date. Write a day such as 27 3 2025"


class ActionDay(DayField):
    """The day by which something is done: a day, never "ongoing"."""

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            typed = " ".join(value) if isinstance(value, list) else str(value)
            if any(character.isalpha() for character in typed):
                raise forms.ValidationError(NOT_A_DATE) from None
            raise error


def text(label: str, hint: str, wanted: str = "", **more: Any) -> forms.CharField:
    """A box for words; wanted where `wanted` says what to write."""
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea, max_length=LONG, required=bool(wanted),
        error_messages={"required": wanted} if wanted else {}, **more,
    )  # fmt: skip


class Agree(forms.Form):
    """For each need: what is done, who does it, by when. Only what is filled in is agreed."""

    def __init__(self, *args: Any, needs: Sequence[Need], by_when: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.groups: list[tuple[Need | None, str]] = [*((need, str(need.pk)) for need in needs), (None, NO_NEED)]
        for need, name in self.groups:
            self.fields[f"{name}-words"] = forms.CharField(
                label="What will be done", required=False, max_length=LONG, widget=forms.Textarea
            )
            self.fields[f"{name}-owner"] = forms.CharField(
                label="Who does it", required=False, max_length=120, help_text="As the family knows them."
            )
            self.fields[f"{name}-due"] = ActionDay(
                label="By when", required=False, initial=need.by_when if need and need.by_when else by_when
            )

    @property
    def passages(self) -> list[tuple[str, str, str]]:
        """What the family reads, looked at as one while it is written: single actions are too short to say."""
        return [("shared", f"{name}-words", "What will be done") for _, name in self.groups]

    def of(self, name: str) -> list[Any]:
        """The three boxes of one need, as the page draws them."""
        return [self[f"{name}-{part}"] for part in ("words", "owner", "due")]

    def clean(self) -> dict[str, Any]:
        said = dict(super().clean() or {})
        for _, name in self.groups:
            words, owner = said.get(f"{name}-words"), said.get(f"{name}-owner")
            if owner and not words:
                self.add_error(f"{name}-words", "Write what will be done")
            if words and not owner:
                self.add_error(f"{name}-owner", "Write who does it")
            if words and not said.get(f"{name}-due") and f"{name}-due" not in self.errors:
                self.add_error(f"{name}-due", NOT_A_DATE)
        if not self.errors and not any(said.get(f"{name}-words") for _, name in self.groups):
            raise forms.ValidationError("Write what will be done for one of the needs")
        return said

    @property
    def intended(self) -> list[Intended]:
        said = self.cleaned_data
        return [
            Intended(
                words=said[f"{name}-words"], owner=said[f"{name}-owner"], due_on=said[f"{name}-due"],
                need_id=need.pk if need else None,
            )
            for need, name in self.groups
            if said.get(f"{name}-words")
        ]  # fmt: skip


class AnotherDate(forms.Form):
    due_on = ActionDay(label="The new day")
    because = text("Why it moves", "The day before stays in the record; later days are counted.", "Write why it moves")


class Done(forms.Form):
    done_on = DayField(label="The day it was done")
    answer = text("What came of it for the child", "", "Write what came of it")


class Drop(forms.Form):
    because = text("Why it will not be done", "", "Write why")


class Review(forms.Form):
    """Who was there; need by need what has changed for the child; what the child says; when the next is."""

    held_on = DayField(label="Held on")
    present = forms.CharField(
        label="Who was there", max_length=LONG, help_text="As the family knows them, the child first.",
        error_messages={"required": "Write who was there"},
    )  # fmt: skip
    childs_view = text("What the child says", "In the child’s own words, or what they showed.")
    next_on = DayField(label="Next review", required=False)

    def __init__(self, *args: Any, needs: Sequence[Need], **more: Any) -> None:
        super().__init__(*args, **more)
        self.needs = needs
        for need in needs:
            self.fields[f"{need.pk}-change"] = forms.ChoiceField(
                label="What has changed for the child", choices=[(c.value, c.words) for c in Change], required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"{need.pk}-words"] = text("What is different now", "")

    @property
    def passages(self) -> list[tuple[str, str, str]]:
        """What the family reads, looked at as one. The child's own words are nobody's to make plain."""
        return [("shared", f"{need.pk}-words", "What is different now") for need in self.needs]

    def of(self, need: Need) -> list[Any]:
        return [self[f"{need.pk}-change"], self[f"{need.pk}-words"]]

    def clean(self) -> dict[str, Any]:
        said = dict(super().clean() or {})
        for need in self.needs:
            change, words = said.get(f"{need.pk}-change"), said.get(f"{need.pk}-words")
            if change and not words:
                self.add_error(f"{need.pk}-words", "Write what is different for the child now")
            if words and not change:
                self.add_error(f"{need.pk}-change", "Say what has changed for the child")
        return said

    @property
    def changes(self) -> list[Changed]:
        said = self.cleaned_data
        return [
            Changed(need_id=need.pk, change=Change(said[f"{need.pk}-change"]), words=said[f"{need.pk}-words"])
            for need in self.needs
            if said.get(f"{need.pk}-change")
        ]


class End(forms.Form):
    reason = forms.ChoiceField(
        label="Why the plan ends", choices=[(e.value, e.words) for e in EndOfPlan if e is not EndOfPlan.CLOSED],
        widget=forms.RadioSelect, error_messages={"required": "Say why the plan ends"},
    )  # fmt: skip
    because = text("In words the family understands", "", "Write why the plan ends")
