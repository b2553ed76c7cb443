"""Reading what a record says by itself: out of the steps, for one viewer, into sentences (`facts`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.journey.allocating.handing_over.queries import changes_of, worker_of
from lintel.journey.overseeing.queries import plan_overseen
from lintel.journey.plans.queries import plan_page
from lintel.oversight.audits import facts
from lintel.oversight.audits.codes import Fact, Verdict
from lintel.oversight.audits.facts import Assessed, Found, PlanKnown, Visited
from lintel.statute.calendar import england, local_day
from lintel.steps.assessments.codes import VOICE
from lintel.steps.assessments.models import Assessment, HistoryUse, Passage
from lintel.steps.front_door.models import ChildContact, Decision
from lintel.steps.plans.models import CpPlan
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

DRIFT, SUPERVISION = "lintel.oversight.drift", "lintel.oversight.supervision"
HOUR = 3_600


def found_in_record(
    child: Person, wanted: Sequence[Fact], *, since: date, viewer: User, at: datetime
) -> dict[Fact, Found]:
    """
    What the record of a child says by itself about each of these, from a day on; nothing of a child not to be seen.

    :param since: the first day that is read.
    """
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return {}
    record = _Record(child=child, viewer=viewer, since=since, at=at)
    return {fact: _HOW[fact](record) for fact in wanted}


@dataclass(frozen=True, kw_only=True)
class _Record:
    """One child's record; each part is read once, when it is first asked for."""

    child: Person
    viewer: User
    since: date
    at: datetime

    @cached_property
    def on(self) -> date:
        return local_day(self.at)

    @cached_property
    def visits(self) -> list[Visited]:
        rows = Visit.objects.filter(child=self.child, visited_on__range=(self.since, self.on)).order_by("visited_on")
        return [
            Visited(on=on, seen=seen, alone=alone)
            for on, seen, alone in rows.values_list("visited_on", "child_seen", "seen_alone")
        ]

    @cached_property
    def assessments(self) -> list[Assessed]:
        begun = Assessment.objects.filter(child=self.child, started_on__lte=self.on)
        return [
            self._assessed(each)
            for each in begun.order_by("started_on", "pk")
            if (each.authorised_on or self.on) >= self.since
        ]

    def _assessed(self, it: Assessment) -> Assessed:
        limit = all_limits().time_limit("assessment", on=it.started_on)
        voice = weighs = None
        if it.family_id is not None:
            said = Passage.objects.filter(family=it.family_id, child=self.child, section=VOICE, words__regex=r"\S")
            voice, weighs = said.exists(), HistoryUse.objects.filter(assessment=it).exists()
        return Assessed(
            started_on=it.started_on, authorised_on=it.authorised_on, due_on=limit.due_on(it.started_on, england()),
            has_voice=voice, weighs_history=weighs,
        )  # fmt: skip

    @cached_property
    def earlier(self) -> int:
        """Contacts and referrals before the last assessment was begun."""
        last = max((each.started_on for each in self.assessments), default=self.on)
        asked = ChildContact.objects.filter(child=self.child, contact__received_on__lt=last).count()
        return (
            asked + Referral.objects.filter(child=self.child, child_contact__isnull=True, referred_on__lt=last).count()
        )

    @cached_property
    def plan(self) -> PlanKnown | None:
        page = plan_page(self.child, viewer=self.viewer, on=self.on)
        if page.plan is None:
            return None
        overseen = plan_overseen(self.child, viewer=self.viewer, at=self.at) if page.is_protection else None
        reviewed = overseen.reviewed if overseen else None
        late = sorted(
            (line.action.due_on, line.action.words) for line in page.live if line.is_late and line.action.due_on
        )
        return PlanKnown(
            kind="Child protection plan" if isinstance(page.plan, CpPlan) else "Child in need plan",
            started_on=page.plan.started_on, is_in_force=page.is_in_force, ended_on=page.plan.ended_on,
            live=len(page.live), overdue=[(words, on) for on, words in late],
            slips=sum(line.slips for line in page.live),
            reviewed_on=reviewed.last_on if reviewed else max((each.held_on for each in page.reviews), default=None),
            review_due_on=reviewed.due.due_on if reviewed and reviewed.due else page.review_due_on,
            is_review_late=reviewed.is_over if reviewed else page.is_review_late, drift=self.drift,
        )  # fmt: skip

    @cached_property
    def drift(self) -> list[str]:
        """Open flags of drift, in words, where that is watched here."""
        if not apps.is_installed(DRIFT):
            return []
        open_flags_of = import_module(f"{DRIFT}.queries").open_flags_of
        return [
            each.sentence
            for each in open_flags_of([self.child.pk], viewer=self.viewer, at=self.at).get(self.child.pk, ())
        ]

    @cached_property
    def supervised(self) -> list[date] | None:
        """The days on which the child was talked about in supervision; None where that is not kept here."""
        if not apps.is_installed(SUPERVISION):
            return None
        said = import_module(f"{SUPERVISION}.queries").of_child(self.child.pk, viewer=self.viewer)
        return sorted({each.session.held_on for each in said if self.since <= each.session.held_on <= self.on})

    @cached_property
    def reasons(self) -> list[bool]:
        decided = Decision.objects.filter(child_contact__child=self.child, decided_at__lte=self.at)
        rows = decided.filter(decided_at__date__gte=self.since).order_by("decided_at")
        return [bool(words.strip()) for words in rows.values_list("rationale", flat=True)]

    @cached_property
    def notices(self) -> list[float | None]:
        """Hours from receipt to the decision of each contact from the police."""
        told = ChildContact.objects.filter(
            child=self.child, contact__police_notifications__isnull=False, contact__received_at__isnull=False,
            contact__received_on__range=(self.since, self.on),
        ).distinct()  # fmt: skip
        rows = told.values_list("contact__received_at", "decided_at")
        return [
            (decided - received).total_seconds() / HOUR if received and decided else None for received, decided in rows
        ]


def _actions(record: _Record) -> Found:
    return facts.actions_in_time(record.plan)


def _visits_in_time(record: _Record) -> Found:
    """Of a child under a protection plan; for others no rule says how often."""
    overseen = plan_overseen(record.child, viewer=record.viewer, at=record.at)
    if overseen is None:
        return Found(Verdict.NOT_APPLICABLE, "The child is under no protection plan.")
    kept = overseen.visits
    words = f"{kept.in_time} of {facts.count(kept.in_time + kept.missed, 'visit')} under the plan in time."
    return Found(Verdict.NO if kept.missed else Verdict.YES, words)


def _same_worker(record: _Record) -> Found:
    held = worker_of(record.child, viewer=record.viewer, on=record.on)
    changes = changes_of([record.child.pk], viewer=record.viewer, on=record.on).get(record.child.pk, 0)
    return facts.same_worker(changes, held_by=held.worker.name if held else "")


def _notices(record: _Record) -> Found:
    limit = all_limits().time_limit("contact_decision", on=record.on)
    return facts.notices_decided_in_time(record.notices, limit_hours=limit.amount)


_HOW: dict[Fact, Callable[[_Record], Found]] = {
    Fact.SEEN: lambda record: facts.seen(record.visits),
    Fact.SEEN_ALONE: lambda record: facts.seen_alone(record.visits),
    Fact.VISITS_IN_TIME: _visits_in_time,
    Fact.ASSESSED_IN_TIME: lambda record: facts.assessed_in_time(record.assessments, on=record.on),
    Fact.VIEWS_WRITTEN: lambda record: facts.views_written(record.assessments),
    Fact.PLAN_IN_FORCE: lambda record: facts.plan_in_force(record.plan),
    Fact.PLAN_REVIEWED: lambda record: facts.plan_reviewed(record.plan),
    Fact.ACTIONS_IN_TIME: _actions,
    Fact.DATES_HELD: lambda record: facts.dates_held(record.plan),
    Fact.SUPERVISED: lambda record: facts.supervised(record.supervised, on=record.on),
    Fact.HISTORY_WEIGHED: lambda record: facts.history_weighed(record.assessments, earlier=record.earlier),
    Fact.DECISIONS_REASONED: lambda record: facts.decisions_reasoned(record.reasons),
    Fact.NOTICES_DECIDED_IN_TIME: _notices,
    Fact.SAME_WORKER: _same_worker,
}
