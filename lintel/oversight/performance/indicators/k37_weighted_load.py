"""K37: the load of workers when children at different stages weigh differently."""

from dataclasses import replace
from datetime import date
from math import fsum

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import TEAM_ONLY, Indicator, Measure
from lintel.oversight.performance.indicators.k35_caseload import INDICATOR as CASELOAD
from lintel.oversight.performance.indicators.k35_caseload import caseloads, without_staff_list
from lintel.oversight.performance.spc import Kind

PROTECTION, IN_NEED = "plans.cpplan", "plans.cinplan"
WEIGHTS = ("weight_assessment", "weight_child_in_need", "weight_child_protection")


def weighted_caseloads(evidence: Evidence, day: date) -> list[Case]:
    in_assessment, in_need, in_protection = (evidence.limits.number(code, on=day).value for code in WEIGHTS)
    protected, needy = (evidence.children_on_plans(kind, day) for kind in (PROTECTION, IN_NEED))

    def weight(child: int) -> float:
        if child in protected:
            return in_protection
        return in_need if child in needy else in_assessment

    # Summed exactly, so that the order in which children come out of the record leaves no trace in the last digit.
    return [replace(case, value=fsum(weight(child) for child in case.child_ids)) for case in caseloads(evidence, day)]


def without_stages(evidence: Evidence) -> str:
    if reason := without_staff_list(evidence):
        return reason
    if not any(plan.kind in (PROTECTION, IN_NEED) for plan in evidence.plans):
        return "no child in need or child protection plans have been loaded, so stages cannot be told apart"
    return ""


def says_the_weights(evidence: Evidence) -> str:
    agreed = [evidence.limits.number(code, on=evidence.as_at) for code in WEIGHTS]
    hours = evidence.limits.number("hours_per_week", on=evidence.as_at)
    weights = "; ".join(f"{number.name[0].lower()}{number.name[1:]} {number.value:g}" for number in agreed)
    return f"Agreed weights: {weights}. A full-time week is {hours.value:g} hours."


INDICATOR = Indicator(
    code="K37",
    name="Weighted caseload",
    short_name="Weighted load",
    question="Who carries more than the count of children shows?",
    definition=(
        "The children each case-holding worker holds at the end of the day, each with the weight agreed for their "
        "stage (assessment, child in need, child protection), for each full-time week of those at work. It never "
        "replaces the plain count (K35)."
    ),
    numerator="Agreed weights of the children held by case-holding workers",
    denominator="Full-time weeks of case-holding workers at work",
    clock="At the end of the day",
    unit="Weighted children for each full-time week",
    owner=Role.SERVICE_MANAGER,
    guard=(
        "Weights can be bent until nobody is overloaded: they are set in the open, with dates, and K35 stands beside."
    ),
    findings=("S34",),
    chart=Kind.U,
    measure=Measure.RATIO,
    filters=TEAM_ONLY,
    cannot_say=without_stages,
    stock=weighted_caseloads,
    known_from=CASELOAD.known_from,
    note=says_the_weights,
)
