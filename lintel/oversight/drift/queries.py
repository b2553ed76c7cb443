"""Asking for flags of drift: always only those of children the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import time_limit_in_force
from lintel.oversight.drift import permissions
from lintel.oversight.drift.codes import RULES, Answer, Rule
from lintel.oversight.drift.models import CheckSeed, Flag, Look, RuleVersion
from lintel.oversight.drift.named import Entry, author_of, entries_before
from lintel.oversight.drift.versions import InForce, in_force
from lintel.oversight.drift.weighing.rules import (
    Answered,
    Better,
    Confirmed,
    ManagerFirst,
    Share,
    better_number,
    manager_first,
    precision,
)
from lintel.oversight.drift.weighing.rules import is_to_be_checked as is_drawn
from lintel.statute.calendar import england, local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


# --- flags ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OpenFlag:
    """An open flag in words: the rule, since when work stands still, and the sentence that says so."""

    flag: int
    rule: str
    since: date
    sentence: str
    no_longer_since: date | None


def flags(*, viewer: User) -> QuerySet[Flag]:
    """Every flag of children this viewer may see: those that want an answer first, the longest standing first."""
    if not may(viewer, permissions.SEE_FLAGS):
        return Flag.objects.none()
    found = Flag.objects.filter(child__in=visible_children(viewer))
    people = ("owner", "chair", "team", "answered_by", "again_of")
    return found.select_related(*people).order_by(F("answered_at").desc(nulls_first=True), "since", "pk")


def open_flags_of(child_ids: Iterable[int], *, viewer: User, at: datetime) -> dict[int, list[OpenFlag]]:
    """By child, the flags that stood open at a moment, the longest standing first; a child without one is left out."""
    wanted = set(child_ids)
    if not wanted:
        return {}
    found: dict[int, list[OpenFlag]] = {}
    stood = flags(viewer=viewer).filter(child__in=wanted, raised_at__lte=at).exclude(answered_at__lte=at)
    for flag in stood.order_by("since", "pk"):
        found.setdefault(flag.child_id, []).append(
            OpenFlag(
                flag=flag.pk, rule=Rule(flag.rule).title, since=flag.since, sentence=flag.sentence,
                no_longer_since=flag.no_longer_since,
            )
        )  # fmt: skip
    return found


def to_answer(*, viewer: User) -> QuerySet[Flag]:
    """The open flags that are this viewer's own to answer; of a chair, those that came back under their plans."""
    mine = Q(owner=viewer) | Q(chair=viewer)
    return flags(viewer=viewer).filter(mine, answered_at__isnull=True)


def one_flag(pk: int, *, viewer: User) -> Flag | None:
    """A flag about a child this viewer may see; None where there is none."""
    return flags(viewer=viewer).filter(pk=pk).first()


def earlier_of(flag: Flag, *, viewer: User) -> list[Flag]:
    """The flags that were raised and answered about the same work before, the latest first."""
    found = flags(viewer=viewer).filter(
        rule=flag.rule, child=flag.child_id, kind=flag.kind, about=flag.about, raised_at__lt=flag.raised_at
    )
    return list(found.order_by("-raised_at", "-pk"))


def entries_that_named_it(flag: Flag, *, viewer: User) -> list[Entry]:
    """What managers wrote about the child before the flag was raised, for whoever may answer it."""
    seen = flags(viewer=viewer).filter(pk=flag.pk).exists()
    return entries_before(flag) if seen and may(viewer, permissions.ANSWER_FLAGS) else []


def last_looked_at(*, viewer: User) -> datetime | None:
    """When the work of every child was last looked at for drift, for whoever may see flags; None before the first."""
    if not may(viewer, permissions.SEE_FLAGS):
        return None
    return Look.objects.order_by("looked_at", "pk").values_list("looked_at", flat=True).last()


def answer_due_on(flag: Flag, *, viewer: User) -> date:
    """The last day on which an answer is in time."""
    assert viewer is not None
    raised_on = local_day(flag.raised_at)
    return time_limit_in_force("drift_answered", on=raised_on).due_on(raised_on, england())


# --- the week, by rule ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ByRule:
    """One rule in the list of a week: open flags, how long the middle and the oldest of them have stood, in days."""

    rule: Rule
    open: int
    middle: float
    oldest: int
    new: int


def by_rule(*, viewer: User, on: date, since: date) -> list[ByRule]:
    """Every rule with open flags of this viewer's children, and how many were raised since a day; in their order."""
    if not may(viewer, permissions.LIST_FLAGS):
        return []
    ages: dict[str, list[int]] = {}
    new: dict[str, int] = {}
    rows = flags(viewer=viewer).filter(answered_at__isnull=True).order_by()
    for rule, stands_since, raised_at in rows.values_list("rule", "since", "raised_at"):
        ages.setdefault(rule, []).append(max(0, (on - stands_since).days))
        new[rule] = new.get(rule, 0) + (local_day(raised_at) >= since)
    return [
        ByRule(rule=rule, open=len(ages[rule]), middle=median(ages[rule]), oldest=max(ages[rule]), new=new[rule])
        for rule in Rule
        if rule in ages
    ]


# --- the rules --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RuleNow:
    """
    A rule as it stands: its version, how often it was right under it, and a better number where answers say so.

    :param to_come: a version that is set and takes effect later.
    """

    version: InForce
    precision: Share
    better: Better | None
    earlier: Sequence[RuleVersion]
    to_come: RuleVersion | None

    @property
    def rule(self) -> Rule:
        return self.version.rule

    @property
    def says(self) -> str:
        return self.rule.says(self.version.numbers)

    @property
    def numbers(self) -> list[tuple[str, str, int]]:
        """Each number: its name, what it counts, and how much it is."""
        return [(name, number.counts, self.version.numbers[name]) for name, number in RULES[self.rule].numbers.items()]


def rules_now(*, viewer: User, on: date) -> list[RuleNow]:
    """Every rule, with what the answers of the whole service say of it: no child is in the numbers."""
    if not may(viewer, permissions.SEE_RULES):
        return []
    said: dict[tuple[str, int], list[Answered]] = {}
    rows = Flag.objects.filter(answered_at__isnull=False).order_by("answered_at", "pk")
    asked = ("rule", "version", "measure", "answer", "no_longer_since", "raised_again")
    for rule, version, measure, answer, gone, again in rows.values_list(*asked):
        found = Answered(measure=measure, is_confirmed=Answer(answer).is_confirmed, is_over=bool(gone or again))
        said.setdefault((rule, version), []).append(found)
    versions = list(RuleVersion.objects.select_related("set_by").order_by("-number"))
    rules = []
    for now in in_force(on=on).values():
        answers = said.get((now.rule, now.number), [])
        of_rule = [each for each in versions if each.rule == now.rule]
        rules.append(
            RuleNow(
                version=now, precision=precision(answers), better=better_number(answers, number=now.tuned),
                earlier=[each for each in of_rule if each.effective_from <= on],
                to_come=next((each for each in of_rule if each.effective_from > on), None),
            )
        )  # fmt: skip
    return rules


def one_rule(rule: Rule, *, viewer: User, on: date) -> RuleNow | None:
    """One rule as it stands."""
    return next((each for each in rules_now(viewer=viewer, on=on) if each.rule is rule), None)


# --- who saw it first -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class First:
    """The manager-first rate of a time, and the confirmed delays it is made of, the latest answered first."""

    found: ManagerFirst
    delays: Sequence[Flag]
    answered: int
    wrong: int


def who_saw_first(*, viewer: User, since: date, until: date) -> First:
    """Of this viewer's children: the confirmed delays answered from a day to another, both counted."""
    if not may(viewer, permissions.LIST_FLAGS):
        return First(found=manager_first([]), delays=[], answered=0, wrong=0)
    rows = flags(viewer=viewer).filter(answered_at__date__gte=since, answered_at__date__lte=until)
    answered = list(
        rows.select_related("hand_check__checked_by", "owner", "answered_by").order_by("-answered_at", "-pk")
    )
    delays = [flag for flag in answered if Answer(flag.answer).is_confirmed]
    drawn = _drawn(delays)
    found = manager_first(
        Confirmed(
            was_named_first=bool(flag.named_first), is_drawn=flag.pk in drawn, is_checked=hasattr(flag, "hand_check"),
            check_agrees=flag.hand_check.agrees if hasattr(flag, "hand_check") else None,
        )
        for flag in delays
    )  # fmt: skip
    return First(found=found, delays=delays, answered=len(answered), wrong=len(answered) - len(delays))


def to_check_by_hand(*, viewer: User) -> list[Flag]:
    """Confirmed delays of the tenth that is checked by hand, answered and named by others, and not checked yet."""
    if not may(viewer, permissions.CHECK_FIRST):
        return []
    confirmed = [answer.value for answer in Answer if answer.is_confirmed]
    rows = flags(viewer=viewer).filter(answer__in=confirmed, hand_check__isnull=True).exclude(answered_by=viewer)
    found = list(rows.order_by("answered_at", "pk"))
    drawn = _drawn(found)
    return [flag for flag in found if flag.pk in drawn and author_of(flag) != viewer.pk]


def is_to_be_checked(flag: Flag, *, viewer: User) -> bool:
    """Whether chance drew a flag to be checked by hand; told to whoever checks, and to nobody before they answer."""
    return may(viewer, permissions.CHECK_FIRST) and flag.pk in _drawn([flag])


def _drawn(found: Iterable[Flag]) -> set[int]:
    """Those of these flags that are in the tenth."""
    seed = CheckSeed.objects.order_by("pk").values_list("seed", flat=True).first()
    return {flag.pk for flag in found if is_drawn(flag.pk, seed=seed)} if seed else set()
