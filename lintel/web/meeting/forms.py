"""What is chosen and typed in an allocation meeting; nothing is required until something is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from lintel.journey.allocating.meeting.families import Meeting as Table
from lintel.statute.codes import WORKER_CHANGE_REASON
from lintel.web.components.forms import DayField

NOBODY_SAFE = "none"
MOST_DIGITS = 12  # of a number that somebody may have made up
NOT_THERE = "That worker is not among those you can give children to. Choose somebody else."


def is_a_number(text: str) -> bool:
    """Whether this can be the number of a record."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


class Choices(forms.Form):
    """For each family a worker; and, where it takes somebody above the ceiling, who answers for it."""

    def __init__(self, *args: Any, table: Table, is_leaving: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.table = table
        workers = [(str(load.worker_id), load.name) for load in table.loads]
        to = [("", ""), *([] if is_leaving else [(NOBODY_SAFE, "")]), *workers]
        for family in table.families:
            to_whom = f"to-{family.key}"
            self.fields[to_whom] = forms.ChoiceField(
                choices=to, required=False, label=f"Who takes {family.names}",
                error_messages={"invalid_choice": NOT_THERE},
            )  # fmt: skip
            if is_a_number(self.data.get(to_whom, "")):  # nobody else needs anybody to answer for it
                self._ask_who_answers(family.key)

    def _ask_who_answers(self, key: int) -> None:
        self.fields[f"manager-{key}"] = forms.IntegerField(required=False, label="Who answers for it")
        self.fields[f"reason-{key}"] = forms.CharField(required=False, max_length=2_000, label="Why")
        self.fields[f"review-{key}"] = DayField(required=False, label="Looked at again on")

    @property
    def chosen(self) -> dict[int, int]:
        """The worker by family, as it stands on the page; also while something else on it is wrong."""
        found = {family.key: self.data.get(f"to-{family.key}", "") for family in self.table.families}
        return {key: int(worker) for key, worker in found.items() if is_a_number(worker)}

    @property
    def nobody_safe(self) -> set[int]:
        """The families nobody can safely take."""
        return {each.key for each in self.table.families if self.data.get(f"to-{each.key}") == NOBODY_SAFE}

    @property
    def not_on_the_table(self) -> dict[int, int]:
        """Choices that were sent for families who are not among those who wait any more."""
        known = {f"to-{family.key}" for family in self.table.families}
        others = [
            (name[3:], value) for name, value in self.data.items() if name.startswith("to-") and name not in known
        ]
        return {int(key): int(worker) for key, worker in others if is_a_number(key) and is_a_number(str(worker))}

    def answering(self, key: int) -> tuple[int, str, date] | None:
        """Who is named to answer for a family's worker, why, and when it is looked at again; None unless all are."""
        manager, reason, review = (self.cleaned_data.get(f"{name}-{key}") for name in ("manager", "reason", "review"))
        return (manager, reason, review) if manager and reason and review else None

    def carried(self, shown: Iterable[int]) -> list[tuple[str, str, int]]:
        """What was said of families on other pages: name, value, and how many children it is about."""
        here = set(shown)
        others = {str(family.key): len(family.children) for family in self.table.families if family.key not in here}
        found = []
        for name, value in self.data.items():
            kind, _, rest = name.partition("-")
            key = rest.partition("-")[0]
            if kind in ("to", "manager", "reason", "review", "safe") and key in others and value:
                found.append((name, value, others[key] if kind == "to" else 0))
        return found


class Waiting(Choices):
    """A meeting about those who wait."""

    why_safe = forms.CharField(
        required=False, max_length=5_000, widget=forms.Textarea, label="Why it is safe for them to wait",
        help_text="For every child who stays without a worker and for whom nobody has named a day to look again. Not "
        "for families in danger or looked into for harm, who have a box of their own, nor for those whom nobody can "
        "safely take.",
    )  # fmt: skip
    next_due_on = DayField(required=False, label="Somebody looks again by")
    alert_why = forms.CharField(
        required=False, max_length=5_000, widget=forms.Textarea, label="Why nobody can safely take them",
        help_text="Kept as evidence with who waits how long and what every worker holds. The head of service is told.",
    )  # fmt: skip
    alert_all = forms.BooleanField(required=False, label="Say so for every family that stays without a worker")

    def __init__(self, *args: Any, table: Table, **more: Any) -> None:
        super().__init__(*args, table=table, **more)
        named = {family.key: family.names for family in table.families}
        for key, waits in table.by_themselves.items():
            offer = waits[0].offer
            names = named.get(key) or (f"the family {offer.worker} has not answered about" if offer else "them")
            self.fields[f"safe-{key}"] = forms.CharField(
                required=False, max_length=5_000, widget=forms.Textarea,
                label=f"What keeps {names} safe until then",
                help_text="They are in danger or looked into for harm: for them alone, in words of their own.",
            )  # fmt: skip


class Leaving(Choices):
    """A meeting about the children of a worker who leaves."""

    change_reason = forms.ChoiceField(
        choices=list(WORKER_CHANGE_REASON.offered.items()), initial="LEFTRL", required=False,
        label="Why the worker changes",
    )  # fmt: skip
