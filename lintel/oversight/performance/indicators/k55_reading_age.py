"""K55: how easily families can read what they are given."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.records import FamilyText
from lintel.oversight.performance.rules import spread_of
from lintel.oversight.performance.spc import Kind
from lintel.oversight.reading.whole_service import reading_age_of


def _texts(evidence: Evidence) -> list[FamilyText]:
    return evidence.reader.family_texts()


def shared(evidence: Evidence) -> list[Case]:
    """Each version that was shared and is long enough to say, on the day it was first shared."""
    cases = []
    for each in evidence.once(_texts):
        age = reading_age_of(each.words) if each.shared_on <= evidence.as_at else None
        if age is None:
            continue
        aim = evidence.limits.number("family_reading_age", on=each.shared_on).value
        cases.append(
            Case(
                kind="family_versions.familyversion", pk=each.pk, child=evidence.children[each.child_id],
                on=each.shared_on, counts=round(age) <= aim, value=age, label=f"Reading age {age:.0f}",
            )
        )  # fmt: skip
    return cases


def middle(cases: Sequence[Case], _: Evidence) -> Also:
    spread = spread_of([case.value for case in cases if case.value is not None])
    return (("Reading age in the middle", f"{spread.median:.1f}"),) if spread else ()


def begins(evidence: Evidence) -> date | None:
    return min((each.shared_on for each in evidence.once(_texts)), default=None)


def without_texts(evidence: Evidence) -> str:
    return "" if begins(evidence) else "nobody has written down yet that a family was given anything to read"


INDICATOR = Indicator(
    code="K55",
    name="What families are given that reads easily",
    short_name="Reads easily",
    question="Can families read what we give them?",
    definition=(
        "Of the versions for a family first shared in the period, the share with a reading age at or below the one "
        "agreed (11, unless set otherwise): the mean of Flesch–Kincaid and SMOG plus five. Who to ring is left out; a "
        "version of fewer than thirty words is too short to say."
    ),
    numerator="Versions with a reading age at or below the one agreed",
    denominator="Versions first shared in the period that are long enough to say",
    clock="The day a version was first shared",
    unit="% of versions shared",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="The formula counts lengths, not sense: short words can be cruel or vague. Set it beside K110.",
    findings=("S62",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_texts,
    flow=shared,
    known_from=begins,
    also=middle,
)
