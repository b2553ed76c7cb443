"""K101: step-downs that nobody has taken up after ten working days."""

from collections.abc import Sequence
from datetime import date, timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k100_step_down_accepted import (
    case_of,
    since_the_first,
    without_step_downs,
)
from lintel.oversight.performance.plan_work import work_under_plans
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells

NOT_MET = "Accepted, not met"


def _waiting(evidence: Evidence) -> Spells:
    """From ten working days after the proposal until the family is met."""
    found = []
    for each in evidence.once(work_under_plans).handovers:
        limit = evidence.limits.time_limit("step_down_lost", on=each.asked_on)
        begins = limit.due_on(each.asked_on, evidence.calendar) + timedelta(days=1)
        ends = min(each.met_on or FAR_AWAY, each.over_on or FAR_AWAY)
        found.append((min(begins, ends), ends))
    return Spells(found)


def lost(evidence: Evidence, day: date) -> list[Case]:
    """Every family not met after ten working days; those count whom early help has not even accepted."""
    cases = []
    for place in evidence.once(_waiting).on(day):
        each = evidence.once(work_under_plans).handovers[place]
        is_lost = each.accepted_on is None or each.accepted_on > day
        cases.append(
            case_of(
                evidence, each, day, counts=is_lost, value=float((day - each.asked_on).days),
                label=f"Proposed on {each.asked_on:%-d %B %Y}, {'nobody has accepted' if is_lost else NOT_MET.lower()}",
                category="" if is_lost else NOT_MET,
            )
        )  # fmt: skip
    return cases


def how_many_are_not_met(cases: Sequence[Case], _: Evidence) -> Also:
    return (("Accepted, and not met after ten working days", number_in_words(sum(not case.counts for case in cases))),)


INDICATOR = Indicator(
    code="K101",
    name="Lost handovers to early help",
    short_name="Lost handovers",
    question="Does each side think that the other has the family?",
    definition=(
        "Step-downs proposed more than ten working days ago with neither acceptance nor first contact at the end of "
        "the day. Beside it: those accepted whose family nobody has met."
    ),
    numerator="Step-downs older than ten working days that early help has neither accepted nor met",
    denominator="None: a count at a moment; the list has every family not met by then",
    clock="From the first proposal, ten working days",
    unit="Children, at the end of the day (there should be none)",
    owner=Role.SERVICE_MANAGER,
    guard="Closing by break-glass does not take a family off this list; only acceptance, or a step-up, does.",
    findings=("S33",),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=ALL_FILTERS,
    cannot_say=without_step_downs,
    stock=lost,
    known_from=since_the_first,
    also=how_many_are_not_met,
)
