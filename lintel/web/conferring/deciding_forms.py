"""What a chair writes down: that it was held, what each agency thinks, and what was decided. Forms never save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from lintel.statute.codes import ABUSE_CATEGORY
from lintel.steps.conferences.codes import Side, View
from lintel.steps.conferences.deciding.reach import Decided
from lintel.web.components.forms import DayField

WORDS = 20_000
AGENCIES = [side for side in Side if side.is_agency]
CATEGORIES = [("", "Choose"), *((code, ABUSE_CATEGORY.label(code)) for code in ABUSE_CATEGORY.codes)]
PLAN, NO_PLAN = "plan", "no_plan"


class Hold(forms.Form):
    held_on = DayField(label="The day it was held")


class SayView(forms.Form):
    """Who says it, and what they think should become of the child."""

    who = forms.ChoiceField(label="Who says it", required=False)
    said_by = forms.CharField(
        label="Somebody who was not invited", max_length=120, required=False, help_text="Leave empty if they are above."
    )
    side = forms.ChoiceField(
        label="They speak for", choices=[("", "Choose"), *((side.value, side.words) for side in AGENCIES)],
        required=False,
    )  # fmt: skip
    view = forms.ChoiceField(
        label="What they think should become of the child", choices=[(view.value, view.words) for view in View],
        widget=forms.RadioSelect, error_messages={"required": "Choose what they think"},
    )  # fmt: skip
    category = forms.ChoiceField(
        label="Under which category, if they name one", choices=[("", "None named"), *CATEGORIES[1:]], required=False
    )
    words = forms.CharField(
        label="Why, in their own words", widget=forms.Textarea, max_length=WORDS,
        error_messages={"required": "Write why, in their own words"},
    )  # fmt: skip

    def __init__(self, *args: Any, invited: Sequence[tuple[str, str, Side]], **more: Any) -> None:
        """:param invited: those of agencies who have not said it yet: key, name and for whom they come."""
        super().__init__(*args, **more)
        self.invited = {key: (name, side) for key, name, side in invited}
        if invited:
            who: Any = self.fields["who"]
            who.choices = [("", "Choose"), *((key, f"{name}, {side.words}") for key, name, side in invited)]
        else:
            del self.fields["who"]
            self.fields["said_by"].label, self.fields["said_by"].help_text = "Who says it", ""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        chosen = typed.pop("who", "")
        if chosen and not typed.get("said_by"):
            typed["said_by"], typed["side"] = self.invited[chosen]
        elif not typed.get("said_by"):
            self.add_error("who" if self.invited else "said_by", "Say who it is")
        elif not typed.get("side"):
            self.add_error("side", "Choose for whom they speak")
        else:
            typed["side"] = Side(typed["side"])
        if typed.get("view"):
            typed["view"] = View(typed["view"])
            if typed["view"] is not View.PLAN:
                typed["category"] = ""
        return typed


class Decide(forms.Form):
    """What was decided about one child; `decided` is it, as it is written down."""

    outcome = forms.ChoiceField(
        label="What the conference decided", widget=forms.RadioSelect,
        choices=[(PLAN, View.PLAN.words), (NO_PLAN, View.NO_PLAN.words)],
        error_messages={"required": "Choose what was decided"},
    )  # fmt: skip
    category = forms.ChoiceField(
        label="Category of abuse", choices=CATEGORIES, required=False, help_text="Only where there is a plan."
    )
    because = forms.CharField(
        label="Because", widget=forms.Textarea, max_length=WORDS, error_messages={"required": "Write why"},
        help_text="What the child lived through, what worries us, and what has to change.",
    )  # fmt: skip
    childs_view = forms.CharField(
        label="What the child says, in the child’s own words", widget=forms.Textarea, max_length=WORDS, required=False
    )
    parents_view = forms.CharField(
        label="What the parents say, in their own words", widget=forms.Textarea, max_length=WORDS, required=False,
        help_text="Each by name, also where they disagree.",
    )  # fmt: skip
    lead = forms.TypedChoiceField(label="Who leads the plan", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, leads: Sequence[tuple[int, str]], role: str, hint: str, **more: Any) -> None:
        """
        :param role: what the authority calls who leads a plan.
        :param hint: why the child's own worker is not among those who may, where that is so.
        """
        super().__init__(*args, **more)
        lead: Any = self.fields["lead"]
        lead.choices = [("", "Nobody is named yet"), *leads]
        lead.label, lead.help_text = role, f"A social worker, where there is a plan. {hint}".strip()

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("outcome") == NO_PLAN:
            typed["category"], typed["lead"] = "", None
        elif typed.get("outcome") == PLAN and not typed.get("category"):
            self.add_error("category", "Choose the category of abuse")
        return typed

    @property
    def decided(self) -> Decided:
        said = self.cleaned_data
        return Decided(
            led_to_plan=said["outcome"] == PLAN, because=said["because"], category=said["category"],
            childs_view=said["childs_view"], parents_view=said["parents_view"],
        )  # fmt: skip

    def carried(self) -> Iterator[tuple[str, str]]:
        """Everything as it was typed, for the page on which it is checked."""
        yield from ((name, value) for name in self.fields for value in self.data.getlist(name))
