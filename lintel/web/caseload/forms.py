"""
What can be typed about what workers hold. What the record knows already is shown and never asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lintel.foundation.workforce.codes import AbsenceReason
from lintel.statute.codes import WORKER_CHANGE_REASON
from lintel.web.components.forms import DayField

Choices = Sequence[tuple[str, str]]
KINDS_OF_ABSENCE = {
    AbsenceReason.LEAVE: "Leave", AbsenceReason.SICKNESS: "Sickness", AbsenceReason.PARENTAL: "Parental leave",
    AbsenceReason.OTHER: "Something else",
}  # fmt: skip


class _Of(forms.Form):
    """
    For which children, or families, the same is meant; asked only where there are several.

    `are_meant`: whether all of them are chosen at first.
    """

    of_label, of_what, are_meant, asked_from = "For", "child", True, 2

    def __init__(self, *args: Any, among: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if len(among) >= self.asked_from:
            self.fields["those"] = forms.MultipleChoiceField(
                label=self.of_label, choices=among, widget=forms.CheckboxSelectMultiple,
                initial=[value for value, _ in among] if self.are_meant else [],
                error_messages={"required": f"Choose at least one {self.of_what}"},
            )  # fmt: skip


class Decline(_Of):
    of_label = "Which of them"
    because = forms.CharField(
        label="Why you cannot take them on", widget=forms.Textarea, max_length=2_000,
        error_messages={"required": "Write why"},
        help_text="Whoever gave them to you is told. They stay with whoever holds them now.",
    )  # fmt: skip


class Reached(_Of):
    of_label = "Who was reached"
    reached_on = DayField(
        label="The day you first reached the child or family",
        help_text="Face to face or in a conversation; a message left does not count. For example, 27 3 2025.",
    )


class MakePromise(forms.Form):
    words = forms.CharField(
        label="What you promised, and to whom", widget=forms.Textarea, max_length=2_000,
        error_messages={"required": "Write what you promised"},
    )  # fmt: skip
    due_on = DayField(label="By when")


class NotKept(forms.Form):
    because = forms.CharField(
        label="Why it is not kept", widget=forms.Textarea, max_length=2_000, error_messages={"required": "Write why"},
        help_text="It stands in the child’s story.",
    )  # fmt: skip


class Away(forms.Form):
    reason = forms.ChoiceField(
        label="What it is", choices=[(str(kind), words) for kind, words in KINDS_OF_ABSENCE.items()],
        widget=forms.RadioSelect, help_text="Nobody is asked to write why.",
        error_messages={"required": "Choose what it is"},
    )  # fmt: skip
    starts_on = DayField(label="First day away")
    ends_on = DayField(label="First day back", required=False, help_text="Leave it empty if nobody knows yet.")


class Back(forms.Form):
    back_on = DayField(label="First day back")


class CoverThem(_Of):
    of_label, of_what = "For which families", "family"
    worker = forms.ChoiceField(label="Who covers", error_messages={"required": "Choose who covers"})
    begins_on = DayField(label="From")
    ends_on = DayField(
        label="First day cover is not needed", required=False, help_text="Leave it empty if nobody knows yet."
    )

    def __init__(self, *args: Any, workers: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["worker"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]


class ChangeWorker(_Of):
    of_label = "Which children"
    worker = forms.ChoiceField(label="To whom", error_messages={"required": "Choose a worker"})
    change_reason = forms.ChoiceField(label="Why the worker changes", error_messages={"required": "Choose why"})
    handover = forms.CharField(
        label="What the worker before adds", widget=forms.Textarea, required=False, max_length=5_000,
        help_text="The note below is made of the record. Add only what it cannot know.",
    )  # fmt: skip
    over_manager = forms.ChoiceField(
        label="Above the ceiling: the manager who answers for it", required=False,
        help_text="Only if the worker would hold more than agreed. They and the head of service are told the morning "
        "after.",
    )  # fmt: skip
    over_reason = forms.CharField(
        label="Above the ceiling: why", widget=forms.Textarea, required=False, max_length=2_000
    )
    over_review_on = DayField(
        label="Above the ceiling: looked at again on", required=False,
        help_text="A working day. Left empty, it is looked at again in two weeks.",
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Choices = (), managers: Choices = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["worker"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]
        self.fields["over_manager"].choices = [("", "Choose who answers"), *managers]  # type: ignore[attr-defined]
        self.fields["change_reason"].choices = [("", "Choose"), *reasons()]  # type: ignore[attr-defined]


class Leaves(_Of):
    # Nobody lets go of a child by pressing a button too soon: each family is chosen.
    of_label, of_what, are_meant, asked_from = "Which families", "family", False, 1
    change_reason = forms.ChoiceField(label="Why the worker changes", error_messages={"required": "Choose why"})

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["change_reason"].choices = reasons()  # type: ignore[attr-defined]


def reasons() -> list[tuple[str, str]]:
    """Why a worker changes, in the words of the standard."""
    return [(code, WORKER_CHANGE_REASON.label(code)) for code in WORKER_CHANGE_REASON.offered]
