"""
A cycle of audits of sixty children, from the sample to the report, walked by the actions of those who would do it.

Seven audit; two of them see better work than others do. A share is moderated without knowing the grade. Some of what
was agreed for children is done and verified, one thing is overdue, and three audits are not handed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle as round_and_round

from django.db.models.functions import Length

from lintel.demo.accounts import ADMINISTRATOR, email_of
from lintel.demo.chance import Chance, Shares
from lintel.demo.live import audit_words as words
from lintel.demo.live.people import AtTheDoor
from lintel.demo.staff_records import ORIGIN
from lintel.foundation.access.actions import grant_role, open_account, service_account
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.actions import load_workers
from lintel.foundation.workforce.models import Worker
from lintel.journey.chronology.reading.work import assessments, referrals, visits
from lintel.journey.chronology.rules import Line
from lintel.journey.imports import keys
from lintel.oversight.audit_cycles.actions import Asked, plan_cycle
from lintel.oversight.audit_cycles.codes import LearningTheme, Strata, Theme
from lintel.oversight.audit_cycles.comparing import widest_gaps
from lintel.oversight.audit_cycles.feedback.actions import hear
from lintel.oversight.audit_cycles.feedback.queries import may_speak_for
from lintel.oversight.audit_cycles.learning import actions as learning
from lintel.oversight.audit_cycles.learning.queries import answers_to_learn_from, words_to_quote
from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.outlook import Draw
from lintel.oversight.audits.acting.actions import agree_action, do_action, verify_action
from lintel.oversight.audits.acting.queries import possible_owners
from lintel.oversight.audits.actions import answer, cite, grade, open_audit
from lintel.oversight.audits.codes import Core, Grade, Voice
from lintel.oversight.audits.models import Audit
from lintel.oversight.moderation import actions as moderating
from lintel.oversight.moderation.codes import Lack
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.queries import why_not
from lintel.statute.calendar import LONDON, england, local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.referrals.models import Referral

SEED = 1
SIZE, FEWEST, MODERATED_PERCENT, NOT_HANDED_IN = 60, 300, 60, 3
PLANNED, HANDED_IN, MODERATED = timedelta(days=42), timedelta(days=21), timedelta(days=10)
DUE = timedelta(days=14)
TOOL = "whole_journey"
# How good the work is, as somebody who sees it rightly would grade it.
QUALITY = Shares({
    Grade.INADEQUATE: 0.07, Grade.REQUIRES_IMPROVEMENT: 0.48, Grade.GOOD: 0.39, Grade.OUTSTANDING: 0.06,
})  # fmt: skip
# An optimist gives so many of all grades one better; anybody is off by one now and then.
OPTIMISM, A_SLIP = 0.8, 0.1
OPTIMISTS = 2


@dataclass(frozen=True)
class _Cast:
    lead: User
    auditors: list[User]


class _Record:
    """What is cited of the children drawn, as it stands in their chronology; read at once, since so many are read."""

    def __init__(self, children: Collection[int], *, until: date) -> None:
        self.lines: dict[int, list[Line]] = defaultdict(list)
        for line in (*referrals(children), *assessments(children), *visits(children)):
            if line.on <= until:
                self.lines[line.whose[0]].append(line)

    def cited(self, child: int, number: int) -> dict[str, str]:
        """One entry of a child's record, as it is cited."""
        latest = sorted(self.lines[child], key=lambda line: (line.on, line.pk), reverse=True)
        line = latest[number % min(4, len(latest))]
        title = f"{line.what}, {line.on:%-d %B %Y}"
        return {"source": line.records[0], "source_words": title, "quote": line.detail or line.what}


def audits_go_round(people: AtTheDoor, *, now: datetime, of_at_least: int = FEWEST) -> None:
    """
    Draw sixty children, audit, moderate, learn and agree what is done; asked again, nothing.

    :param of_at_least: with less open work than this there is nothing to sample.
    """
    if Cycle.objects.exists() or Referral.objects.filter(closed_on=None, is_nfa=False).count() < of_at_least:
        return
    cast = _Cast(people.principal, [_auditor(name, at=now) for name in words.AUDITORS])
    cycle = _drawn(cast, now=now)
    read = _Record(list(cycle.children.values_list("child_id", flat=True)), until=cycle.until)
    graded = _audited(cycle, cast, read, now=now)
    _moderated(cycle, graded, cast, read, now=now)
    _learned(cycle, cast, now=now)


def _auditor(name: str, *, at: datetime) -> User:
    """Somebody on the staff list who holds no child and sits in no team that does."""
    email = email_of(name)
    if (held := User.objects.filter(email=email).first()) is not None:
        return held
    staff_id, administrator = name.lower().replace(" ", "-"), User.objects.get(email=email_of(ADMINISTRATOR))
    load_workers(
        [Worker(**ORIGIN, key=keys.worker(staff_id=staff_id), staff_id=staff_id, name=name)], by=service_account(at=at),
        at=at,
    )  # fmt: skip
    password = words.PASSWORD if name == words.AUDITORS[0] else None
    worker = Worker.objects.get(staff_id=staff_id)
    user = open_account(email=email, name=name, worker=worker, password=password, by=administrator, at=at)
    grant_role(user, role=Role.AUDITOR, team=None, by=administrator, at=at)
    return user


def _drawn(cast: _Cast, *, now: datetime) -> Cycle:
    at = now - PLANNED
    draw = Draw(
        theme=Theme.ALL_OPEN, since=local_day(at - timedelta(days=90)), until=local_day(at), strata=Strata.TEAM,
        size=SIZE, seed="ravenshire",
    )  # fmt: skip
    asked = Asked(
        name="The right plan, in good time", question=words.QUESTION, tool=TOOL, draw=draw, auditors=cast.auditors,
        due_on=local_day(now - DUE), moderated_percent=MODERATED_PERCENT,
        again_on=local_day(now + timedelta(days=180)),
    )  # fmt: skip
    return plan_cycle(asked, by=cast.lead, at=at)


def _audited(cycle: Cycle, cast: _Cast, read: _Record, *, now: datetime) -> dict[int, Grade]:
    """Every audit but the last few handed in; by the audit, the grade that somebody who sees rightly would give."""
    optimists = {each.pk for each in cast.auditors[:OPTIMISTS]}
    chance, saw = Chance(SEED, "audits"), dict[int, Grade]()
    audits = list(Audit.objects.filter(cycle=cycle).select_related("child", "auditor", "cycle").order_by("pk"))
    by_child = {each.child_id: chance.share(QUALITY) for each in audits}
    for number, audit in enumerate(audits[:-NOT_HANDED_IN]):
        saw[audit.pk] = by_child[audit.child_id]
        at = _in_office_hours(number, since=local_day(now - HANDED_IN))
        given = _as_seen(saw[audit.pk], is_optimist=audit.auditor_id in optimists, chance=chance)
        _audit(audit, given, read, number=number, at=at)
        if number % 4 == 0:
            _act(audit, number=number, now=now)
    return saw


def _in_office_hours(number: int, *, since: date) -> datetime:
    """A different hour for each, on the three working days after a day."""
    day = england().due_on(trigger=since, working_days=1 + number % 3)
    return datetime.combine(day, time(9 + number % 7), tzinfo=LONDON)


def _as_seen(right: Grade, *, is_optimist: bool, chance: Chance) -> Grade:
    """The grade somebody gives who may see better work than there is, or slip by one."""
    higher = is_optimist and chance.happens(OPTIMISM)
    slip = chance.one_of((-1, 1)) if chance.happens(A_SLIP) else 0
    return Grade(min(Grade.OUTSTANDING, max(Grade.INADEQUATE, right + higher + slip)))


def _audit(audit: Audit, given: Grade, read: _Record, *, number: int, at: datetime) -> None:
    by = audit.auditor
    open_audit(audit, by=by, at=at)
    if (worker := _worker_with_an_account(audit, at=at)) is not None:
        hear(audit, voice=Voice.WORKER, agreed=True, words=words.WORKER, by=worker, at=at)
    if number % 5 == 0 and audit.twin_of_id is None:
        hear(audit, voice=Voice.FAMILY, agreed=number % 10 == 0, words=words.FAMILY, by=by, at=at)
    for core, verdict, said in words.answers(given, number):
        answer(audit, core, verdict=verdict, words=said, contradiction=words.OTHERWISE, by=by, at=at)
    for place, question in enumerate((*Core, "")):
        cite(audit, question, **read.cited(audit.child_id, number + place), by=by, at=at)
    grade(audit, grade=given, why=words.WHY[given], by=by, at=at)
    moderating.hand_in(audit, by=by, at=at + timedelta(hours=1))


def _worker_with_an_account(audit: Audit, *, at: datetime) -> User | None:
    """Whoever was asked what they think of the work, if they can sign in and hold the child still."""
    asked = audit.feedback.filter(voice=Voice.WORKER).exists()
    held = Involvement.objects.in_force(local_day(at)).filter(child=audit.child_id)
    holder = User.objects.filter(worker__in=held.values("worker")).first() if asked else None
    may_say = holder and may_speak_for(Voice.WORKER, audit, viewer=holder, on=local_day(at))
    return holder if may_say else None


def _act(audit: Audit, *, number: int, now: datetime) -> None:
    """Something is agreed for the child; every other thing is done, and most of that verified by the auditor."""
    agreed_at, by = now - HANDED_IN + timedelta(days=4), audit.auditor
    owner = next(iter(possible_owners(audit, viewer=by, on=local_day(agreed_at))), None)
    if owner is None:
        return
    what, change = words.ACTIONS[number // 4 % len(words.ACTIONS)]
    is_overdue = number == 4
    due_on = local_day(now - timedelta(days=5) if is_overdue else now + timedelta(days=10))
    agreed = agree_action(audit, what=what, for_what_change=change, owner=owner, due_on=due_on, by=by, at=agreed_at)
    if number % 8 == 0:
        do_action(agreed, evidence=words.DONE, by=owner, at=agreed_at + timedelta(days=5))
        if number % 24:
            verify_action(agreed, by=by, at=agreed_at + timedelta(days=6))


def _moderated(cycle: Cycle, saw: dict[int, Grade], cast: _Cast, read: _Record, *, now: datetime) -> None:
    """All that was drawn but the last two is moderated, each by somebody who may."""
    chance, at = Chance(SEED, "moderation"), now - MODERATED
    turns = round_and_round(cast.auditors)
    drawn = list(Moderation.objects.filter(audit__cycle=cycle).select_related("audit__child").order_by("pk"))
    for number, held in enumerate(drawn[:-2]):
        by = _next_who_may(held, turns, len(cast.auditors), at=at)
        if by is None:
            continue
        given = _as_seen(saw[held.audit_id], is_optimist=False, chance=chance)
        _moderate(held, given, read, number=number, by=by, at=at)


def _next_who_may(held: Moderation, turns: Iterator[User], how_many: int, *, at: datetime) -> User | None:
    asked = (next(turns) for _ in range(how_many))
    return next((who for who in asked if not why_not(held, viewer=who, on=local_day(at))), None)


def _moderate(held: Moderation, given: Grade, read: _Record, *, number: int, by: User, at: datetime) -> None:
    moderating.take(held.pk, by=by, at=at)
    moderating.read_record(held.pk, by=by, at=at)
    moderating.cite(held.pk, **read.cited(held.audit.child_id, number), by=by, at=at)
    moderating.lock(held.pk, grade=given, why=words.WHY[given], by=by, at=at)
    is_borne_out = number % 4 != 1
    moderating.judge(
        held.pk, evidence_supports=is_borne_out, why="" if is_borne_out else words.NOT_BORNE_OUT,
        core={Core.RIGHT_PLAN: [Lack.SPECIFIC] if number % 3 == 0 else [], Core.IN_TIME: []},
        poor=["analysis"] if number % 2 else [], by=by, at=at,
    )  # fmt: skip


def _learned(cycle: Cycle, cast: _Cast, *, now: datetime) -> None:
    by, at = cast.lead, now - timedelta(days=3)
    for theme, said, follows in words.LEARNED:
        learning.learn(
            cycle, theme=theme, words=said, what_follows=follows, owner=by if follows else None,
            due_on=local_day(now + timedelta(days=45)) if follows else None, by=by, at=at,
        )  # fmt: skip
    for number, each in enumerate(answers_to_learn_from(cycle, viewer=by).filter(question=Core.RIGHT_PLAN)[:12]):
        themes = [LearningTheme.RIGHT_PLAN, *([LearningTheme.ANALYSIS] if number % 2 else [])]
        learning.tag(themes, answer=each, by=by, at=at)
    for each in words_to_quote(cycle, viewer=by).filter(question="").order_by(Length("quote").desc(), "pk")[:2]:
        learning.quote(cycle, each, words=each.quote, is_read_for_names=True, by=by, at=at)
    gaps = widest_gaps(cycle, viewer=by)
    if gaps:
        session = learning.plan_calibration(cycle, audits=[each.audit for each in gaps], by=by, at=at)
        said = {each.pk: words.SAID for each in session.cases.all()}
        learning.hold_calibration(session, held_on=local_day(at), agreed=words.ALIKE, said=said, by=by, at=at)
