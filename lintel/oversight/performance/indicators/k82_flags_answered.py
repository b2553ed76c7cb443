"""K82: flags of drift answered within five working days."""

from datetime import date, timedelta

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.drift_work import Flagged, case_of, flags_of, since_the_first_flag, without_flags
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells


def _due_on(evidence: Evidence, flag: Flagged) -> date:
    return evidence.limits.time_limit("drift_answered", on=flag.raised_on).due_on(flag.raised_on, evidence.calendar)


def answered(evidence: Evidence) -> list[Case]:
    cases = []
    for flag in evidence.once(flags_of):
        if flag.answered_on is not None:
            days = evidence.calendar.working_days_between(flag.raised_on, flag.answered_on)
            label = f"{flag.rule}: answered after {days} {'working day' if days == 1 else 'working days'}"
            in_time = flag.answered_on <= _due_on(evidence, flag)
            cases.append(
                case_of(evidence, flag, flag.answered_on, counts=in_time, value=float(days), label=label)
            )  # fmt: skip
    return cases


def _overdue(evidence: Evidence) -> Spells:
    return Spells(
        (_due_on(evidence, flag) + timedelta(days=1), flag.answered_on or FAR_AWAY) for flag in evidence.once(flags_of)
    )


def overdue(evidence: Evidence, day: date) -> list[Case]:
    """Flags past the limit at the end of the day that nobody has answered."""
    found = evidence.once(flags_of)
    return [
        case_of(evidence, found[place], day, counts=False, label=f"{found[place].rule}: not answered, and late")
        for place in evidence.once(_overdue).on(day)
    ]


INDICATOR = Indicator(
    code="K82",
    name="Flags of drift answered within five working days",
    short_name="Drift answered",
    question="Does every flag get a human answer, soon?",
    definition=(
        "Of the flags of drift answered in the period, and those past the limit and not answered at its end, the share "
        "answered within five working days of being raised. Accepting needs a day on which it is looked at again."
    ),
    numerator="Flags answered within five working days",
    denominator="Flags answered in the period, and those past the limit and not answered at its end",
    clock="From the night a flag was raised to its answer, in working days",
    unit="% of flags",
    owner=Role.SERVICE_MANAGER,
    guard="“Accept” needs a day to look again, at most three months away; “wrong” in bulk shows in the precision.",
    findings=("S16",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD | {"team_id"},
    cannot_say=without_flags,
    flow=answered,
    stock=overdue,
    known_from=since_the_first_flag,
)
