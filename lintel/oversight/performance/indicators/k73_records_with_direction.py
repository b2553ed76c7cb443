"""K73: records of supervision that end in a direction."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k70_supervised_on_time import of_supervision, without_supervision
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.supervision_together import DEFINED, said_together

AGAIN = "Only what was given word for word last time"


def spoken_of(evidence: Evidence) -> list[Case]:
    """Each child spoken of, on the day of the session."""
    return [
        Case(
            kind="supervision.childdiscussed", pk=each.pk, child=evidence.children[each.child_id], on=each.held_on,
            counts=each.has_direction and not each.is_only_again, category=AGAIN if each.is_only_again else "",
            label=AGAIN if each.is_only_again else "With a direction" if each.has_direction else "Without a direction",
        )
        for each in of_supervision(evidence).spoken
        if each.held_on <= evidence.as_at
    ]  # fmt: skip


def given_again(cases: Sequence[Case], evidence: Evidence) -> Also:
    """What was given again and, to those who see the whole service, what all records say together."""
    again = (AGAIN, number_in_words(sum(case.category == AGAIN for case in cases)))
    return (again, *said_together(of_supervision(evidence), evidence.as_at))


def begins(evidence: Evidence) -> date | None:
    return min((each.held_on for each in of_supervision(evidence).spoken), default=None)


INDICATOR = Indicator(
    code="K73",
    name="Records of supervision with a direction",
    short_name="With a direction",
    question="Does talking about a child end in something that is to be different for the child?",
    definition=(
        "Of the children spoken of in signed supervision, the share whose record has at least one direction that says "
        "who, what, by when and for what change in the child’s life. What was made a direction after the supervisor "
        "signed does not count, and says so on the record. One whose every direction stood word for word in the "
        "child’s last record does not count. " + DEFINED
    ),
    numerator="Records of a child signed with at least one direction that is not the same as last time",
    denominator="Records of a child in sessions the supervisor signed",
    clock="The day of the session",
    unit="% of records",
    owner=Role.TEAM_MANAGER,
    guard=(
        "A direction for its own sake: what says too little is only a note, what is copied from last time is found, "
        "and whether it was done is K71."
    ),
    findings=("S39",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_supervision,
    flow=spoken_of,
    known_from=begins,
    also=given_again,
)
