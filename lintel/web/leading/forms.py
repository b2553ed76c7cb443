"""What can be typed by those who lead. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.oversight.audit_cycles.codes import Theme
from lintel.oversight.audits.codes import Grade
from lintel.oversight.ledger.codes import Ended
from lintel.oversight.ledger.wording import SHARES
from lintel.oversight.meetings.codes import Answer, Forum
from lintel.oversight.performance.indicator import Indicator
from lintel.oversight.performance.registry import all_indicators
from lintel.web.components.forms import DayField

Choices = Sequence[tuple[Any, str]]
GRADES = [(int(grade), grade.words) for grade in sorted(Grade, reverse=True)]


def indicator_choices() -> list[tuple[str, str]]:
    """Every indicator by code and name."""
    return [("", "Choose an indicator"), *((code, f"{code} {each.name}") for code, each in all_indicators().items())]


def _number(value: Any) -> int:
    return int(value)


class PercentField(forms.FloatField):
    """A share as people say it, from 0 to 100; the value is from 0 to 1."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=100, **more)

    def clean(self, value: Any) -> Any:
        typed = super().clean(str(value or "").strip().removesuffix("%"))
        return None if typed is None else typed / 100


# --- the leader's page ------------------------------------------------------------------------------------------------


class Guess(forms.Form):
    guess = forms.TypedChoiceField(
        label="How good is the work in the next record you read?", choices=GRADES, coerce=lambda v: Grade(int(v)),
        widget=forms.RadioSelect, error_messages={"required": "Choose the grade you expect"},
    )  # fmt: skip


class Reflection(forms.Form):
    words = forms.CharField(
        label="What you saw in this record", widget=forms.Textarea, max_length=5_000,
        help_text="Two or three sentences are enough. With them the record counts as read.",
        error_messages={"required": "Write what you saw"},
    )  # fmt: skip


class Estimate(forms.Form):
    share = PercentField(
        label="What share of work is good or better this quarter, in percent?",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter a share in percent", "invalid": "Enter a number from 0 to 100"},
    )


# --- findings ---------------------------------------------------------------------------------------------------------


class NewFinding(forms.Form):
    words = forms.CharField(
        label="What was found", max_length=300, widget=forms.Textarea, help_text="In one sentence.",
        error_messages={"required": "Write what was found"},
    )  # fmt: skip
    area = forms.CharField(
        label="Area", max_length=80, help_text="For example: supervision.", error_messages={"required": "Enter an area"}
    )
    source = forms.CharField(
        label="Who said it", max_length=120, help_text="For example: focused visit, January 2020.",
        error_messages={"required": "Enter who said it"},
    )  # fmt: skip
    said_on = DayField(label="The day it was said", help_text="For example, 22 1 2020.")
    owner = forms.TypedChoiceField(
        label="Who answers for it", coerce=_number, error_messages={"required": "Choose who answers for it"}
    )
    indicator = forms.ChoiceField(
        label="First key: the indicator", error_messages={"required": "Choose the indicator that will show it"}
    )
    direction = forms.ChoiceField(
        label="It is to be", choices=[("at_least", "at least"), ("at_most", "at most")], widget=forms.RadioSelect,
        initial="at_least",
    )  # fmt: skip
    target = forms.FloatField(
        label="This much", widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="In the unit of the indicator; a share in percent.",
        error_messages={"required": "Enter the target", "invalid": "Enter a number"},
    )  # fmt: skip
    weeks = forms.IntegerField(
        label="For how many weeks in a row", min_value=1, max_value=104, initial=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    wanted_share = PercentField(
        label="Second key: what moderated audits are to find good or better, in percent", initial=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="The lower end of the interval has to reach it.",
        error_messages={"required": "Enter a share in percent"},
    )  # fmt: skip
    theme = forms.TypedChoiceField(
        label="Second key: which audits count (optional)", coerce=Theme, empty_value=None, required=False,
        choices=[("", "All audits of the service"), *((theme.value, theme.words) for theme in Theme)],
        help_text="Choose the theme of the cycles that look at this finding. Otherwise audits of anything close it.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [("", "Choose somebody"), *people]  # type: ignore[attr-defined]
        self.fields["indicator"].choices = indicator_choices()  # type: ignore[attr-defined]


class SaidAgain(forms.Form):
    again_by = forms.CharField(
        label="Who said it again", max_length=120, error_messages={"required": "Enter who said it again"}
    )
    again_on = DayField(label="The day it was said again", help_text="For example, 20 5 2022.")
    quote = forms.CharField(label="In their words (optional)", required=False, widget=forms.Textarea, max_length=5_000)


class Act(forms.Form):
    """An action about a finding: somebody's here, or an agency's."""

    words = forms.CharField(label="What is done", max_length=300, error_messages={"required": "Write what is done"})
    whose = forms.ChoiceField(label="Who does it", error_messages={"required": "Choose who does it"})
    due_on = DayField(label="By when", help_text="For example, 3 4 2025.")

    def __init__(self, *args: Any, people: Choices, agencies: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        found = [("", "Choose somebody"), *((f"user-{pk}", name) for pk, name in people)]
        found += [(f"agency-{pk}", f"{name} (done when the indicator says so)") for pk, name in agencies]
        self.fields["whose"].choices = found  # type: ignore[attr-defined]


class EndAction(forms.Form):
    ended_as = forms.TypedChoiceField(
        label="How it ended", choices=[(e.value, e.words) for e in Ended], coerce=Ended, widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )  # fmt: skip
    came_of_it = forms.CharField(
        label="What came of it", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write what came of it"},
    )  # fmt: skip


class CloseFinding(forms.Form):
    changed = forms.CharField(
        label="What changed", widget=forms.Textarea, max_length=5_000, error_messages={"required": "Write what changed"}
    )


# --- performance meetings ---------------------------------------------------------------------------------------------


class Begin(forms.Form):
    forum = forms.TypedChoiceField(
        label="Which meeting", choices=[(f.value, f.words) for f in Forum], coerce=Forum, initial=Forum.PERFORMANCE
    )


class EarlierAction(forms.Form):
    """What became of an action of the last meeting."""

    answer = forms.TypedChoiceField(
        label="How it stands with it", coerce=Answer, widget=forms.RadioSelect,
        choices=[(a.value, a.words) for a in (Answer.DONE, Answer.GOES_ON, Answer.DROPPED)],
        error_messages={"required": "Choose how it stands with it"},
    )  # fmt: skip
    outcome = forms.CharField(
        label="What came of it so far", required=False, widget=forms.Textarea, max_length=5_000,
        help_text="Needed if it is done or dropped.",
    )  # fmt: skip
    new_day = DayField(label="If it goes on, until when", required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("answer") is Answer.GOES_ON and not found.get("new_day") and "new_day" not in self.errors:
            self.add_error("new_day", "Enter until when it goes on")
        if found.get("answer") in (Answer.DONE, Answer.DROPPED) and not (found.get("outcome") or "").strip():
            self.add_error("outcome", "Write what came of it")
        return found


class OnANumber(forms.Form):
    """What a meeting answers to a number: noise, or what is done about it."""

    answer = forms.TypedChoiceField(
        label="What the meeting says", coerce=Answer, widget=forms.RadioSelect,
        choices=[(a.value, a.words) for a in (Answer.LEAVE_ALONE, Answer.ACT)],
        help_text="For noise, leave the rest as it is.", error_messages={"required": "Choose what the meeting says"},
    )  # fmt: skip
    explanation = forms.CharField(
        label="What lies behind it", required=False, widget=forms.Textarea, max_length=5_000,
        help_text="Needed to act on it. For noise it may stay empty.",
    )  # fmt: skip
    although = forms.CharField(label="It does what chance does. Why act all the same?", required=False, max_length=300)
    action = forms.CharField(label="The action", required=False, max_length=300)
    owner = forms.TypedChoiceField(label="Its owner", required=False, coerce=_number, empty_value=None)
    due_on = DayField(label="Due", required=False)
    review_on = DayField(
        label="Looked at again on (optional)", required=False, help_text="Left empty, on the day it is due."
    )
    finding = forms.TypedChoiceField(
        label="Part of a finding (if of one)", required=False, coerce=_number, empty_value=None
    )

    def __init__(self, *args: Any, people: Choices, findings: Choices, may_be_chance: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [("", "Choose somebody"), *people]  # type: ignore[attr-defined]
        self.fields["finding"].choices = [("", "Of none"), *findings]  # type: ignore[attr-defined]
        if not may_be_chance:
            del self.fields["although"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("answer") is not Answer.ACT:
            return found
        needed = {
            "explanation": "Write what lies behind it", "although": "Write why you act on what may be chance",
            "action": "Write what is done", "owner": "Choose who does it", "due_on": "Enter the day it is due",
        }  # fmt: skip
        for name, words in needed.items():
            if name in self.fields and name not in self.errors and not found.get(name):
                self.add_error(name, words)
        return found


class Raise(forms.Form):
    code = forms.ChoiceField(label="Another indicator to talk of", error_messages={"required": "Choose an indicator"})
    why = forms.CharField(
        label="Why talk of it", max_length=300, error_messages={"required": "Write why you talk of it"}
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"].choices = indicator_choices()  # type: ignore[attr-defined]


class WhoLooks(forms.Form):
    owner = forms.TypedChoiceField(
        label="Who answers for this indicator", coerce=_number, error_messages={"required": "Choose who answers for it"}
    )
    forum = forms.TypedChoiceField(
        label="Which meeting looks at it", choices=[(f.value, f.words) for f in Forum], coerce=Forum
    )
    at_least = forms.FloatField(
        label="It is to be at least", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Enter a number"},
    )  # fmt: skip
    at_most = forms.FloatField(
        label="It is to be at most", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Enter a number"},
    )  # fmt: skip

    def __init__(self, *args: Any, asked: Indicator, people: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [("", "Choose somebody"), *people]  # type: ignore[attr-defined]
        for name in ("at_least", "at_most"):
            self.fields[name].help_text = "In percent." if asked.measure in SHARES else f"Unit: {asked.unit.lower()}."
