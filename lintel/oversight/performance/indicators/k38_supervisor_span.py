"""K38: how many workers and children stand under one supervisor."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k35_caseload import INDICATOR as CASELOAD
from lintel.oversight.performance.records import Appointment
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind


def supervisors(evidence: Evidence, day: date) -> list[Case]:
    """Every supervisor with the workers and children under them; absent workers still need supervising."""
    under: dict[int, list[Appointment]] = defaultdict(list)
    for appointment in evidence.appointments_on(day):
        if appointment.supervisor_id:
            under[appointment.supervisor_id].append(appointment)
    most_children, most_workers = (
        evidence.limits.number(code, on=day).value for code in ("span_children", "span_workers")
    )
    held, names = evidence.children_held_on(day), evidence.names_of_workers
    cases = []
    for supervisor, appointments in under.items():
        workers = {appointment.worker_id for appointment in appointments}
        children = tuple(dict.fromkeys(child for worker in sorted(workers) for child in held.get(worker, ())))
        cases.append(
            Case(
                kind="workforce.worker", pk=supervisor, on=day, value=float(len(children)), weight=float(len(workers)),
                counts=len(children) > most_children or len(workers) > most_workers, child_ids=children,
                team_id=appointments[0].team_id,
                label=f"{names.get(supervisor, '')}: {len(children)} children of {len(workers)} workers",
            )
        )  # fmt: skip
    return cases


def how_many_are_over(cases: Sequence[Case], evidence: Evidence) -> Also:
    code = {"span_children": "children", "span_workers": "workers"}
    limits = " or ".join(f"{evidence.limits.number(c, on=evidence.as_at).value:g} {word}" for c, word in code.items())
    return (
        (f"Supervisors with more than {limits}", number_in_words(sum(case.counts for case in cases))),
        ("Most workers under one supervisor", number_in_words(max((case.weight for case in cases), default=0.0))),
    )


def without_supervisors(evidence: Evidence) -> str:
    if not any(appointment.supervisor_id for appointment in evidence.appointments):
        return "no staff list has been loaded, or it names no supervisors"
    if not evidence.involvements:
        return "no record says who a child's worker is or was"
    return ""


def says_who_has_none(evidence: Evidence) -> str:
    alone = sum(1 for a in evidence.appointments_on(evidence.as_at) if a.is_case_holding and not a.supervisor_id)
    return f"{alone} case-holding workers have nobody named as their supervisor." if alone else ""


INDICATOR = Indicator(
    code="K38",
    name="Children under one supervisor",
    short_name="Supervisor span",
    question="Can each supervisor know the children they answer for?",
    definition=(
        "For every supervisor named in the staff list at the end of the day: the children open to the workers they "
        "supervise, and how many workers. The largest is drawn, since one supervisor too many is one too many."
    ),
    numerator="Children open to the workers of each supervisor",
    denominator="Supervisors named in the staff list",
    clock="At the end of the day",
    unit="Children under the supervisor who has most",
    owner=Role.HEAD_OF_SERVICE,
    guard=(
        "A vacant supervisor's workers must be given to whoever covers; those with nobody named are counted in the "
        "note."
    ),
    findings=("L1",),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=TEAM_ONLY,
    cannot_say=without_supervisors,
    stock=supervisors,
    known_from=CASELOAD.known_from,
    note=says_who_has_none,
    also=how_many_are_over,
    plots="maximum",
)
