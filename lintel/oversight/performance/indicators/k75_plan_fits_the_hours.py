"""K75: whether the children proposed for supervision are spoken of."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k70_supervised_on_time import of_supervision, without_supervision
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind

LEFT = "On the list and left for another time"


def proposed(evidence: Evidence) -> list[Case]:
    """Each child who was to be spoken of, on the day of the session."""
    return [
        Case(
            kind="supervision.onthelist", pk=each.pk, child=evidence.children[each.child_id], on=each.held_on,
            counts=each.is_spoken_of, label="Spoken of" if each.is_spoken_of else "On the list, and not spoken of",
        )
        for each in of_supervision(evidence).listed
        if each.is_this_time and each.held_on <= evidence.as_at
    ]  # fmt: skip


def left_for_another_time(cases: Sequence[Case], evidence: Evidence) -> Also:
    """How long the lists were: how many more children stood on them than the hours there were."""
    days = {case.on for case in cases}
    left = sum(not each.is_this_time and each.held_on in days for each in of_supervision(evidence).listed)
    return ((LEFT, number_in_words(left)),)


def begins(evidence: Evidence) -> date | None:
    return min((each.held_on for each in of_supervision(evidence).listed), default=None)


INDICATOR = Indicator(
    code="K75",
    name="Children proposed for supervision who were spoken of",
    short_name="Plan fits the hours",
    question="Do supervisors get through the children that were proposed for the hours they have?",
    definition=(
        "Of the children the list of a signed session had for that time, the share who were spoken of. The list fits "
        "the minutes there are; who does not fit stands on it for another time, with the reason, and is counted beside."
    ),
    numerator="Children on the list for that time who were spoken of",
    denominator="Children on the list for that time, in sessions the supervisor signed",
    clock="The day of the session",
    unit="% of children proposed",
    owner=Role.SERVICE_MANAGER,
    guard="A short list is soon through: read with how many were left for another time, and with the span (K38).",
    findings=("L1",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_supervision,
    flow=proposed,
    known_from=begins,
    also=left_for_another_time,
)
