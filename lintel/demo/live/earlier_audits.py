"""
The three cycles of audits before this one, a quarter each, with a tool each; all of it moderated, closed and learned.

Three people audit and others moderate, so that enough of their grades are set beside a second one to say something of
a tool, of teams, and to each of the three of themselves. One of them sees better work than there is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import connection

from lintel.demo.chance import Chance, Shares
from lintel.demo.live import audit_words as words
from lintel.demo.live.audit_by_audit import SEED, Cast, Record, audit_them, audits_of, drawn_of, moderate_them
from lintel.oversight.audit_cycles.actions import Asked, plan_cycle, set_again
from lintel.oversight.audit_cycles.codes import Strata, Theme
from lintel.oversight.audit_cycles.learning import actions as learning
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.outlook import Draw
from lintel.oversight.audits.acting.actions import agree_action, do_action, verify_action
from lintel.oversight.audits.acting.queries import possible_owners
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.models import Audit
from lintel.oversight.fanlight.rules import eve_of_quarter, quarter_of
from lintel.statute.calendar import LONDON, local_day

# One record in four is audited twice, and every audit moderated: each tool has twenty audits graded twice.
SIZE, DOUBLE_PERCENT, ALL = 16, 25, 100
# How good the work was, as somebody who sees it rightly would grade it: less good than now.
QUALITY = Shares({
    Grade.INADEQUATE: 0.12, Grade.REQUIRES_IMPROVEMENT: 0.58, Grade.GOOD: 0.27, Grade.OUTSTANDING: 0.03,
})  # fmt: skip
# Days from the first day of the quarter.
PLANNED, HANDED_IN, DUE, MODERATED, LEARNED = (timedelta(days=days) for days in (14, 35, 49, 56, 63))
AUDITORS, ACTED_ON = (0, 2, 3), 3


@dataclass(frozen=True)
class _Round:
    """One of them: how many quarters ago, and what it asked of whom with which tool."""

    quarters_ago: int
    name: str
    question: str
    theme: Theme
    tool: str


ASKED_AGAIN = _Round(2, "The right plan, in good time", words.QUESTION, Theme.ALL_OPEN, "whole_journey")
ROUNDS = (
    _Round(3, "Back again: the fourth notice", words.FOURTH_NOTICE, Theme.RE_REFERRALS, "domestic_abuse_notices"),
    ASKED_AGAIN,
    _Round(1, "What supervision changes", Theme.SUPERVISION.question, Theme.SUPERVISION, "oversight"),
)


def audits_went_round(cast: Cast, *, now: datetime) -> Cycle:
    """Walk all three, the earliest first; which of them is asked again now."""
    auditors = [cast.auditors[place] for place in AUDITORS]
    theirs = replace(cast, auditors=auditors, moderators=[each for each in cast.auditors if each not in auditors])
    found = {}
    for each in ROUNDS:
        found[each] = _went_round(each, theirs, first=_first_day(each.quarters_ago, now))
        with connection.cursor() as cursor:  # what was planned for empty tables takes for ever on full ones
            cursor.execute("ANALYZE audits_audit, audits_grading, audits_answer, moderation_moderation")
    return found[ASKED_AGAIN]


def _first_day(quarters_ago: int, now: datetime) -> date:
    day = local_day(now)
    for _ in range(quarters_ago):
        day = eve_of_quarter(day)
    return quarter_of(day)[0]


def _went_round(asked: _Round, cast: Cast, *, first: date) -> Cycle:
    cycle = _drawn(asked, cast, first=first)
    read = Record(cycle)
    right = audit_them(
        audits_of(cycle), cast, read, quality=QUALITY, since=first + HANDED_IN,
        chance=Chance(SEED, f"audits with {asked.tool}"),
    )  # fmt: skip
    moderate_them(
        drawn_of(cycle), right, cast, read, chance=Chance(SEED, f"moderation with {asked.tool}"),
        at=_at_ten(first + MODERATED),
    )  # fmt: skip
    for number, each in enumerate(audits_of(cycle)[:ACTED_ON]):
        _acted_on(each, number=number, at=_at_ten(first + DUE))
    _learned(cycle, cast, first=first)
    return cycle


def _acted_on(audit: Audit, *, number: int, at: datetime) -> None:
    """Something was agreed for the child, done and verified."""
    by = audit.auditor
    owner = next(iter(possible_owners(audit, viewer=by, on=local_day(at))), None)
    if owner is not None:
        what, change = words.ACTIONS[number % len(words.ACTIONS)]
        agreed = agree_action(
            audit, what=what, for_what_change=change, owner=owner, due_on=local_day(at) + DUE, by=by, at=at
        )
        do_action(agreed, evidence=words.DONE, by=owner, at=at + timedelta(days=20))
        verify_action(agreed, by=by, at=at + timedelta(days=24))


def _drawn(asked: _Round, cast: Cast, *, first: date) -> Cycle:
    at = _at_ten(first + PLANNED)
    draw = Draw(
        theme=asked.theme, since=local_day(at) - timedelta(days=90), until=local_day(at), strata=Strata.TEAM,
        size=SIZE,
        seed=f"ravenshire-{first:%Y-%m}", double_percent=DOUBLE_PERCENT,
    )  # fmt: skip
    wanted = Asked(
        name=asked.name, question=asked.question, tool=asked.tool, draw=draw, auditors=cast.auditors,
        due_on=first + DUE, moderated_percent=ALL, asks_workers=False,
    )  # fmt: skip
    return plan_cycle(wanted, by=cast.lead, at=at)


def _learned(cycle: Cycle, cast: Cast, *, first: date) -> None:
    by, at = cast.lead, _at_ten(first + LEARNED)
    for theme, said, follows in words.LEARNED_OF[cycle.tool]:
        learning.learn(
            cycle, theme=theme, words=said, what_follows=follows, owner=by if follows else None,
            due_on=local_day(at) + timedelta(days=60) if follows else None, by=by, at=at,
        )  # fmt: skip
    if cycle.tool == ASKED_AGAIN.tool:
        set_again(cycle, again_on=local_day(at) + timedelta(days=120), by=by, at=at)


def _at_ten(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=LONDON)
