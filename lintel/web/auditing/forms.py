"""What can be typed on the audit desk. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.foundation.access.models import User
from lintel.oversight.audits.actions import Typed
from lintel.oversight.audits.codes import Grade, Tag, Verdict
from lintel.oversight.audits.queries import Desk
from lintel.oversight.audits.tools import Question, Tool
from lintel.web.components.forms import DayField

GRADES = [(grade.value, grade.words) for grade in sorted(Grade, reverse=True)]
OTHERWISE = "I see it otherwise than the record, because"


class OnTheDesk(forms.Form):
    """Every question of a tool, and the grade. Nothing is required to keep it; handing in says what is missing."""

    def __init__(self, *args: Any, tool: Tool, **more: Any) -> None:
        self.tool = tool
        super().__init__(*args, **more)
        for question in tool.questions:
            self.fields |= _fields_of(question)
        self.fields["grade"] = forms.TypedChoiceField(
            label="Which grade does the evidence bear out?", choices=GRADES, widget=forms.RadioSelect, required=False,
            coerce=lambda said: Grade(int(said)), empty_value=None,
        )  # fmt: skip
        self.fields["why"] = forms.CharField(
            label="Why this grade and not the next", widget=forms.Textarea, required=False, max_length=10_000
        )

    def answers(self) -> dict[str, Typed]:
        """What was typed, by the slug of the question."""
        said = self.cleaned_data
        return {
            each.slug: Typed(
                verdict=said.get(f"verdict-{each.slug}", ""), words=said.get(f"words-{each.slug}", ""),
                contradiction=said.get(f"contradiction-{each.slug}", ""),
            )
            for each in self.tool.questions
        }  # fmt: skip


def _fields_of(question: Question) -> dict[str, forms.Field]:
    slug = question.slug
    otherwise = forms.CharField(
        label=f"{OTHERWISE}: {question.words}", widget=forms.Textarea, required=False, max_length=10_000
    )
    if question.fills_itself_in:
        return {f"contradiction-{slug}": otherwise}
    found: dict[str, forms.Field] = {}
    if question.verdicts:
        found[f"verdict-{slug}"] = forms.ChoiceField(
            label=question.words, choices=[(each.value, each.words) for each in question.verdicts], required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip
    words = f"What you base this on: {question.words}" if question.verdicts else question.words
    found[f"words-{slug}"] = forms.CharField(label=words, widget=forms.Textarea, required=False, max_length=20_000)
    if question.is_core:
        found[f"contradiction-{slug}"] = otherwise
    return found


def as_it_stands(desk: Desk) -> dict[str, Any]:
    """What was answered so far, by the name of its field."""
    stands: dict[str, Any] = {"grade": desk.grade.grade.value if desk.grade.grade else "", "why": desk.grade.why}
    for slug, said in desk.answers.items():
        stands |= {
            f"verdict-{slug}": said.verdict,
            f"words-{slug}": said.words,
            f"contradiction-{slug}": said.contradiction,
        }
    return stands


class Cite(forms.Form):
    entry = forms.CharField(widget=forms.HiddenInput, max_length=120)
    question = forms.ChoiceField(
        label="What it is evidence for", error_messages={"required": "Choose what it is evidence for"}
    )
    quote = forms.CharField(
        label="The words you cite", widget=forms.Textarea, max_length=5_000,
        help_text="As they stand in the record. Take away what does not belong to it.",
        error_messages={"required": "Quote the words you cite"},
    )  # fmt: skip

    def __init__(self, *args: Any, tool: Tool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["question"].choices = [("", "Choose"), *to_cite_for(tool)]  # type: ignore[attr-defined]


def to_cite_for(tool: Tool) -> list[tuple[str, str]]:
    """What evidence can be cited for: the grade, and every question about quality."""
    quality = [(each.slug, each.words) for each in tool.questions if each.tag is Tag.QUALITY]
    return [("grade", "The grade"), *quality]


class Unsafe(forms.Form):
    what = forms.CharField(
        label="What makes you think that this child is not safe now", widget=forms.Textarea, max_length=10_000,
        error_messages={"required": "Write what makes you think so"},
    )  # fmt: skip


class AnswerUnsafe(forms.Form):
    what_was_done = forms.CharField(
        label="What was done to make the child safe, and by whom", widget=forms.Textarea, max_length=10_000,
        error_messages={"required": "Write what was done"},
    )  # fmt: skip


class Agree(forms.Form):
    what = forms.CharField(
        label="What is to be done", max_length=1_000, error_messages={"required": "Write what is to be done"}
    )
    for_what_change = forms.CharField(
        label="What will be different in the child’s life", max_length=1_000,
        error_messages={"required": "Write what will be different for the child"},
    )  # fmt: skip
    owner = forms.TypedChoiceField(
        label="Who does it", coerce=int, error_messages={"required": "Choose who does it"},
        help_text="Somebody else verifies that it was done.",
    )  # fmt: skip
    due_on = DayField(label="The day by which it is done", help_text="For example, 27 3 2025.")

    def __init__(self, *args: Any, owners: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [("", "Choose"), *((user.pk, user.name) for user in owners)]  # type: ignore[attr-defined]


class PassOn(forms.Form):
    next_owner = forms.TypedChoiceField(
        label="Who does it from now on", coerce=int, error_messages={"required": "Choose who does it from now on"}
    )

    def __init__(self, *args: Any, owners: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["next_owner"].choices = [("", "Choose"), *((user.pk, user.name) for user in owners)]  # type: ignore[attr-defined]


class Done(forms.Form):
    evidence = forms.CharField(
        label="What was done, and where it can be seen", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write where it can be seen"},
    )  # fmt: skip


class SendBack(forms.Form):
    because = forms.CharField(
        label="What is still to be done", widget=forms.Textarea, max_length=5_000,
        error_messages={"required": "Write what is still to be done"},
    )  # fmt: skip


class Plan(forms.Form):
    auditor = forms.TypedChoiceField(
        label="Who audits the record", coerce=int, error_messages={"required": "Choose who audits the record"}
    )
    tool = forms.ChoiceField(
        label="With which tool", widget=forms.RadioSelect, error_messages={"required": "Choose a tool"}
    )
    due_on = DayField(label="The day by which it is handed in", help_text="For example, 27 3 2025.")

    def __init__(self, *args: Any, auditors: Sequence[User], tools: Sequence[Tool], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["auditor"].choices = [("", "Choose"), *((user.pk, user.name) for user in auditors)]  # type: ignore[attr-defined]
        self.fields["tool"].choices = [(tool.code, tool.title) for tool in tools]  # type: ignore[attr-defined]


class GiveToAnother(forms.Form):
    next_auditor = forms.TypedChoiceField(
        label="Who audits the record instead", coerce=int,
        error_messages={"required": "Choose who audits the record instead"},
    )  # fmt: skip
    due_on = DayField(label="The day by which they hand it in", help_text="For example, 27 3 2025.")

    def __init__(self, *args: Any, auditors: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["next_auditor"].choices = [("", "Choose"), *((user.pk, user.name) for user in auditors)]  # type: ignore[attr-defined]


class Withdraw(forms.Form):
    because = forms.CharField(
        label="Why this audit is not to be done", max_length=300,
        error_messages={"required": "Write why it is not to be done"},
    )  # fmt: skip


VERDICTS = {verdict.value: verdict.words for verdict in Verdict}
