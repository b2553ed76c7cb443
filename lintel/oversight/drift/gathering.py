"""
Reading off the record what the twelve rules ask, for the whole service; each kind with one question or two.

It asks for no viewer: a rule looks at the work of every child; whoever reads a flag sees only children they may see.
Work that is written down here is judged; of what a file brought only visits to children under a protection plan, since
files say no more of the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.provenance.models import SourceFile
from lintel.foundation.workforce.models import Absence
from lintel.journey.allocating.many import any_of
from lintel.journey.conferring.reading import was_seen
from lintel.journey.enquiring.reading import still_open
from lintel.oversight.audits.models import AuditAction
from lintel.oversight.drift.codes import Rule
from lintel.oversight.drift.rules import (
    ActionFact,
    AssessmentFact,
    AuditActionFact,
    AwayFact,
    DiscussionFact,
    EnquiryFact,
    Fact,
    NoticesFact,
    PlanFact,
    PromiseFact,
    StepDownFact,
    VisitFact,
    WorryFact,
)
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Cover, Involvement
from lintel.steps.assessments.models import Assessment, Midpoint
from lintel.steps.conferences.rules import VISITS
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.enquiries.models import DiscussionMeeting, MeetingCause, Postponement, Section47Enquiry
from lintel.steps.plans.codes import SCREEN, Change
from lintel.steps.plans.models import CinPlan, CpPlan, NeedReviewed, PlanAction, PlanActionDate, PlanReview
from lintel.steps.police_notifications.models import PersonInNotification
from lintel.steps.promises.models import Promise
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

A_YEAR = timedelta(days=365)
FORWARD = frozenset({Change.BETTER, Change.MET})


@dataclass(frozen=True, kw_only=True)
class Found:
    """One fact about one child's work: the rule that asks for it, and what it was read from."""

    rule: Rule
    child_id: int
    kind: str
    about: int
    fact: Fact
    team_id: int | None = None

    @property
    def key(self) -> tuple[str, int, str, int]:
        return (self.rule, self.child_id, self.kind, self.about)


def gathered(*, on: date) -> list[Found]:
    """Every fact the rules ask for on a day, each with the team that works with the child."""
    found = [fact for kind in _KINDS for fact in kind(_Record(on))]
    teams = _teams_of({each.child_id for each in found}, on=on)
    return [replace(each, team_id=teams.get(each.child_id)) for each in found]


class _Record:
    """What several rules ask of the record, read once."""

    def __init__(self, on: date) -> None:
        self.on = on

    @cached_property
    def plans(self) -> list[CinPlan | CpPlan]:
        """Plans in force that are worked on here."""
        worked_on = Exists(PlanAction.objects.filter(Q(cin_plan=OuterRef("pk")))) | Exists(
            PlanReview.objects.filter(cin_plan=OuterRef("pk"))
        )
        protection = Exists(PlanAction.objects.filter(cp_plan=OuterRef("pk"))) | Exists(
            PlanReview.objects.filter(cp_plan=OuterRef("pk"))
        )
        in_need = self._in_force(CinPlan.objects.filter(Q(screen=SCREEN) | worked_on))
        return [*in_need, *self._in_force(CpPlan.objects.filter(Q(screen=SCREEN) | protection))]

    @cached_property
    def protection(self) -> list[CpPlan]:
        """
        Every child protection plan in force. Of one that a file brought only visits are judged, where files tell of
        visits to the child, and no further than they tell.
        """
        return list(self._in_force(CpPlan.objects.all()))

    def _in_force(self, plans: QuerySet[Any]) -> QuerySet[Any]:
        return plans.filter(started_on__lte=self.on).exclude(ended_on__lte=self.on).order_by("pk")

    @cached_property
    def said_of_needs(self) -> list[tuple[int | None, int | None, int, date, str, str]]:
        """What reviews up to today said of needs that are still true, the first review first."""
        said = NeedReviewed.objects.filter(need__withdrawn_at__isnull=True, review__held_on__lte=self.on)
        return list(
            said.order_by("review__held_on", "review_id").values_list(
                "review__cin_plan_id", "review__cp_plan_id", "need_id", "review__held_on", "change", "need__words"
            )
        )


def _plan_key(plan: CinPlan | CpPlan) -> tuple[int | None, int | None]:
    return (plan.pk, None) if isinstance(plan, CinPlan) else (None, plan.pk)


def _visits(record: _Record) -> Iterator[Found]:
    plans: dict[int, CinPlan | CpPlan] = {plan.child_id: plan for plan in (*record.plans, *record.protection)}
    seen = Visit.objects.filter(was_seen(), child__in=any_of(plans), visited_on__lte=record.on)
    last = dict(seen.values("child_id").annotate(last=Max("visited_on")).values_list("child_id", "last"))
    limits, calendar, told_until = all_limits(), england(), _files_tell_until()
    for child, plan in plans.items():
        seen_on = last.get(child)
        counted_from, due_on = max(seen_on or plan.started_on, plan.started_on), None
        if isinstance(plan, CpPlan):
            due_on = limits.time_limit(VISITS[1], on=counted_from).due_on(counted_from, calendar)
            if plan.source_file_id is not None and (seen_on is None or told_until is None or told_until < due_on):
                continue
        fact = VisitFact(counted_from=plan.started_on, last_seen_on=seen_on, due_on=due_on)
        yield _found(Rule.NO_VISIT, child, plan, fact)


def _files_tell_until() -> date | None:
    """The last day any file speaks of: a visit after it would be in none."""
    until: date | None = SourceFile.objects.aggregate(last=Max("data_until"))["last"]
    return until


def _actions(record: _Record) -> Iterator[Found]:
    in_force = Q(ended=None) | Q(ended__gt=record.on)
    live = PlanAction.objects.filter(done_on__isnull=True, dropped_on__isnull=True, due_on__isnull=False).annotate(
        child=Coalesce(F("cin_plan__child_id"), F("cp_plan__child_id")),
        ended=Coalesce(F("cin_plan__ended_on"), F("cp_plan__ended_on")),
    )
    actions = list(live.filter(in_force).order_by("pk"))
    days: dict[int, list[date]] = defaultdict(list)
    dated = PlanActionDate.objects.filter(action__in=any_of(each.pk for each in actions)).order_by("set_at", "pk")
    for action, day in dated.values_list("action_id", "due_on"):
        days[action].append(day)
    for each in actions:
        fact = ActionFact(words=each.words, days=days[each.pk] or [each.due_on or record.on])
        yield _found(Rule.ACTION_OVERDUE, each.child, each, fact)


def _unchanged(record: _Record) -> Iterator[Found]:
    changed: dict[tuple[int | None, int | None], date] = {}
    for cin, cp, _, day, change, _ in record.said_of_needs:
        if Change(change).is_movement:
            changed[cin, cp] = day
    for plan in record.plans:
        fact = PlanFact(started_on=plan.started_on, changed_on=changed.get(_plan_key(plan)))
        yield _found(Rule.PLAN_UNCHANGED, plan.child_id, plan, fact)


def _worries(record: _Record) -> Iterator[Found]:
    children = {_plan_key(plan): plan.child_id for plan in record.plans}
    said: dict[tuple[int, int], list[tuple[date, bool]]] = defaultdict(list)
    words: dict[int, str] = {}
    for cin, cp, need, day, change, of_need in record.said_of_needs:
        if (child := children.get((cin, cp))) is not None:
            said[child, need].append((day, change in FORWARD))
            words[need] = of_need
    for (child, need), each in said.items():
        fact = WorryFact(words=words[need], said=each)
        yield Found(rule=Rule.SAME_WORRY, child_id=child, kind="assessments.need", about=need, fact=fact)


def _assessments(record: _Record) -> Iterator[Found]:
    under_way = Assessment.objects.filter(
        family__isnull=False, authorised_on__isnull=True, review_on__isnull=False, review_on__lt=record.on,
        referral__in=Referral.objects.open_on(record.on),
    ).order_by("pk")  # fmt: skip
    looked_at = dict(Midpoint.objects.order_by("-held_at").values_list("family_id", "held_at"))
    for each in under_way:
        at = looked_at.get(each.family_id or 0)
        fact = AssessmentFact(half_way_on=each.review_on or record.on, looked_at_on=local_day(at) if at else None)
        yield _found(Rule.CHECKPOINT_PASSED, each.child_id, each, fact)


def _enquiries(record: _Record) -> Iterator[Found]:
    begun_here = Section47Enquiry.objects.filter(begun_by__meeting__isnull=False, started_on__lte=record.on)
    under_way = list(still_open(begun_here, on=record.on).order_by("pk"))
    seen = Visit.objects.filter(was_seen(), child__in=any_of(each.child_id for each in under_way))
    days: dict[int, list[date]] = defaultdict(list)
    for child, day in seen.filter(visited_on__lte=record.on).values_list("child_id", "visited_on"):
        days[child].append(day)
    for each in under_way:
        last = max((day for day in days[each.child_id] if day >= each.started_on), default=None)
        fact = EnquiryFact(started_on=each.started_on, last_contact_on=last)
        yield _found(Rule.NO_CONTACT, each.child_id, each, fact)


def _notices(record: _Record) -> Iterator[Found]:
    """The notice that opened the episode tells of nothing that happened meanwhile, and is left out."""
    of_child: dict[int, dict[tuple[int, str], tuple[int, date]]] = defaultdict(dict)
    for child, contact, agency, reference, day in _told_of(record.on):
        of_child[child][agency, reference] = (contact, day)
    opened = Referral.objects.open_on(record.on).filter(child__in=any_of(of_child)).select_related("child_contact")
    for referral in opened.order_by("pk"):
        first = referral.child_contact.contact_id if referral.child_contact else None
        days = [
            day
            for contact, day in of_child[referral.child_id].values()
            if contact != first and day >= referral.referred_on
        ]
        if days:
            yield _found(Rule.TOLD_AGAIN, referral.child_id, referral, NoticesFact(days=days))


def _told_of(on: date) -> Iterator[tuple[int, int, int, str, date]]:
    """Each incident of a year with a child it was about: as an officer identified them, or their worker recognised."""
    lately = PersonInNotification.objects.filter(
        notification__is_latest=True, notification__occurred_on__lte=on, notification__occurred_on__gt=on - A_YEAR
    )
    columns = (
        "notification__contact_id", "notification__agency_id", "notification__reference", "notification__occurred_on",
    )  # fmt: skip
    identified = lately.filter(child_contact__child__isnull=False)
    yield from identified.values_list("child_contact__child_id", *columns)
    yield from lately.filter(recognised__is_the_child=True).values_list("recognised__child_id", *columns)


def _step_downs(record: _Record) -> Iterator[Found]:
    waiting = EarlyHelpRequest.objects.filter(
        referral__in=Referral.objects.open_on(record.on), accepted_at__isnull=True, sent_back_at__isnull=True,
        ended_at__isnull=True, stepped_up_at__isnull=True,
    )  # fmt: skip
    for each in waiting.order_by("pk"):
        yield _found(Rule.NOT_PICKED_UP, each.child_id, each, StepDownFact(asked_on=local_day(each.asked_at)))


def _away(record: _Record) -> Iterator[Found]:
    away = Absence.objects.filter(starts_on__lte=record.on).exclude(ends_on__lte=record.on)
    absent = {each.worker_id: each for each in away.order_by("starts_on", "pk")}
    held = Involvement.objects.in_force(record.on).filter(
        worker__in=absent, referral__in=Referral.objects.open_on(record.on)
    )
    covered = set(Cover.objects.in_force(record.on).values_list("involvement_id", flat=True))
    for each in held.select_related("worker").order_by("pk"):
        absence = absent[each.worker_id]
        fact = AwayFact(
            worker=str(each.worker), away_from=max(absence.starts_on, each.began_on), back_on=absence.ends_on,
            is_covered=each.pk in covered,
        )  # fmt: skip
        yield _found(Rule.WORKER_AWAY, each.child_id, each, fact)


def _discussions(record: _Record) -> Iterator[Found]:
    waiting = {
        each.pk: each for each in DiscussionMeeting.objects.filter(held_at__isnull=True, times_postponed__gte=1)
    }  # fmt: skip
    put_off: dict[int, list[date]] = defaultdict(list)
    moved = Postponement.objects.filter(meeting__in=list(waiting)).order_by("number")
    for meeting, at in moved.values_list("meeting_id", "postponed_at"):
        put_off[meeting].append(local_day(at))
    about = MeetingCause.objects.filter(meeting__in=list(waiting), cause__discussion__isnull=True)
    for meeting, child in about.order_by("pk").values_list("meeting_id", "cause__child_id").distinct():
        fact = DiscussionFact(asked_on=local_day(waiting[meeting].asked_at), put_off_on=put_off[meeting])
        yield _found(Rule.POSTPONED_AGAIN, child, waiting[meeting], fact)


def _promises(record: _Record) -> Iterator[Found]:
    for each in Promise.objects.still_owed().filter(due_on__lt=record.on).order_by("pk"):
        yield _found(Rule.LETTER_NOT_SENT, each.child_id, each, PromiseFact(words=each.words, due_on=each.due_on))


def _audit_actions(record: _Record) -> Iterator[Found]:
    """Not of an audit whose grade is sealed: a flag says in words what was asked for."""
    late = AuditAction.objects.filter(verified_at__isnull=True, due_on__lt=record.on)
    for each in late.exclude(audit__grading__sealed=True).order_by("pk"):
        fact = AuditActionFact(words=each.what, due_on=each.due_on, is_done=each.done_at is not None)
        yield _found(Rule.AUDIT_ACTION, each.child_id, each, fact)


_KINDS: tuple[Callable[[_Record], Iterator[Found]], ...] = (
    _visits, _actions, _unchanged, _worries, _assessments, _enquiries, _notices, _step_downs, _away, _discussions,
    _promises, _audit_actions,
)  # fmt: skip


def _found(rule: Rule, child_id: int, about: Any, fact: Fact) -> Found:
    return Found(rule=rule, child_id=child_id, kind=about._meta.label_lower, about=about.pk, fact=fact)


def _teams_of(children: Iterable[int], *, on: date) -> dict[int, int]:
    """The team of the worker who holds each child or, where nobody does, of the child's latest episode."""
    wanted = any_of(children)
    episodes = Referral.objects.filter(child__in=wanted, team__isnull=False, referred_on__lte=on)
    teams = dict(episodes.order_by("referred_on", "pk").values_list("child_id", "team_id"))
    held = Involvement.objects.in_force(on).filter(child__in=wanted, team__isnull=False)
    return teams | dict(held.order_by("began_on", "pk").values_list("child_id", "team_id"))
