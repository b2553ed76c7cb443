"""
A cycle of audits of sixty children, from the sample to the report, walked by the actions of those who would do it.

Seven audit; two of them see better work than others do. It asks again what was asked half a year before
(`earlier_audits`). Most is moderated without knowing the grade. Some of what was agreed for children is done and
verified, one thing is overdue, and three audits are not handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lintel.demo.accounts import PASSWORD, email_of
from lintel.demo.chance import Chance, Shares
from lintel.demo.live import audit_words as words
from lintel.demo.live.audit_by_audit import SEED, Cast, Record, audit_them, audits_of, drawn_of, moderate_them
from lintel.demo.live.earlier_audits import audits_went_round
from lintel.demo.live.people import AtTheDoor, opening_accounts
from lintel.demo.staff_records import ORIGIN
from lintel.foundation.access.actions import service_account
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.actions import load_workers
from lintel.foundation.workforce.models import Worker
from lintel.journey.imports import keys
from lintel.oversight.audit_cycles.actions import Asked, plan_cycle
from lintel.oversight.audit_cycles.codes import LearningTheme, Strata, Theme
from lintel.oversight.audit_cycles.comparing import widest_gaps
from lintel.oversight.audit_cycles.learning import actions as learning
from lintel.oversight.audit_cycles.learning.queries import answers_to_learn_from, words_to_quote
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.outlook import Draw
from lintel.oversight.audits.acting.actions import agree_action, do_action, verify_action
from lintel.oversight.audits.acting.queries import possible_owners
from lintel.oversight.audits.codes import Core, Grade
from lintel.oversight.audits.models import Audit
from lintel.statute.calendar import local_day
from lintel.steps.referrals.models import Referral

SIZE, DOUBLE_PERCENT, FEWEST, MODERATED_PERCENT, NOT_HANDED_IN, NOT_MODERATED = 60, 17, 300, 60, 3, 2
PLANNED, HANDED_IN, MODERATED = timedelta(days=42), timedelta(days=21), timedelta(days=10)
DUE = timedelta(days=14)
# How good the work is, as somebody who sees it rightly would grade it.
QUALITY = Shares({
    Grade.INADEQUATE: 0.07, Grade.REQUIRES_IMPROVEMENT: 0.48, Grade.GOOD: 0.39, Grade.OUTSTANDING: 0.06,
})  # fmt: skip
OPTIMISTS = 2


def audits_go_round(people: AtTheDoor, *, now: datetime, of_at_least: int = FEWEST) -> None:
    """
    Let three cycles have gone round before; draw sixty children, audit, moderate, learn and agree what is done.

    Asked again, nothing.

    :param of_at_least: with less open work than this there is nothing to sample.
    """
    if Cycle.objects.exists() or Referral.objects.filter(closed_on=None, is_nfa=False).count() < of_at_least:
        return
    auditors = [_auditor(name, at=now) for name in words.AUDITORS]
    optimists = {each.pk for each in auditors[:OPTIMISTS]}
    cast = Cast(people.principal, auditors, auditors, optimists)
    cycle = _drawn(cast, again_of=audits_went_round(cast, now=now), now=now)
    read = Record(cycle)
    handed_in, since = _handed_in(audits_of(cycle)), local_day(now - HANDED_IN)
    right = audit_them(handed_in, cast, read, quality=QUALITY, since=since, chance=Chance(SEED, "audits"))
    for number, each in enumerate(handed_in[::4]):
        _act(each, number=number, now=now)
    drawn, twice = drawn_of(cycle), _audited_twice(handed_in)
    waiting = {each.pk for each in [each for each in drawn if each.audit_id not in twice][-NOT_MODERATED:]}
    moderate_them(
        [each for each in drawn if each.pk not in waiting], right, cast, read, chance=Chance(SEED, "moderation"),
        at=now - MODERATED,
    )  # fmt: skip
    _learned(cycle, cast, now=now)


def _auditor(name: str, *, at: datetime) -> User:
    """Somebody on the staff list who holds no child and sits in no team that does; one can sign in as the first."""
    if (held := User.objects.filter(email=email_of(name)).first()) is not None:
        return held
    staff_id = name.lower().replace(" ", "-")
    load_workers(
        [Worker(**ORIGIN, key=keys.worker(staff_id=staff_id), staff_id=staff_id, name=name)], by=service_account(at=at),
        at=at,
    )  # fmt: skip
    password = PASSWORD if name == words.AUDITORS[0] else None
    worker = Worker.objects.get(staff_id=staff_id)
    return opening_accounts(at=at).account(name, Role.AUDITOR, worker=worker, password=password)


def _drawn(cast: Cast, *, again_of: Cycle, now: datetime) -> Cycle:
    at = now - PLANNED
    draw = Draw(
        theme=Theme(again_of.theme), since=local_day(at - timedelta(days=90)), until=local_day(at), strata=Strata.TEAM,
        size=SIZE, seed="ravenshire", double_percent=DOUBLE_PERCENT,
    )  # fmt: skip
    asked = Asked(
        name=f"{again_of.name}, again", question=again_of.question, tool=again_of.tool, draw=draw,
        auditors=cast.auditors, due_on=local_day(now - DUE), moderated_percent=MODERATED_PERCENT, again_of=again_of,
        again_on=local_day(now + timedelta(days=180)),
    )  # fmt: skip
    return plan_cycle(asked, by=cast.lead, at=at)


def _handed_in(audits: Sequence[Audit]) -> list[Audit]:
    """All but the last three whose record nobody else audits."""
    twice = _audited_twice(audits)
    late = {each.pk for each in [each for each in audits if each.pk not in twice][-NOT_HANDED_IN:]}
    return [each for each in audits if each.pk not in late]


def _audited_twice(audits: Sequence[Audit]) -> set[int | None]:
    """Both audits of each record that two people audit."""
    return {each.twin_of_id for each in audits} | {each.pk for each in audits if each.twin_of_id}


def _act(audit: Audit, *, number: int, now: datetime) -> None:
    """Something is agreed for the child; every other thing is done, and most of that verified by the auditor."""
    agreed_at, by = now - HANDED_IN + timedelta(days=4), audit.auditor
    owner = next(iter(possible_owners(audit, viewer=by, on=local_day(agreed_at))), None)
    if owner is None:
        return
    what, change = words.ACTIONS[number % len(words.ACTIONS)]
    is_overdue = number == 1
    due_on = local_day(now - timedelta(days=5) if is_overdue else now + timedelta(days=10))
    agreed = agree_action(audit, what=what, for_what_change=change, owner=owner, due_on=due_on, by=by, at=agreed_at)
    if number % 2 == 0:
        do_action(agreed, evidence=words.DONE, by=owner, at=agreed_at + timedelta(days=5))
        if number % 6:
            verify_action(agreed, by=by, at=agreed_at + timedelta(days=6))


def _learned(cycle: Cycle, cast: Cast, *, now: datetime) -> None:
    by, at = cast.lead, now - timedelta(days=3)
    for theme, said, follows in words.LEARNED:
        learning.learn(
            cycle, theme=theme, words=said, what_follows=follows, owner=by if follows else None,
            due_on=local_day(now + timedelta(days=45)) if follows else None, by=by, at=at,
        )  # fmt: skip
    for number, each in enumerate(answers_to_learn_from(cycle, viewer=by).filter(question=Core.RIGHT_PLAN)[:12]):
        themes = [LearningTheme.RIGHT_PLAN, *([LearningTheme.ANALYSIS] if number % 2 else [])]
        learning.tag(themes, answer=each, by=by, at=at)
    seen = words_to_quote(cycle, viewer=by).filter(question="", source__startswith="visits")
    for cited in {cited.quote: cited for cited in seen.order_by("pk")}.values():
        learning.quote(cycle, cited, words=cited.quote, is_read_for_names=True, by=by, at=at)
    gaps = widest_gaps(cycle, viewer=by)
    if gaps:
        session = learning.plan_calibration(cycle, audits=[each.audit for each in gaps], by=by, at=at)
        of_each = {case.pk: words.SAID for case in session.cases.all()}
        learning.hold_calibration(session, held_on=local_day(at), agreed=words.ALIKE, said=of_each, by=by, at=at)
