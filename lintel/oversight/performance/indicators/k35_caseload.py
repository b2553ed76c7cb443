"""K35: how many children workers hold."""

from collections.abc import Callable, Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.codes import Basis
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Indicator, Measure
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.steps.allocation.rules import Terms, most_children
from lintel.steps.allocation.terms import agreed_on


def caseloads(evidence: Evidence, day: date) -> list[Case]:
    """
    Every case-holding worker with the children they hold and the hours they are there.

    An absent worker's children are still counted; their hours are not, so the load on those at work shows.
    """
    held = evidence.children_held_on(day)
    names = evidence.names_of_workers
    cases = []
    for appointment in evidence.appointments_on(day):
        if not appointment.is_case_holding:
            continue
        children = held.get(appointment.worker_id, ())
        is_absent = evidence.is_absent(appointment.worker_id, day)
        cases.append(
            Case(
                kind="workforce.appointment", pk=appointment.pk, on=day, value=float(len(children)),
                weight=0.0 if is_absent else appointment.fte, team_id=appointment.team_id, child_ids=children,
                counts=not is_absent, category=appointment.basis,
                label=_label(names.get(appointment.worker_id, ""), len(children), appointment.basis, is_absent),
            )
        )  # fmt: skip
    return cases


def above_what_was_agreed(evidence: Evidence, day: date) -> Callable[[Case], bool]:
    """Whether a worker holds more than was agreed for their hours; a newly qualified one, than the protected load."""
    agreed = agreed_on(evidence.limits, day)
    new = {a.pk for a in evidence.appointments_on(day) if a.is_newly_qualified}

    def is_over(case: Case) -> bool:
        terms = Terms(fte=case.weight, is_newly_qualified=case.pk in new)
        return (case.value or 0.0) > most_children(terms, agreed)

    return is_over


def _label(name: str, children: int, basis: str, is_absent: bool) -> str:
    remarks = [word for word, holds in (("agency", basis == Basis.AGENCY), ("absent", is_absent)) if holds]
    return f"{name}: {children} {'child' if children == 1 else 'children'}" + (
        f" ({', '.join(remarks)})" if remarks else ""
    )


def children_and_workers(cases: Sequence[Case], evidence: Evidence) -> Also:
    at_work = [case for case in cases if case.weight]
    is_over = above_what_was_agreed(evidence, evidence.as_at)
    held = {child for case in cases for child in case.child_ids}
    return (
        ("Children held", number_in_words(len(held))),
        ("Case-holding workers at work", number_in_words(len(at_work))),
        ("Full-time equivalents at work", number_in_words(sum(case.weight for case in at_work))),
        ("Over the ceiling", number_in_words(sum(map(is_over, at_work)))),
    )


def without_staff_list(evidence: Evidence) -> str:
    if not any(appointment.is_case_holding for appointment in evidence.appointments):
        return "no staff list has been loaded, or it marks nobody as holding cases"
    if not evidence.involvements:
        return "no record says who a child's worker is or was"
    return ""


INDICATOR = Indicator(
    code="K35",
    name="Caseload of workers who hold cases",
    short_name="Caseload",
    question="How many children does a worker hold, and how unevenly?",
    definition=(
        "Children held by case-holding workers at the end of the day, for each full-time equivalent at work. The mean, "
        "the middle worker, the worker whom nine in ten do not pass, and the highest are shown. An absent worker's "
        "hours are left out; the children they hold are not."
    ),
    numerator="Children held by case-holding workers",
    denominator="Full-time equivalents of case-holding workers at work",
    clock="At the end of the day",
    unit="Children for each full-time equivalent",
    owner=Role.SERVICE_MANAGER,
    guard=(
        "Naming managers or duty workers as case holders lowers the mean; children without a worker are not in it. "
        "Read with unallocated children (K30) and the worker list."
    ),
    findings=("S34", "S60", "L6"),
    chart=Kind.U,
    measure=Measure.RATIO,
    filters=TEAM_ONLY,
    cannot_say=without_staff_list,
    stock=caseloads,
    known_from=lambda evidence: max(
        (
            day
            for day in (
                evidence.allocation_known_from,
                min((a.starts_on for a in evidence.appointments), default=None),
            )
            if day
        ),
        default=None,
    ),
    also=children_and_workers,
)
