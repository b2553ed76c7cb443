"""Reading waits off the record: one question for each kind, however many children wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.models import Team
from lintel.journey.allocating.loads.reading import family_of
from lintel.journey.allocating.many import any_of
from lintel.journey.allocating.seeing.reading import births, looked_into_since
from lintel.journey.allocating.seeing.rules import SeenBy, ToBeSeen, seen_by
from lintel.journey.allocating.waiting.wait import Check, Offer, Wait
from lintel.statute.calendar import WorkingCalendar, england
from lintel.steps.allocation.models import Allocation, Holding, Involvement, SafetyCheck
from lintel.steps.allocation.rules import WaitLimits, check_may_wait_until, is_check_overdue, rungs_reached
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

COLUMNS = (
    "pk", "child_id", "referred_on", "team_id", "child_contact__decided_on", "child_contact__contact_id",
    "child_contact__contact__concerns", "child_contact__contact__priority",
    "child_contact__contact__danger_flagged_at", "child_contact__contact__danger_cleared_at",
)  # fmt: skip


def without_a_worker(referrals: QuerySet[Referral], today: date) -> QuerySet[Referral]:
    """Of these, the episodes under way that nobody has accepted."""
    held = Involvement.objects.in_force(today).filter(referral=OuterRef("pk"))
    return referrals.open_on(today).exclude(Exists(held))  # type: ignore[attr-defined, no-any-return]


def wait_limits(limits: Limits, today: date) -> WaitLimits:
    """How long waiting may last before whom is told, as agreed for today."""
    return WaitLimits(
        service_manager=limits.time_limit("unallocated_service_manager", on=today),
        head_of_service=limits.time_limit("unallocated_head_of_service", on=today),
        unchecked=limits.time_limit("safety_recheck_late", on=today),
    )


def next_check(limits: Limits, today: date) -> tuple[date, date]:
    """For a check made today: the day the next one is usually due, and the last day that may be named for it."""
    usual = limits.time_limit("safety_recheck", on=today).due_on(today, england())
    longest = limits.time_limit("safety_recheck_longest", on=today)
    return usual, check_may_wait_until(today, longest=longest, calendar=england())


def read_waits(referrals: QuerySet[Referral], *, today: date) -> list[Wait]:
    """The waits among these episodes, as they stand at the end of a day."""
    rows = list(without_a_worker(referrals, today).values_list(*COLUMNS))
    beside = _Beside([row[0] for row in rows], {row[1] for row in rows}, today)
    return [beside.wait(row) for row in rows]


class _Beside:
    """What stands beside the episodes, each kind read once."""

    def __init__(self, referrals: list[int], children: set[int], today: date) -> None:
        self.today, self.calendar, self.limits = today, england(), all_limits()
        self.told_when = wait_limits(self.limits, today)
        self.to_be_seen, self.seen_in_enquiry = (
            self.limits.time_limit(code, on=today) for code in ("child_seen", "child_seen_in_enquiry")
        )
        self.teams = dict(Team.objects.values_list("pk", "name"))
        self.left = _last_worker(referrals, today)
        self.held = {
            row[0]: row[1:]
            for row in Holding.objects.filter(
                referral__in=any_of(referrals), until_at__isnull=True, manager__is_active=True
            ).values_list("referral_id", "manager_id", "manager__name", "first_check_due_on")
        }
        self.checks = _last_checks(referrals)
        self.offers = {
            referral: Offer(allocation_id=pk, worker=worker, given_at=given_at)
            for referral, pk, worker, given_at in Allocation.objects.to_answer(today)
            .filter(referral__in=any_of(referrals))
            .values_list("referral_id", "pk", "worker__name", "given_at")
        }
        self.families = family_of(children)
        self.looked_into_since, self.births = looked_into_since(children, on=today), births(children)
        self.seen_on = _last_seen(children)

    def wait(self, row: tuple[Any, ...]) -> Wait:
        pk, child, referred_on, team, decided_on, contact, concerns, priority, flagged_at, cleared_at = row
        left_on, left_by = self.left.get(pk, (None, ""))
        since = max(day for day in (decided_on or referred_on, left_on) if day)
        manager_id, manager, first_due = self.held.get(pk, (None, "", None))
        check = self.checks.get(pk)
        if check is not None and check.checked_on < since:
            check = None
        due = self._seen_by(child, referred_on)
        rungs = rungs_reached(
            since=since, check_due_on=check.next_due_on if check else None, today=self.today, limits=self.told_when,
            calendar=self.calendar,
        )  # fmt: skip
        return Wait(
            referral_id=pk, child_id=child, contact_id=contact, family=self.families[child], since=since,
            days=(self.today - since).days, working_days=_working_days(self.calendar, since, self.today), team_id=team,
            team=self.teams.get(team, ""), concerns=tuple(concerns or ()), priority=priority or "",
            is_danger_open=flagged_at is not None and cleared_at is None, is_in_enquiry=child in self.looked_into_since,
            holding_manager=manager, holding_manager_id=manager_id, check=check,
            check_due_on=check.next_due_on if check else first_due,
            is_check_overdue=is_check_overdue(
                since=since, check_due_on=check.next_due_on if check else None, today=self.today,
                late=self.told_when.unchecked, calendar=self.calendar,
            ),
            rungs=tuple(rungs), offer=self.offers.get(pk), left_by=left_by,
            seen_by_due=due.on if due else None, is_seen_due_in_enquiry=due is not None and due.is_in_enquiry,
        )  # fmt: skip

    def _seen_by(self, child: int, referred_on: date) -> SeenBy | None:
        born_on, is_unborn = self.births[child]
        to_be_seen = ToBeSeen(
            referred_on=referred_on, seen_on=self.seen_on.get(child), born_on=born_on, is_unborn=is_unborn,
            looked_into_since=self.looked_into_since.get(child),
        )  # fmt: skip
        return seen_by(
            to_be_seen, limit=self.to_be_seen, in_enquiry=self.seen_in_enquiry, today=self.today,
            calendar=self.calendar,
        )  # fmt: skip


def _working_days(calendar: WorkingCalendar, since: date, today: date) -> int:
    return calendar.working_days_between(since, today) if since <= today else 0


def _last_worker(referrals: Iterable[int], today: date) -> dict[int, tuple[date | None, str]]:
    """Of episodes somebody held before: the day the last of them left, and who it was."""
    # Who accepted and let go on one day never was the child's worker: the wait runs on.
    ended = Involvement.objects.filter(referral__in=any_of(referrals), ended_on__lte=today).exclude(
        ended_on=F("began_on")
    )
    rows = ended.order_by("ended_on", "pk").values_list("referral_id", "ended_on", "worker__name")
    return {referral: (ended_on, worker) for referral, ended_on, worker in rows}


def _last_checks(referrals: Iterable[int]) -> dict[int, Check]:
    found = SafetyCheck.objects.filter(referral__in=any_of(referrals)).order_by("referral_id", "-checked_on", "-pk")
    rows = found.distinct("referral_id").values_list(
        "referral_id", "checked_on", "said_by__name", "checked_by__name", "why_safe", "next_due_on"
    )
    return {
        referral: Check(checked_on=on, by=said_by or checked_by or "", why_safe=why, next_due_on=next_due)
        for referral, on, said_by, checked_by, why, next_due in rows
    }


def _last_seen(children: set[int]) -> dict[int, date]:
    seen = Visit.objects.filter(child__in=any_of(children), child_seen=True).order_by("visited_on")
    return dict(seen.values_list("child_id", "visited_on"))
