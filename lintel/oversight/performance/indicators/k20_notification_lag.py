"""K20: how long a police notification takes from the incident to us."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Also, Indicator, Measure
from lintel.oversight.performance.police import NOTHING_CAME, police_of
from lintel.oversight.performance.rules import number_in_words, spread_of
from lintel.oversight.performance.spc import Kind
from lintel.steps.police_notifications.codes import Grade
from lintel.steps.police_notifications.lags import lag


def notices_received(evidence: Evidence) -> list[Case]:
    """Every notice, on the day it came."""
    return [
        Case(
            kind="police_notifications.notification", pk=notice.pk, child=evidence.children[notice.child_id],
            on=notice.received_on, value=lag(notice.times), category=notice.times.grade.words, event=notice.pk,
            source_group="Police", label=f"{notice.reference}: {lag(notice.times):.0f} hours from the incident to us",
        )
        for notice in police_of(evidence).notices
    ]  # fmt: skip


def by_grade(cases: Sequence[Case], _: Evidence) -> Also:
    said = []
    for grade in Grade:
        spread = spread_of([case.value or 0.0 for case in cases if case.category == grade.words])
        if spread:
            words = (
                f"half within {number_in_words(spread.median)} hours, nine in ten within {number_in_words(spread.p90)}"
            )
            said.append((grade.words, f"{words}, longest {number_in_words(spread.maximum)}"))
    return tuple(said)


def without_notices(evidence: Evidence) -> str:
    return "" if police_of(evidence).notices else NOTHING_CAME


INDICATOR = Indicator(
    code="K20",
    name="Police notifications: hours from the incident to us",
    short_name="Police lag",
    question="How long after it happened do we hear of it?",
    definition=(
        "For police notifications received in the period: the hours from the incident to our receipt through the "
        "channel, each notice in its first version. Where the police give only the day of the incident, hours are "
        "counted from its end, so that no lag is overstated."
    ),
    numerator="Hours from the incident to receipt",
    denominator="Police notifications received in the period",
    clock="From the incident to receipt through the channel, in elapsed hours",
    unit="Hours, the middle notice",
    owner=Role.FRONT_DOOR_MANAGER,
    guard=(
        "Measured from receipt, every notice would be in time; the time of receipt is the channel’s own and cannot be "
        "edited. What is not sent at all is not in it: read with the declared backlog (K22)."
    ),
    findings=("S28", "S59"),
    chart=Kind.XMR,
    measure=Measure.SPREAD,
    filters=frozenset({"age_band", "ethnicity_group"}),
    cannot_say=without_notices,
    flow=notices_received,
    known_from=lambda evidence: police_of(evidence).begins_on,
    also=by_grade,
    follows_contacts=True,
)
