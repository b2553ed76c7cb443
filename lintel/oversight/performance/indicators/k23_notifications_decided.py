"""K23: the share of police notifications we decided within 24 hours of receipt."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.indicators.k20_notification_lag import without_notices
from lintel.oversight.performance.police import police_of
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import elapsed_hours


def notices_on_the_clock(evidence: Evidence) -> list[Case]:
    """Notices decided for every child by the moment looked at, and those undecided whose limit has passed."""
    cases = []
    for notice in police_of(evidence).notices:
        times = notice.as_of(evidence.moment)
        if times.received_at > evidence.moment:
            continue
        due = evidence.limits.time_limit("contact_decision", on=notice.received_on).due_at(times.received_at)
        if times.decided_at is None and due >= evidence.moment:
            continue
        hours = elapsed_hours(times.received_at, times.decided_at or evidence.moment)
        said = f"decided after {hours:.0f} hours" if times.decided_at else f"undecided for {hours:.0f} hours"
        cases.append(
            Case(
                kind="police_notifications.notification", pk=notice.pk, child=evidence.children[notice.child_id],
                on=notice.received_on, counts=times.decided_at is not None and times.decided_at <= due, value=hours,
                category=times.grade.words, event=notice.pk, source_group="Police", label=f"{notice.reference}: {said}",
            )
        )  # fmt: skip
    return cases


INDICATOR = Indicator(
    code="K23",
    name="Police notifications decided within 24 hours of receipt",
    short_name="Police notices decided",
    question="And how long do they then lie with us?",
    definition=(
        "Of the police notifications received in the period, the share for which every child of the contact was "
        "decided within 24 hours of receipt through the channel. One still undecided after 24 hours counts as not met; "
        "one that is younger is not counted yet."
    ),
    numerator="Notifications decided within 24 elapsed hours of receipt",
    denominator="Notifications received in the period, decided or undecided for more than 24 hours",
    clock="From receipt through the channel to the last child’s decision, in elapsed hours",
    unit="% of notifications received",
    owner=Role.FRONT_DOOR_MANAGER,
    guard="Our own hours only: how late it came is K20, and both clocks are kept. Read with who comes back (K10).",
    findings=("S31",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=frozenset({"age_band", "ethnicity_group"}),
    cannot_say=without_notices,
    flow=notices_on_the_clock,
    known_from=lambda evidence: police_of(evidence).begins_on,
    follows_contacts=True,
    looks_at_the_hour=True,
)
