"""Asking how the workforce stands: of the teams one answers for, or of all for those who see or plan the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from lintel.foundation.access.permissions import require
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.workforce.codes import Basis, Stage
from lintel.foundation.workforce.models import Absence, Appointment, Post, ProtectedTime, Recruitment
from lintel.foundation.workforce.permissions import SEE_WORKFORCE
from lintel.foundation.workforce.recruiting.queries import posts, teams_seen
from lintel.foundation.workforce.recruiting.rules import Path, stage
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.first_case import first_day_with_a_case
from lintel.oversight.performance.gathering import Reader, sees_only_numbers
from lintel.oversight.performance.indicators.k38_supervisor_span import supervisors
from lintel.oversight.performance.indicators.k40_time_to_fill import funded_and_case_holding
from lintel.oversight.performance.keeping import keep, state_of_the_record, what_they_see
from lintel.oversight.performance.rules import must_be_hidden
from lintel.oversight.staffing.establishment import Line, Span, together
from lintel.oversight.staffing.on_a_day import path_on, paths, requisitions
from lintel.oversight.staffing.pipeline import LeadTime, OnItsWay, lead_time, lead_times
from lintel.steps.allocation.models import Involvement

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Establishment:
    """The teams of one viewer on one day, and all of them together."""

    lines: tuple[Line, ...]
    whole: Line
    most_agency: float

    @property
    def mostly_agency(self) -> list[Line]:
        """Teams that could lose most of their people within weeks."""
        return [line for line in self.lines if (line.agency_share or 0) > self.most_agency]


def establishment(*, viewer: User, on: date) -> Establishment:
    """
    What is funded, filled and at work in each team at the end of a day.

    :raises NotAllowed: if this person may not see the workforce.
    """
    teams = teams_seen(viewer=viewer)
    evidence = Evidence(Reader(viewer, on))
    funded_and_at_work = funded_and_case_holding(evidence, on)
    held, not_funded = _held_posts(on)
    in_post, agency = _in_post(on)
    hours = _protected_hours(on)
    lines = []
    for team in teams:
        funded, at_work = funded_and_at_work.get(team.pk, (0.0, 0.0))
        line = Line(
            team_id=team.pk, name=team.name, funded=funded, filled=held[team.pk], not_funded=not_funded[team.pk],
            in_post=in_post[team.pk], at_work=at_work, agency=agency[team.pk], protected_hours=hours[team.pk],
        )  # fmt: skip
        lines += [] if line.is_empty else [line]
    share = all_limits().number("agency_share", on=on).value
    return Establishment(tuple(lines), together(lines, name="All teams"), share)


def _held_posts(on: date) -> tuple[dict[int, float], dict[int, float]]:
    """By team: full-time equivalents of funded case-holding posts somebody holds; and of those without funding."""
    held, not_funded = defaultdict[int, float](float), defaultdict[int, float](float)
    filled = set(Appointment.objects.in_force(on).filter(post__isnull=False).values_list("post_id", flat=True))
    for pk, team, fte, line in _open_posts(on).values_list("pk", "team_id", "fte", "funding_line"):
        if not line:
            not_funded[team] += float(fte)
        elif pk in filled:
            held[team] += float(fte)
    return held, not_funded


def _open_posts(on: date) -> QuerySet[Post]:
    is_open = Q(closes_on__isnull=True) | Q(closes_on__gt=on)
    return Post.objects.filter(is_open, is_case_holding=True, opens_on__lte=on)


def _in_post(on: date) -> tuple[dict[int, float], dict[int, float]]:
    """By team: full-time equivalents of case-holding workers in post, and of the agency workers among them."""
    everybody, agency = defaultdict[int, float](float), defaultdict[int, float](float)
    rows = Appointment.objects.in_force(on).case_holding().values_list("team_id", "fte", "basis")
    for team, fte, basis in rows:
        everybody[team] += float(fte)
        agency[team] += float(fte) if basis == Basis.AGENCY else 0.0
    return everybody, agency


def _protected_hours(on: date) -> dict[int, float]:
    """By team: hours a week that are kept free of cases, of those who hold cases there."""
    hours = defaultdict[int, float](float)
    kept = defaultdict[int, float](float)
    for worker, number in ProtectedTime.objects.in_force(on).values_list("worker_id", "hours_per_week"):
        kept[worker] += float(number)
    # Whoever is in two teams keeps their hours once: in the first.
    appointed = Appointment.objects.in_force(on).case_holding().order_by("pk")
    for worker, team in appointed.values_list("worker_id", "team_id"):
        hours[team] += kept.pop(worker, 0.0)
    return hours


def spans(*, viewer: User, on: date) -> list[Span]:
    """
    What each supervisor answers for, by team and name and in no other order (K38).

    :raises NotAllowed: if this person may not see the workforce.
    """
    names = {team.pk: team.name for team in teams_seen(viewer=viewer)}
    seen = (what_they_see(viewer, on), tuple(sorted(names.items())))
    # Who holds whom is read for all of the service: once for each state of the record, as for the indicators.
    return keep(lambda: _spans(viewer, on, names), "spans", on, seen, state_of_the_record())


def _spans(viewer: User, on: date, names: dict[int, str]) -> list[Span]:
    evidence = Evidence(Reader(viewer, on))
    is_blunted = sees_only_numbers(viewer)
    found = []
    for case in supervisors(evidence, on):
        if case.team_id in names:
            children = len(case.child_ids)
            found.append(
                Span(
                    team_id=case.team_id, team=names[case.team_id], workers=round(case.weight),
                    supervisor=evidence.names_of_workers.get(case.pk, ""), is_over=case.counts,
                    children=None if is_blunted and must_be_hidden(children, None) else children,
                )
            )  # fmt: skip
    return sorted(found, key=lambda span: (span.team, span.supervisor))


def pipeline(*, viewer: User, on: date) -> list[OnItsWay]:
    """
    Every post that is open or signed for and holds no cases yet, as it stood on a day; by team and title.

    :raises NotAllowed: if this person may not see the workforce.
    """
    return [way for way in _ways(viewer, on) if _is_on_its_way(way)]


def case_holding_posts(*, viewer: User, on: date, team_id: int | None = None) -> list[OnItsWay]:
    """
    The establishment of case-holding posts that were open on a day, filled or not; by team and title.

    :raises NotAllowed: if this person may not see the workforce.
    """
    return [
        way for way in _ways(viewer, on)
        if way.is_case_holding and way.opens_on <= on and team_id in (None, way.team_id)
    ]  # fmt: skip


def _ways(viewer: User, on: date) -> list[OnItsWay]:
    """Every post that was not closed by a day."""
    times = times_here(viewer=viewer, on=on)
    asked = list(posts(viewer=viewer).filter(Q(closes_on__isnull=True) | Q(closes_on__gt=on)))
    cases = _first_cases(asked)
    return [_as_way(post, cases, times, on) for post in asked]


def _is_on_its_way(way: OnItsWay) -> bool:
    is_to_come = way.opens_on > way.on and way.stage is Stage.VACANCY
    # Of whoever is in a post nobody signed for, or in one without cases, nothing more is expected.
    is_done = way.stage is Stage.STARTED and not (way.is_case_holding and way.path.signed_on)
    return not (is_to_come or is_done or way.stage is Stage.CASE_HOLDING)


def one_post(pk: int, *, viewer: User, on: date) -> tuple[Post, OnItsWay] | None:
    """A post this person may see with its path on a day; None where there is none, or it is not theirs to see."""
    post = posts(viewer=viewer).filter(pk=pk).first()
    if post is None:
        return None
    return post, _as_way(post, _first_cases([post]), times_here(viewer=viewer, on=on), on)


def times_here(*, viewer: User, on: date) -> dict[Stage, LeadTime]:
    """
    How long each stage took in this authority, of all posts and by what had happened by a day.

    Of posts, not of people: the same for everybody who may see the workforce.

    :raises NotAllowed: if this person may not see the workforce.
    """
    require(viewer, SEE_WORKFORCE)
    return lead_times(_whole_history(on))


def whole_times(*, viewer: User, on: date) -> tuple[LeadTime, LeadTime]:
    """
    From the requisition to the first day, and to the first case, in this authority by a day.

    :raises NotAllowed: if this person may not see the workforce.
    """
    require(viewer, SEE_WORKFORCE)
    paths = _whole_history(on)
    return lead_time(_days(paths, "started_on")), lead_time(_days(paths, "first_case_on"))


def _days(paths: Iterable[Path], until: str) -> list[float]:
    ends = ((path.signed_on, getattr(path, until)) for path in paths)
    return [float((end - signed).days) for signed, end in ends if signed and end and end >= signed]


def _whole_history(on: date) -> list[Path]:
    held = Appointment.objects.order_by("starts_on", "pk")
    searched = Recruitment.objects.select_related("appointment").order_by("-pk")
    asked = Post.objects.filter(Q(requisition_signed_on__isnull=False) | Q(recruitments__isnull=False)).distinct()
    found = list(asked.prefetch_related(Prefetch("appointments", held), Prefetch("recruitments", searched)))
    cases = _first_cases(found)
    return [
        path for post in found for signed in requisitions(post) if signed.signed_on <= on
        for path in paths(signed, cases, on)
    ]  # fmt: skip


def _first_cases(asked: Sequence[Post]) -> dict[int, date]:
    """By the appointment's id: the day its holder held their first case in the post."""
    appointed = [each for post in asked if post.is_case_holding for each in post.appointments.all()]
    spells: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Involvement.objects.filter(worker__in={each.worker_id for each in appointed}).values_list(
        "worker_id", "began_on", "ended_on", "referral__closed_on"
    )
    for worker, began_on, ended_on, closed_on in rows.iterator(5_000):
        spells[worker].append((began_on, min(filter(None, (ended_on, closed_on)), default=None)))
    found = ((each.pk, first_day_with_a_case(each.starts_on, spells[each.worker_id])) for each in appointed)
    return {pk: first for pk, first in found if first is not None}


def _as_way(post: Post, cases: dict[int, date], times: dict[Stage, LeadTime], on: date) -> OnItsWay:
    found = path_on(post, cases, on)
    return OnItsWay(
        post_id=post.pk, title=post.title, team_id=post.team_id, team=post.team.name, fte=float(post.fte),
        is_funded=bool(post.funding_line), is_case_holding=post.is_case_holding, path=found.path, on=on,
        opens_on=post.opens_on,
        lead=times.get(stage(found.path), LeadTime(0)), holder=found.holder.worker.name if found.holder else "",
        times_fallen_through=found.times_fallen_through,
    )  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody in a case-holding post on a day."""

    appointment: Appointment
    is_away: bool


def people(*, viewer: User, on: date, team_id: int | None = None) -> list[Person]:
    """
    Who holds cases in the viewer's teams on a day, by team and name; why somebody is away is nobody's business here.

    :raises NotAllowed: if this person may not see the workforce.
    """
    mine = [team.pk for team in teams_seen(viewer=viewer) if team_id in (None, team.pk)]
    away = Absence.objects.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    absent = set(away.values_list("worker_id", flat=True))
    found = Appointment.objects.in_force(on).case_holding().filter(team__in=mine)
    rows = found.select_related("worker", "team", "supervisor", "post").order_by("team__name", "worker__name", "pk")
    return [Person(each, each.worker_id in absent) for each in rows]
