"""Reading what is due off the record: one question for each kind, however many children and workers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.dues.planned import planned_for
from lintel.journey.allocating.dues.rules import Due, DueLimits, Standing, Visited, days_due, late_by, together
from lintel.journey.allocating.loads.reading import family_of
from lintel.journey.allocating.many import any_of
from lintel.journey.allocating.seeing.reading import births, looked_into_since
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Allocation, Cover, Involvement
from lintel.steps.assessments.models import Assessment, Midpoint
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.promises.models import Promise
from lintel.steps.visits.models import Visit

COLUMNS = (
    "pk", "child_id", "referral_id", "worker_id", "team_id", "began_on", "began_at", "began_is_observed", "reached_on",
    "referral__referred_on", "seen_on", "visited_on", "any_visit_on", "first_visit_on",
)  # fmt: skip
# An initial conference belongs to a plan that began within so long of it.
OF_THE_SAME_PLAN = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Held:
    """
    A child a worker holds on a day.

    :param began_on: the day the worker began with the child.
    :param last_visit_on: the last visit of anybody, whether or not the child was seen.
    """

    involvement_id: int
    child_id: int
    referral_id: int
    worker_id: int
    team_id: int | None
    family: str
    began_on: date
    last_visit_on: date | None
    standing: Standing


def held_on(day: date) -> QuerySet[Involvement]:
    """Who holds whom at the end of a day, of episodes under way."""
    open_still = Q(referral__closed_on__isnull=True) | Q(referral__closed_on__gt=day)
    return Involvement.objects.in_force(day).filter(open_still)


def due_limits(limits: Limits, on: date) -> DueLimits:
    """How long each thing may take, as agreed for that day."""
    return DueLimits(**{name: limits.time_limit(name, on=on) for name in DueLimits.__dataclass_fields__})


def read_held(involvements: QuerySet[Involvement], *, on: date) -> list[Held]:
    """These involvements with what stands beside them, longest with the worker first."""
    rows = list(_with_visits(involvements, on).order_by("began_on", "pk").values_list(*COLUMNS))
    children = {row[1] for row in rows}
    beside = _Beside(children, {row[2] for row in rows}, on)
    return [beside.held(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def dues_of(held: Collection[Held], *, on: date, limits: Limits | None = None) -> dict[int, list[Due]]:
    """What is due for children who are held, by the involvement's id; brothers and sisters are not put together yet."""
    limits = limits or all_limits()
    agreed, calendar = due_limits(limits, on), england()
    found: dict[int, list[Due]] = {}
    for each in held:
        days = days_due(each.standing, limits=agreed, today=on, calendar=calendar)
        found[each.involvement_id] = [
            Due(
                what=what, children=(each.child_id,), family=each.family, due_on=due_on,
                late_by=late_by(due_on, today=on, calendar=calendar),
            )
            for what, due_on in days
        ]  # fmt: skip
    by_child: dict[int, list[Due]] = defaultdict(list)
    family = {each.child_id: each.family for each in held}
    owed = Promise.objects.filter(child__in=any_of(family), promised_on__lte=on).still_owed()
    for pk, child, words, due_on in owed.values_list("pk", "child_id", "words", "due_on"):
        by_child[child].append(
            Due(
                what=What.PROMISE, children=(child,), family=family[child], due_on=due_on, words=words, records=(pk,),
                late_by=late_by(due_on, today=on, calendar=calendar),
            )
        )  # fmt: skip
    for child, planned in planned_for(family, on=on, limits=limits).items():
        by_child[child] += [
            Due(
                what=what, children=(child,), family=family[child], due_on=due_on, words=words, records=records,
                late_by=late_by(due_on, today=on, calendar=calendar),
            )
            for what, due_on, words, records in planned
        ]  # fmt: skip
    for each in held:
        found[each.involvement_id] += by_child[each.child_id]
    return found


def answers_due(offers: Iterable[Allocation], *, on: date) -> list[Due]:
    """By when each of these offers is to be answered, brothers and sisters together."""
    limit, calendar, offers = all_limits().time_limit("allocation_answered", on=on), england(), list(offers)
    families = family_of({each.child_id for each in offers})
    found = []
    for each in offers:
        due_on = limit.due_on(local_day(each.given_at), calendar)
        found.append(
            Due(
                what=What.ANSWER, children=(each.child_id,), family=families[each.child_id], records=(each.pk,),
                due_on=due_on, late_by=late_by(due_on, today=on, calendar=calendar),
            )
        )  # fmt: skip
    return together(found)


def covered_by(worker_id: int, on: date) -> list[Cover]:
    """What a worker covers for others on a day."""
    found = Cover.objects.in_force(on).filter(worker=worker_id, involvement__in=held_on(on))
    return list(found.select_related("involvement__worker").order_by("begins_on", "pk"))


# --- what stands beside -----------------------------------------------------------------------------------------------


def _with_visits(involvements: QuerySet[Involvement], on: date) -> QuerySet[Involvement]:
    of_child = Visit.objects.filter(child=OuterRef("child"), visited_on__lte=on)
    latest = of_child.order_by("-visited_on").values("visited_on")
    theirs = of_child.filter(visited_on__gte=OuterRef("began_on"))
    theirs = theirs.filter(Q(worker=OuterRef("worker")) | Q(worker__isnull=True)).order_by("visited_on")
    return involvements.annotate(
        seen_on=Subquery(latest.filter(child_seen=True)[:1]),
        visited_on=Subquery(latest.filter(Q(child_seen=True) | Q(child_seen__isnull=True))[:1]),
        any_visit_on=Subquery(latest[:1]),
        first_visit_on=Subquery(theirs.values("visited_on")[:1]),
    )


class _Beside:
    """What stands beside children who are held, each kind read once."""

    def __init__(self, children: set[int], referrals: set[int], on: date) -> None:
        self.families = family_of(children)
        self.looked_into_since, self.births = looked_into_since(children, on=on), births(children)
        # Files that carry no visit at all cannot say that nobody was reached.
        self.visits_are_recorded = Visit.objects.exists()
        self.protected = _under_way(CpPlan, children, on)
        self.planned = _latest_start(CinPlan, children, on) | self.protected
        self.on_plan = set(_under_way(CinPlan, children, on)) | set(self.protected)
        self.authorised = _authorised(children, referrals, on)
        self.midpoints = _midpoints_to_come(referrals, on)
        self.initial: dict[int, list[date]] = defaultdict(list)
        self.reviews: dict[int, list[date]] = defaultdict(list)
        for child, kind, day in Conference.objects.filter(child__in=any_of(children), held_on__lte=on).values_list(
            "child_id", "kind", "held_on"
        ):
            (self.reviews if kind == ConferenceKind.REVIEW else self.initial)[child].append(day)

    def held(self, row: dict[str, Any]) -> Held:
        child, referred_on, since = row["child_id"], row["referral__referred_on"], self.protected.get(row["child_id"])
        visits = [Visited(on=row["seen_on"], child_seen=True)] if row["seen_on"] else []
        visits += [Visited(on=row["visited_on"])] if row["visited_on"] else []
        is_known = not row["began_is_observed"] and (row["began_at"] is not None or self.visits_are_recorded)
        reached = [day for day in (row["reached_on"], row["first_visit_on"]) if day]
        born_on, is_unborn = self.births[child]
        conferences = [day for day in self.initial[child] if since and abs(day - since) <= OF_THE_SAME_PLAN]
        return Held(
            involvement_id=row["pk"], child_id=child, referral_id=row["referral_id"], worker_id=row["worker_id"],
            team_id=row["team_id"], family=self.families[child], began_on=row["began_on"],
            last_visit_on=row["any_visit_on"],
            standing=Standing(
                referred_on=referred_on, accepted_on=row["began_on"] if is_known else None,
                reached_on=min(reached, default=None), visits=tuple(visits),
                is_assessed=self._is_assessed(child, row["referral_id"], referred_on), protected_since=since,
                midpoint_from=self.midpoints.get(row["referral_id"]),
                conference_on=max(conferences, default=None), reviews=tuple(self.reviews[child]),
                looked_into_since=self.looked_into_since.get(child), born_on=born_on, is_unborn=is_unborn,
            ),
        )  # fmt: skip

    def _is_assessed(self, child: int, referral: int, referred_on: date) -> bool:
        authorised = self.authorised.get((child, None))
        return (
            child in self.on_plan
            or (child, referral) in self.authorised
            or (authorised is not None and authorised >= referred_on)
            or (child in self.planned and self.planned[child] >= referred_on)
        )


def _under_way(model: type[CpPlan] | type[CinPlan], children: Collection[int], on: date) -> dict[int, date]:
    begun = model._default_manager.filter(child__in=any_of(children), started_on__lte=on).exclude(ended_on__lte=on)
    return dict(begun.order_by("started_on").values_list("child_id", "started_on"))


def _latest_start(model: type[CpPlan] | type[CinPlan], children: Collection[int], on: date) -> dict[int, date]:
    begun = model._default_manager.filter(child__in=any_of(children), started_on__lte=on)
    return dict(begun.order_by("started_on").values_list("child_id", "started_on"))


def _authorised(
    children: Collection[int], referrals: Collection[int], on: date
) -> dict[tuple[int, int | None], date]:  # fmt: skip
    """The last day an assessment was authorised, by child and episode; by None where the record names no episode."""
    found = Assessment.objects.filter(child__in=any_of(children), authorised_on__lte=on)
    found = found.filter(Q(referral__in=any_of(referrals)) | Q(referral__isnull=True)).order_by("authorised_on")
    return {
        (child, referral): authorised_on
        for child, referral, authorised_on in found.values_list("child_id", "referral_id", "authorised_on")
        if authorised_on
    }


def _midpoints_to_come(referrals: Collection[int], on: date) -> dict[int, date]:
    """By episode: since when an assessment written here runs that no manager has looked at half-way."""
    written_here = Assessment.objects.filter(referral__in=any_of(referrals), family__isnull=False, started_on__lte=on)
    open_still = written_here.filter(Q(authorised_on__isnull=True) | Q(authorised_on__gt=on))
    held = Midpoint.objects.filter(family=OuterRef("family"), held_at__date__lte=on)
    return dict(open_still.exclude(Exists(held)).values_list("referral_id", "started_on"))
