"""K39: how much of the case-holding workforce is agency."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.codes import Basis
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Indicator, Measure
from lintel.oversight.performance.spc import Kind


def appointments(evidence: Evidence, day: date) -> list[Case]:
    held, names = evidence.children_held_on(day), evidence.names_of_workers
    return [
        Case(
            kind="workforce.appointment", pk=a.pk, on=day, counts=a.basis == Basis.AGENCY, weight=a.fte,
            value=a.fte, team_id=a.team_id, child_ids=held.get(a.worker_id, ()), category=a.basis,
            label=f"{names.get(a.worker_id, '')}: {a.basis}, {a.fte:g} full-time",
        )
        for a in evidence.appointments_on(day)
        if a.is_case_holding
    ]  # fmt: skip


def teams_that_could_break(cases: Sequence[Case], evidence: Evidence) -> Also:
    """Teams where agency workers are more than the agreed share: each could lose most of its people in a month."""
    agency: dict[int, float] = defaultdict(float)
    everybody: dict[int, float] = defaultdict(float)
    for case in cases:
        team = case.team_id or 0
        everybody[team] += case.weight
        agency[team] += case.weight * case.counts
    share = evidence.limits.number("agency_share", on=evidence.as_at).value
    names = evidence.reader.names_of_teams()
    over = sorted(names.get(team, "") for team, fte in everybody.items() if fte and agency[team] / fte > share)
    return ((f"Teams with more than {100 * share:.0f}% agency", ", ".join(over) or "none"),)


def without_appointments(evidence: Evidence) -> str:
    if any(appointment.is_case_holding for appointment in evidence.appointments):
        return ""
    return "no staff list has been loaded, or it marks nobody as holding cases"


INDICATOR = Indicator(
    code="K39",
    name="Agency share of the case-holding workforce",
    short_name="Agency share",
    question="How much of our work stands on people who can leave next month?",
    definition=(
        "Of the full-time equivalents of case-holding workers in post at the end of the day, the share who are agency. "
        "Teams over the agreed share are named: each is a single point that can break."
    ),
    numerator="Full-time equivalents of agency workers who hold cases",
    denominator="Full-time equivalents of all workers who hold cases",
    clock="At the end of the day",
    unit="% of full-time equivalents",
    owner=Role.PLANNER,
    guard="Spreading agency workers thinly over teams hides a whole team that is agency; look team by team.",
    findings=("L2", "S4"),
    chart=Kind.XMR,
    measure=Measure.WEIGHTED_SHARE,
    filters=TEAM_ONLY,
    cannot_say=without_appointments,
    stock=appointments,
    known_from=lambda evidence: min((a.starts_on for a in evidence.appointments), default=None),
    also=teams_that_could_break,
    counts_children=False,
)
