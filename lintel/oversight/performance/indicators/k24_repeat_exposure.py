"""K24: children of whom the police told us again and again, and nobody assessed."""

from collections import defaultdict
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import YEAR, Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.indicators.k20_notification_lag import without_notices
from lintel.oversight.performance.police import police_of
from lintel.oversight.performance.spc import Kind

MANY = 3


def children_told_of(evidence: Evidence, day: date) -> list[Case]:
    """Every child the police told us of in the twelve months to a day."""
    told: dict[int, set[int]] = defaultdict(set)
    for exposure in police_of(evidence).exposures:
        if day - YEAR < exposure.received_on <= day:
            told[exposure.child_id].add(exposure.notice)
    cases = []
    for child, notices in told.items():
        assessed = any(day - YEAR < a.started_on <= day for a in evidence.assessments_of.get(child, ()))
        said = "assessed in that time" if assessed else "not assessed in that time"
        count = len(notices)
        cases.append(
            Case(
                kind="people.person", pk=child, child=evidence.children[child], on=day, value=float(count),
                counts=count >= MANY and not assessed, source_group="Police",
                label=f"{count} notification{'' if count == 1 else 's'} in twelve months, {said}",
            )
        )  # fmt: skip
    return cases


INDICATOR = Indicator(
    code="K24",
    name="Children of three or more police notifications and no assessment",
    short_name="Repeat exposure",
    question="Of whom do we hear again and again, and look at each time alone?",
    definition=(
        "Of the children of whom the police told us in the twelve months to the day, the share with three or more "
        "notifications in that time and no assessment begun in it. A child nobody has looked up yet is counted as "
        "told; two records of one child count apart until somebody says that they are one."
    ),
    numerator="Children with three or more notifications in twelve months and no assessment in that time",
    denominator="Children with a notification in twelve months",
    clock="The twelve months to the day",
    unit="% of children told of",
    owner=Role.FRONT_DOOR_MANAGER,
    guard="Children who are never matched seem to be new each time; read with the contacts not looked up yet.",
    findings=("S31", "L10"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=frozenset({"age_band", "ethnicity_group"}),
    cannot_say=without_notices,
    stock=children_told_of,
    known_from=lambda evidence: police_of(evidence).begins_on,
    follows_contacts=True,
)
