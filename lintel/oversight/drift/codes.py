"""The twelve rules of drift in words, with the numbers they begin with; and the three answers to a flag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What is looked for (K80). Each is about work that stands still, never about a family."""

    NO_VISIT = "no_visit"
    ACTION_OVERDUE = "action_overdue"
    PLAN_UNCHANGED = "plan_unchanged"
    SAME_WORRY = "same_worry"
    CHECKPOINT_PASSED = "checkpoint_passed"
    NO_CONTACT = "no_contact"
    TOLD_AGAIN = "told_again"
    NOT_PICKED_UP = "not_picked_up"
    WORKER_AWAY = "worker_away"
    POSTPONED_AGAIN = "postponed_again"
    LETTER_NOT_SENT = "letter_not_sent"
    AUDIT_ACTION = "audit_action"

    @property
    def title(self) -> str:  # type: ignore[override]
        return RULES[self].title

    def says(self, numbers: Mapping[str, int]) -> str:
        """The rule in words, with these numbers in them; nought days past a day is past it."""
        words = RULES[self].says.format(**numbers)
        for nought, past in _NOUGHT:
            words = words.replace(nought, past)
        return words


_NOUGHT = (
    ("more than 0 working days past", "past"), ("more than 0 days past", "past"),
    ("a visit was due more than 0 days ago", "the day a visit was due by is past"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number of a rule: what it begins with, and what it counts. The first number of a rule is the one tuned."""

    amount: int
    counts: str


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """
    A rule as it is read.

    :param source: where its first numbers come from; none is law. Each is set anew by whoever may, with a reason.
    """

    title: str
    says: str
    source: str
    numbers: Mapping[str, Number]

    @property
    def begins_with(self) -> dict[str, int]:
        return {name: number.amount for name, number in self.numbers.items()}

    @property
    def tuned(self) -> str:
        """The name of the number that wrong answers are held against."""
        return next(iter(self.numbers))


LOCAL = "Local procedure, to be agreed"

RULES: Mapping[Rule, RuleWords] = {
    Rule.NO_VISIT: RuleWords(
        title="No visit by the day it was due",
        says="The child has not been seen, and a visit was due more than {days} days ago. Under a protection plan "
        "visits are due as agreed; under a child in need plan every {in_need} working days.",
        source=LOCAL + "; visits under protection plans by the local limit",
        numbers={"days": Number(amount=0, counts="days after the visit was due"),
                 "in_need": Number(amount=20, counts="working days from one visit to the next, child in need")},
    ),
    Rule.ACTION_OVERDUE: RuleWords(
        title="Plan action overdue",
        says="An action of the plan is {working_days} working days or more past its day. Once its day was put off "
        "{slips} times, it is counted from the first day that was agreed.",
        source=LOCAL + ", ten working days",
        numbers={"working_days": Number(amount=10, counts="working days past its day"),
                 "slips": Number(amount=2, counts="times put off before the first day counts")},
    ),
    Rule.PLAN_UNCHANGED: RuleWords(
        title="Plan that changes nothing",
        says="For {months} months no review has said that anything is different for the child.",
        source=LOCAL + ", three months",
        numbers={"months": Number(amount=3, counts="months without a change for the child")},
    ),
    Rule.SAME_WORRY: RuleWords(
        title="Same worry, review after review",
        says="The last {reviews} reviews in a row said of the same worry that it is the same, or worse.",
        source=LOCAL + ", three reviews",
        numbers={"reviews": Number(amount=3, counts="reviews in a row without progress")},
    ),
    Rule.CHECKPOINT_PASSED: RuleWords(
        title="Assessment past its half-way point",
        says="An assessment is more than {working_days} working days past its half-way point, and no manager has "
        "looked at it.",
        source="Working Together 2023: a manager looks at an assessment while it is written; the point is local",
        numbers={"working_days": Number(amount=0, counts="working days past the half-way point")},
    ),
    Rule.NO_CONTACT: RuleWords(
        title="Enquiry without contact",
        says="In an enquiry under section 47 the child has been neither seen nor spoken to for more than "
        "{working_days} working days.",
        source=LOCAL + ", two working days",
        numbers={"working_days": Number(amount=2, counts="working days without contact")},
    ),
    Rule.TOLD_AGAIN: RuleWords(
        title="Police notify again of a child who is being worked with",
        says="The police told us of {notices} incidents or more within {days} days while the child was open to us.",
        source=LOCAL,
        numbers={"notices": Number(amount=2, counts="incidents"), "days": Number(amount=90, counts="days")},
    ),
    Rule.NOT_PICKED_UP: RuleWords(
        title="Step-down nobody has accepted",
        says="Early help was asked more than {working_days} working days ago, and has neither accepted nor sent back.",
        source=LOCAL + ", five working days",
        numbers={"working_days": Number(amount=5, counts="working days without an answer")},
    ),
    Rule.WORKER_AWAY: RuleWords(
        title="Worker away, nobody covers",
        says="The child’s worker has been away for {working_days} working days or more, and nobody covers.",
        source=LOCAL + ", five working days",
        numbers={"working_days": Number(amount=5, counts="working days away")},
    ),
    Rule.POSTPONED_AGAIN: RuleWords(
        title="Strategy discussion put off again",
        says="A strategy discussion was put off {times} times or more and has not been held.",
        source=LOCAL + ", twice",
        numbers={"times": Number(amount=2, counts="times put off")},
    ),
    Rule.LETTER_NOT_SENT: RuleWords(
        title="Letter before proceedings promised, not sent",
        says="A letter before proceedings was promised, its day is more than {days} days past, and nobody has said "
        "that it was sent.",
        source="Public Law Outline; the day is the one that was promised",
        numbers={"days": Number(amount=0, counts="days past the day promised")},
    ),
    Rule.AUDIT_ACTION: RuleWords(
        title="Action from an audit overdue",
        says="An action agreed after an audit is more than {working_days} working days past its day and is not "
        "verified.",
        source=LOCAL,
        numbers={"working_days": Number(amount=0, counts="working days past its day")},
    ),
}  # fmt: skip


class Answer(StrEnum):
    """What a manager says to a flag."""

    ACT = "act"
    ACCEPT = "accept"
    WRONG = "wrong"

    @property
    def words(self) -> str:
        return {"act": "Act", "accept": "Accept, because", "wrong": "The flag is wrong"}[self]

    @property
    def is_confirmed(self) -> bool:
        """Whether the answer says that there was a delay."""
        return self is not Answer.WRONG
