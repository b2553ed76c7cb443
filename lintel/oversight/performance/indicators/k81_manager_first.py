"""K81: delays that a manager named before the system did."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.drift_work import case_of, flags_of, since_the_first_flag, without_flags
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.spc import Kind


def confirmed(evidence: Evidence) -> list[Case]:
    """Each confirmed delay on the day it was answered, and whether a manager had named it first."""
    return [
        case_of(
            evidence, flag, flag.answered_on, counts=flag.named_first,
            category="checked" if flag.is_checked else "",
            label=f"{flag.rule}: {'named before the flag' if flag.named_first else 'not named before the flag'}",
        )
        for flag in evidence.once(flags_of)
        if flag.answered_on is not None and flag.is_confirmed
    ]  # fmt: skip


def checked(cases: Sequence[Case], _: Evidence) -> Also:
    return (
        (("Checked by hand", f"{sum(case.category == 'checked' for case in cases)} of {len(cases)}"),) if cases else ()
    )


INDICATOR = Indicator(
    code="K81",
    name="Delays a manager named first",
    short_name="Manager first",
    question="Do managers see drift before the system does?",
    definition=(
        "Of the flags of drift answered in the period and confirmed as a delay (act, or accept), the share of which a "
        "manager had written in a note or a supervision before the flag was raised. The manager points to the entry; "
        "one delay in ten is checked by hand, and the check counts."
    ),
    numerator="Confirmed delays a manager had named before the flag",
    denominator="Confirmed delays, by the day they were answered",
    clock="The manager’s entry before the moment of the flag",
    unit="% of confirmed delays",
    owner=Role.HEAD_OF_SERVICE,
    guard="An entry written afterwards is not offered; pointing to one about something else: one in ten is checked.",
    findings=("S16",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD | {"team_id"},
    cannot_say=without_flags,
    flow=confirmed,
    known_from=since_the_first_flag,
    also=checked,
)
