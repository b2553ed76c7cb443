"""K100: step-downs that early help accepted within five working days."""

from datetime import date, timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.plan_work import Handover, work_under_plans
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells


def case_of(evidence: Evidence, handover: Handover, on: date, **said: object) -> Case:
    """A step-down as a case on a day."""
    return Case(
        kind="early_help.earlyhelprequest", pk=handover.pk, child=evidence.children[handover.child_id], on=on,
        team_id=handover.team_id, **said,  # type: ignore[arg-type]
    )  # fmt: skip


def due_on(evidence: Evidence, handover: Handover) -> date:
    limit = evidence.limits.time_limit("step_down_accepted", on=handover.asked_on)
    return limit.due_on(handover.asked_on, evidence.calendar)


def accepted(evidence: Evidence) -> list[Case]:
    cases = []
    for each in evidence.once(work_under_plans).handovers:
        if each.accepted_on is not None:
            days = evidence.calendar.working_days_between(each.asked_on, each.accepted_on)
            cases.append(
                case_of(
                    evidence, each, each.accepted_on, counts=each.accepted_on <= due_on(evidence, each),
                    value=float(days), label=f"Accepted after {days} working days",
                )
            )  # fmt: skip
    return cases


def overdue(evidence: Evidence, day: date) -> list[Case]:
    """Step-downs past the limit at the end of the day that early help has not accepted; sent back is not accepted."""
    return [
        case_of(
            evidence,
            evidence.once(work_under_plans).handovers[place],
            day,
            counts=False,
            label="Not accepted; the limit has passed",
        )
        for place in evidence.once(_overdue).on(day)
    ]


def _overdue(evidence: Evidence) -> Spells:
    return Spells(
        (due_on(evidence, each) + timedelta(days=1), each.accepted_on or each.over_on or FAR_AWAY)
        for each in evidence.once(work_under_plans).handovers
    )


def without_step_downs(evidence: Evidence) -> str:
    return "" if evidence.once(work_under_plans).handovers else "no step-down to early help is recorded"


def since_the_first(evidence: Evidence) -> date | None:
    return min((each.asked_on for each in evidence.once(work_under_plans).handovers), default=None)


INDICATOR = Indicator(
    code="K100",
    name="Step-downs accepted within five working days",
    short_name="Step-downs accepted",
    question="Does early help answer a family that steps down in time?",
    definition=(
        "Of the step-downs early help accepted in the period, and those past the limit and not accepted at its end, "
        "the share accepted within five working days of being proposed. Sent back for information is not accepted, and "
        "asking again does not restart the clock."
    ),
    numerator="Step-downs accepted within five working days",
    denominator="Step-downs accepted in the period, and those past the limit and not accepted at its end",
    clock="From the first proposal to acceptance, in working days",
    unit="% of step-downs",
    owner=Role.EARLY_HELP_COORDINATOR,
    guard="Sending back to stop the clock: it does not stop. Accepting without meeting shows in K101 and K105.",
    findings=("S33",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_step_downs,
    flow=accepted,
    stock=overdue,
    known_from=since_the_first,
)
