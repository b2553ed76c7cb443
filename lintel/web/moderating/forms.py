"""What can be typed while moderating. Forms validate and never save."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from lintel.foundation.access.models import User
from lintel.oversight.audits.codes import Core, Grade
from lintel.oversight.moderation.codes import OF_A_CORE_ANSWER, Lack

GRADES = [(grade.value, grade.words) for grade in sorted(Grade, reverse=True)]
LACKS = [(each.value, each.words) for each in OF_A_CORE_ANSWER]


class OwnGrade(forms.Form):
    """One's own grade. What is missing is said when it is locked, with everything that was typed still there."""

    grade = forms.TypedChoiceField(
        label="Your grade", choices=GRADES, widget=forms.RadioSelect, required=False, empty_value=None,
        coerce=lambda said: Grade(int(said)),
    )  # fmt: skip
    why = forms.CharField(
        label="Why, from what you read in the record", widget=forms.Textarea, required=False, max_length=10_000
    )


class Cite(forms.Form):
    entry = forms.CharField(widget=forms.HiddenInput)
    quote = forms.CharField(
        label="The words that bear out your grade", widget=forms.Textarea, max_length=10_000,
        help_text="As they stand in the record. Leave only what matters.",
        error_messages={"required": "Leave at least some of the words"},
    )  # fmt: skip


class Unsafe(forms.Form):
    what = forms.CharField(
        label="What in this record makes you think that the child is not safe now", widget=forms.Textarea,
        max_length=10_000, error_messages={"required": "Write what makes you think so"},
    )  # fmt: skip


class Judge(forms.Form):
    """Whether the audit's own evidence supports its grade, and how well its questions are answered."""

    evidence_supports = forms.TypedChoiceField(
        label="Does the evidence the auditor cites support the grade they gave?", widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No")], coerce=lambda said: said == "yes",
        error_messages={"required": "Say whether the evidence supports the grade"},
    )  # fmt: skip
    supports_why = forms.CharField(label="If not, why not", widget=forms.Textarea, required=False, max_length=10_000)
    right_plan = forms.MultipleChoiceField(
        label="“Is the right plan in place?” – what the answer lacks", choices=LACKS, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="Tick nothing if it is well answered.",
    )  # fmt: skip
    in_time = forms.MultipleChoiceField(
        label="“Is it progressing in good time?” – what the answer lacks", choices=LACKS, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="Tick nothing if it is well answered.",
    )  # fmt: skip
    poor = forms.MultipleChoiceField(
        label="Other questions that are poorly answered", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Only those somebody could learn nothing from.",
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["poor"].choices = list(questions)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        if said.get("evidence_supports") is False and not said.get("supports_why", "").strip():
            self.add_error("supports_why", "Write why the evidence does not support the grade")
        return said

    def core(self) -> dict[Core, Collection[Lack]]:
        """What each core question's answer lacks."""
        return {core: [Lack(each) for each in self.cleaned_data[core.value]] for core in Core}


class Talk(forms.Form):
    discussion = forms.CharField(
        label="What came of talking about the two grades", widget=forms.Textarea, max_length=10_000,
        help_text="Neither grade changes. Write what both of you will do otherwise next time.",
        error_messages={"required": "Write what came of it"},
    )  # fmt: skip


class NameOutsider(forms.Form):
    user = forms.TypedChoiceField(label="Who moderates from outside", coerce=int)
    from_where = forms.CharField(
        label="Where they come from", max_length=120, help_text="For example, another authority’s quality assurance.",
        error_messages={"required": "Enter where they come from"},
    )  # fmt: skip

    def __init__(self, *args: Any, users: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["user"].choices = [(user.pk, user.name) for user in users]  # type: ignore[attr-defined]
