"""K21: the share of police notifications that took longer than the limit to reach us."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.indicators.k20_notification_lag import without_notices
from lintel.oversight.performance.police import police_of
from lintel.oversight.performance.spc import Kind
from lintel.steps.police_notifications.lags import is_late, lag


def notices_with_children(evidence: Evidence) -> list[Case]:
    """Every notice that does not say that no child was there, on the day it came."""
    cases = []
    for notice in police_of(evidence).notices:
        if not notice.children_present:
            continue
        limit = evidence.limits.time_limit("police_lag", on=notice.received_on).amount
        cases.append(
            Case(
                kind="police_notifications.notification", pk=notice.pk, child=evidence.children[notice.child_id],
                on=notice.received_on, counts=is_late(notice.times, limit=limit), value=lag(notice.times),
                category=notice.times.grade.words, event=notice.pk, source_group="Police",
                label=f"{notice.reference}: {lag(notice.times):.0f} hours from the incident to us",
            )
        )  # fmt: skip
    return cases


INDICATOR = Indicator(
    code="K21",
    name="Police notifications that took longer than a day to reach us",
    short_name="Police notices late",
    question="Of how many incidents with children do we hear too late?",
    definition=(
        "Of the police notifications received in the period that do not say that no child was present, the share whose "
        "incident was more than the agreed hours (24) before our receipt."
    ),
    numerator="Notifications received more than 24 hours after the incident",
    denominator="Notifications received in the period, unless they say that no child was present",
    clock="From the incident to receipt through the channel, in elapsed hours",
    unit="% of notifications with children",
    owner=Role.FRONT_DOOR_MANAGER,
    guard="Leaving the children out of a notice would take it out of the count; a notice that says nothing stays in.",
    findings=("S28", "S59"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=frozenset({"age_band", "ethnicity_group"}),
    cannot_say=without_notices,
    flow=notices_with_children,
    known_from=lambda evidence: police_of(evidence).begins_on,
    follows_contacts=True,
)
