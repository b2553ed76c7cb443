"""
The rows of Annex A for a period, about the children the viewer may see.

What happened after the last day of the period is not told, so that a list for last March reads as it did in March.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Team, Worker
from lintel.oversight.returns.annex_a import wordings as w
from lintel.oversight.returns.sheets import Cell, Sheet
from lintel.statute.ages import age_on
from lintel.statute.calendar import LONDON
from lintel.steps.allocation.models import Involvement, SafetyCheck
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.front_door.codes import OutcomeBasis
from lintel.steps.front_door.models import ChildContact
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.codes import CaseStatus
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

Row = list[Cell]
A_YEAR = timedelta(days=365)


def lists(*, viewer: User, starts_on: date, ends_on: date, official_only: bool) -> Iterator[Sheet]:
    """Lists 1 to 7 and, unless `official_only`, our further columns and sheets."""
    extract = _Extract(viewer, starts_on, ends_on, further=not official_only)
    official = {
        "List 1": extract.contacts, "List 2": extract.early_help, "List 3": extract.referrals,
        "List 4": extract.assessments, "List 5": extract.enquiries, "List 6": extract.needs,
        "List 7": extract.protection,
    }  # fmt: skip
    for name, rows in official.items():
        yield Sheet(name, w.OFFICIAL[name] + (() if official_only else w.FURTHER.get(name, ())), rows())
    if official_only:
        return
    further = {
        "Involvements": extract.involvements, "Visits": extract.visits, "Safety Checks": extract.safety_checks,
        "Strategy Discussions": extract.discussions,
    }  # fmt: skip
    for name, rows in further.items():
        yield Sheet(name, w.SHEETS[name], rows())


class _Extract:
    """What several lists need is read once."""

    def __init__(self, viewer: User, starts_on: date, ends_on: date, *, further: bool) -> None:
        self.starts_on, self.ends_on, self.further = starts_on, ends_on, further
        self.children = {child.pk: child for child in visible_children(viewer).filter(is_child=True)}
        self.workers = {worker.pk: worker for worker in Worker.objects.all()}
        self.teams = dict(Team.objects.values_list("pk", "name"))
        self.holders = self._holders()

    def _holders(self) -> dict[int, list[tuple[date, int, int | None]]]:
        """For each referral who held the child from when, in order, as far as the period goes."""
        found: dict[int, list[tuple[date, int, int | None]]] = defaultdict(list)
        begun = Involvement.objects.filter(began_on__lte=self.ends_on).exclude(ended_on=F("began_on"))
        rows = begun.order_by("began_on", "pk").values_list("referral_id", "began_on", "worker_id", "team_id")
        for referral, began_on, worker, team in rows:
            found[referral].append((began_on, worker, team))
        return found

    # --- cells --------------------------------------------------------------------------------------------------------

    def _of(self, asked: QuerySet[Any], *columns: str) -> Iterator[Any]:
        """Rows about children the viewer may see; `child_id` comes first."""
        for row in asked.values_list("child_id", *columns).iterator(5_000):
            if row[0] in self.children:
                yield row

    def _child(self, child_id: int) -> Row:
        child = self.children[child_id]
        return [
            child.la_child_id, w.SEX[child.sex], w.ETHNICITIES[child.ethnicity], child.date_of_birth, self._age(child),
        ]  # fmt: skip

    def _age(self, child: Person) -> int | None:
        if child.date_of_birth is None or child.date_of_birth > self.ends_on:
            return None
        return age_on(child.date_of_birth, self.ends_on)

    def _disabled(self, child_id: int) -> str:
        return w.known(self.children[child_id].has_disability)

    def _id(self, child_id: int) -> str:
        return str(self.children[child_id].la_child_id)

    def _so_far(self, day: date | None) -> date | None:
        return day if day is not None and day <= self.ends_on else None

    def _allocated(self, team_id: int | None, worker_id: int | None) -> Row:
        worker = self.workers.get(worker_id) if worker_id else None
        return [self.teams.get(team_id, "") if team_id else "", worker.name if worker else ""]

    def _holder(self, referral_id: int | None, team_id: int | None) -> Row:
        """The last worker of the episode; the team it was sent to while it has none."""
        held = self.holders.get(referral_id or 0)
        return self._allocated(held[-1][2], held[-1][1]) if held else self._allocated(team_id, None)

    def _in_period(self, column: str) -> Q:
        return Q(**{f"{column}__gte": self.starts_on, f"{column}__lte": self.ends_on})

    def _under_way(self, begins: str, ends: str) -> Q:
        """Begun by the end of the period, and not over before it."""
        return Q(**{f"{begins}__lte": self.ends_on}) & (
            Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": self.starts_on})
        )

    # --- lists 1 to 3 -------------------------------------------------------------------------------------------------

    def contacts(self) -> Iterator[Row]:
        asked = ChildContact.objects.filter(self._in_period("contact__received_on")).order_by(
            "contact__received_on", "contact__received_at", "pk"
        )
        for child_id, *contact, recorded_at, outcome, basis, decided_on, decided_at, consent in self._of(
            asked, "contact__received_on", "contact__source", "contact__reference", "contact__received_at",
            "contact__happened_on", "contact__happened_at", "recorded_at", "outcome", "outcome_basis", "decided_on",
            "decided_at", "consent",
        ):  # fmt: skip
            received_on, source, reference, received_at, happened_on, happened_at = contact
            row = [*self._child(child_id), received_on, w.SOURCES[source]]
            if self.further:
                is_decided = basis == OutcomeBasis.DECIDED and decided_on <= self.ends_on
                row += [reference, _clock(received_at), happened_on, _clock(happened_at), *_day_and_clock(recorded_at)]
                row += [w.OUTCOME[outcome], decided_on, _clock(decided_at)] if is_decided else ["", None, ""]
                row.append(w.CONSENT[consent] if consent else "")
            yield row

    def early_help(self) -> Iterator[Row]:
        asked = EarlyHelpEpisode.objects.filter(self._under_way("started_on", "ended_on")).order_by("started_on", "pk")
        columns = ("started_on", "assessment_completed_on", "organisation", "ended_on")
        for child_id, started_on, completed_on, organisation, ended_on in self._of(asked, *columns):
            row = [*self._child(child_id), started_on, self._so_far(completed_on), organisation]
            yield [*row, self._so_far(ended_on)] if self.further else row

    def referrals(self) -> Iterator[Row]:
        asked = Referral.objects.filter(self._in_period("referred_on")).order_by("referred_on", "pk")
        earlier = _days(self._of(Referral.objects.all(), "referred_on"))
        columns = ("pk", "referred_on", "source", "is_nfa", "team_id", "recorded_at")
        for child_id, pk, referred_on, source, is_nfa, team_id, recorded_at in self._of(asked, *columns):
            row = [
                *self._child(child_id), referred_on, w.SOURCES[source], w.yes_no(is_nfa),
                _within_a_year_before(earlier[child_id], referred_on), *self._holder(pk, team_id),
            ]  # fmt: skip
            yield row + _day_and_clock(recorded_at) if self.further else row

    # --- lists 4 and 5 ------------------------------------------------------------------------------------------------

    def assessments(self) -> Iterator[Row]:
        asked = Assessment.objects.filter(self._under_way("started_on", "authorised_on")).order_by("started_on", "pk")
        columns = ("started_on", "child_seen", "authorised_on", "needs_support", "team_id", "worker_id")
        for child_id, started_on, seen, authorised_on, needs, team_id, worker_id in self._of(asked, *columns):
            is_over = self._so_far(authorised_on) is not None
            yield [
                *self._child(child_id), self._disabled(child_id), started_on, w.yes_no(seen if is_over else None),
                self._so_far(authorised_on), w.yes_no(needs if is_over else None),
                *self._allocated(team_id, worker_id),
            ]  # fmt: skip

    def enquiries(self) -> Iterator[Row]:
        asked = Section47Enquiry.objects.filter(self._under_way("started_on", "ended_on")).order_by("started_on", "pk")
        enquiries = _days(self._of(Section47Enquiry.objects.all(), "started_on"))
        initial = Conference.objects.filter(kind=ConferenceKind.INITIAL, held_on__lte=self.ends_on)
        conferences = _days(self._of(initial, "held_on"))
        following = {
            enquiry: (held_on, led)
            for enquiry, held_on, led in initial.values_list("enquiry_id", "held_on", "led_to_plan")
        }
        columns = ("pk", "started_on", "ended_on", "conference_not_required", "team_id", "worker_id")
        for child_id, pk, started_on, ended_on, not_required, team_id, worker_id in self._of(asked, *columns):
            held_on, led = following.get(pk, (None, None))
            is_known = ended_on is None or ended_on <= self.ends_on
            yield [
                *self._child(child_id), self._disabled(child_id), started_on,
                w.yes_no(not_required if is_known else None), held_on, w.yes_no(led),
                _within_a_year_before(enquiries[child_id], started_on),
                _within_a_year_before(conferences[child_id], held_on or started_on),
                *self._allocated(team_id, worker_id),
            ]  # fmt: skip

    # --- lists 6 and 7 ------------------------------------------------------------------------------------------------

    def needs(self) -> Iterator[Row]:
        asked = Referral.objects.filter(self._under_way("referred_on", "closed_on")).exclude(is_nfa=True)
        seen = self._last_visits(Q(child_seen=True))
        protected, in_need = self._under_plan(CpPlan), self._under_plan(CinPlan)
        columns = ("pk", "referred_on", "primary_need", "closed_on", "closure_reason", "team_id")
        for child_id, pk, referred_on, need, closed_on, reason, team_id in self._of(
            asked.order_by("referred_on", "pk"), *columns
        ):
            closed_on = self._so_far(closed_on)
            status = (
                CaseStatus.CLOSED if closed_on
                else CaseStatus.CHILD_PROTECTION if child_id in protected
                else CaseStatus.CHILD_IN_NEED if child_id in in_need
                else CaseStatus.OPEN_ASSESSMENT
            )  # fmt: skip
            last_seen = seen.get(child_id)
            yield [
                *self._child(child_id), self._disabled(child_id), referred_on, w.NEEDS[need],
                last_seen[0] if last_seen and last_seen[0] >= referred_on else None, closed_on,
                w.CLOSURES[reason] if closed_on else "", w.CASE_STATUS[status], *self._holder(pk, team_id),
            ]  # fmt: skip

    def protection(self) -> Iterator[Row]:
        asked = CpPlan.objects.filter(self._under_way("started_on", "ended_on")).order_by("started_on", "pk")
        visited = self._last_visits(Q(is_statutory=True))
        reviews = Conference.objects.filter(kind=ConferenceKind.REVIEW, held_on__lte=self.ends_on).order_by("held_on")
        reviewed = dict(reviews.values_list("cp_plan_id", "held_on"))
        columns = ("pk", "referral_id", "started_on", "initial_category", "latest_category", "ended_on",
                   "had_emergency_protection", "previous_plans", "team_id")  # fmt: skip
        for child_id, pk, referral, started_on, initial, latest, ended_on, emergency, previous, team_id in self._of(
            asked, *columns
        ):
            visit = visited.get(child_id)
            visit = visit if visit and visit[0] >= started_on else None
            yield [
                *self._child(child_id), self._disabled(child_id), started_on, w.ABUSE[initial], w.ABUSE[latest],
                visit[0] if visit else None, w.yes_no(visit[1]) if visit else "", reviewed.get(pk),
                self._so_far(ended_on), w.yes_no(emergency), previous, *self._holder(referral, team_id),
            ]  # fmt: skip

    def _last_visits(self, which: Q) -> dict[int, tuple[date, bool | None]]:
        asked = Visit.objects.filter(which, visited_on__lte=self.ends_on).order_by("visited_on", "pk")
        return {child: (on, alone) for child, on, alone in asked.values_list("child_id", "visited_on", "seen_alone")}

    def _under_plan(self, model: type[CpPlan] | type[CinPlan]) -> set[int]:
        """The children who had such a plan at the end of the period."""
        begun = model._default_manager.filter(started_on__lte=self.ends_on)
        return set(begun.exclude(ended_on__lte=self.ends_on).values_list("child_id", flat=True))

    # --- our further sheets -------------------------------------------------------------------------------------------

    def involvements(self) -> Iterator[Row]:
        asked = Involvement.objects.filter(self._under_way("began_on", "ended_on"), began_is_observed=False)
        columns = ("referral__referred_on", "worker_id", "team_id", "began_on", "began_at", "ended_on", "change_reason")
        for child_id, referred_on, worker_id, team_id, began_on, began_at, ended_on, reason in self._of(
            asked.order_by("began_on", "pk"), *columns
        ):
            team, worker = self._allocated(team_id, worker_id)
            has_ended = self._so_far(ended_on) is not None
            yield [
                self._id(child_id), referred_on, worker, self.workers[worker_id].staff_id, team,
                _local(began_at) or began_on, self._so_far(ended_on), reason if has_ended else "",
            ]  # fmt: skip

    def visits(self) -> Iterator[Row]:
        asked = Visit.objects.filter(self._in_period("visited_on")).order_by("visited_on", "pk")
        columns = ("visited_on", "visited_at", "child_seen", "seen_alone", "is_statutory", "worker_id", "recorded_at")
        for child_id, on, at, seen, alone, is_statutory, worker_id, recorded_at in self._of(asked, *columns):
            yield [
                self._id(child_id), _local(at) or on, w.yes_no(seen), w.yes_no(alone), w.yes_no(is_statutory),
                self._allocated(None, worker_id)[1], _local(recorded_at),
            ]  # fmt: skip

    def safety_checks(self) -> Iterator[Row]:
        asked = SafetyCheck.objects.filter(self._in_period("checked_on")).order_by("checked_on", "pk")
        columns = ("referral__referred_on", "checked_on", "checked_by__name", "why_safe", "next_due_on")
        for child_id, *rest in self._of(asked, *columns):
            yield [self._id(child_id), *rest]

    def discussions(self) -> Iterator[Row]:
        asked = StrategyDiscussion.objects.filter(self._in_period("held_on")).order_by("held_on", "pk")
        for child_id, held_on, held_at, began in self._of(asked, "held_on", "held_at", "began_enquiry"):
            yield [self._id(child_id), _local(held_at) or held_on, w.yes_no(began)]


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(LONDON) if moment else None


def _clock(moment: datetime | None) -> str:
    return f"{moment.astimezone(LONDON):%H:%M}" if moment else ""


def _day_and_clock(moment: datetime | None) -> Row:
    return [moment.astimezone(LONDON).date() if moment else None, _clock(moment)]


def _days(rows: Iterator[Any]) -> dict[int, list[date]]:
    """The days of a kind of event, by child, in order."""
    found: dict[int, list[date]] = defaultdict(list)
    for child_id, day in rows:
        found[child_id].append(day)
    for days in found.values():
        days.sort()
    return found


def _within_a_year_before(days: list[date], day: date) -> int:
    """How many of these lie in the year before a day, the day itself left out."""
    return bisect_left(days, day) - bisect_right(days, day - A_YEAR)
