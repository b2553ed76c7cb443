"""K42: whether visits are written down while they are fresh, and which children nobody has written about for weeks."""

from __future__ import annotations

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.by_team import FEWEST_VISITS, FEWEST_WORKERS, VISIT, visits_by_team
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.records import Entry
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import local_day


def visits_written(evidence: Evidence) -> list[Case]:
    """Visits that say when they were written down; those count that were written within the agreed working days."""
    cases, visited = [], {visit.pk: visit.visited_on for visit in evidence.visits}
    for entry in evidence.entries:
        if not _is_visit(entry):
            continue
        visited_on, written_on = visited[entry.pk], local_day(entry.recorded_at)
        days = evidence.calendar.working_days_between(visited_on, max(visited_on, written_on))
        agreed = evidence.limits.time_limit("visit_written", on=written_on).amount
        cases.append(
            Case(
                kind=entry.kind, pk=entry.pk, child=evidence.children[entry.child_id], on=written_on,
                counts=days <= agreed, value=float(days),
                label=f"Written down after {days} working day{'' if days == 1 else 's'}",
            )
        )  # fmt: skip
    return cases


def children_without_an_entry(evidence: Evidence, day: date) -> list[Case]:
    """Children with an episode under way about whom nothing was written for longer than agreed."""
    limit, latest = evidence.limits.time_limit("nothing_written", on=day), evidence.once(last_written)
    cases = []
    for referral in evidence.open_referrals(day):
        written = [on for on in latest.get(referral.child_id, ()) if on <= day]
        since = max([*written, referral.referred_on])
        if limit.due_on(since, evidence.calendar) < day:
            cases.append(
                Case(
                    kind="referrals.referral", pk=referral.pk, child=evidence.children[referral.child_id], on=day,
                    team_id=referral.team_id, source_group=evidence.source_group(referral.source),
                    label=f"Nothing written since {since:%-d %B %Y}",
                )
            )  # fmt: skip
    return cases


def last_written(evidence: Evidence) -> dict[int, list[date]]:
    """
    By child, the days on which somebody wrote about them, or something happened that is in the record: visits,
    contacts, discussions, assessments. Administrative entries (a worker's name, a team) are none of these.
    """
    days: dict[int, list[date]] = {}
    for entry in evidence.entries:
        days.setdefault(entry.child_id, []).append(local_day(entry.recorded_at))
    for visit in evidence.visits:
        days.setdefault(visit.child_id, []).append(visit.visited_on)
    for contact in evidence.child_contacts:
        days.setdefault(contact.child_id, []).append(contact.received_on)
    for assessment in evidence.assessments:
        days.setdefault(assessment.child_id, []).append(assessment.authorised_on or assessment.started_on)
    return days


def without_visits_written(evidence: Evidence) -> str:
    return "" if any(_is_visit(entry) for entry in evidence.entries) else "no visit says when it was written down"


def _is_visit(entry: Entry) -> bool:
    return entry.kind == VISIT


INDICATOR = Indicator(
    code="K42",
    name="Visits written down within two working days",
    short_name="Record currency",
    question="Does the record know what the worker knows?",
    definition=(
        "Of the visits written down in the period that say when, the share written within the agreed working days of "
        "the visit. Beside it: children with an episode under way about whom nothing was written for twenty working "
        f"days; a change of worker or team is no entry. By team: the median lag, of at least {FEWEST_VISITS} visits of "
        f"{FEWEST_WORKERS} workers; never by worker."
    ),
    numerator="Visits written down in the agreed working days",
    denominator="Visits written down in the period that say when",
    clock="From the day of the visit to the day it was written down",
    unit="% of visits",
    owner=Role.SERVICE_MANAGER,
    guard="Visits that are never written down are in no number of visits: read with the children nobody writes about.",
    findings=("S36",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD - {"source_group"},
    cannot_say=without_visits_written,
    flow=visits_written,
    known_from=lambda evidence: min((local_day(e.recorded_at) for e in evidence.entries if _is_visit(e)), default=None),
    breakdowns=lambda cases, evidence: visits_by_team(cases, evidence, "working days"),
    also_listed=(("Open, with nothing written for twenty working days", children_without_an_entry),),
    follows_contacts=True,
)
