"""K01: how many contacts arrive."""

from collections import Counter
from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Breakdowns, Indicator, Measure
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import LONDON
from lintel.steps.front_door.codes import Channel


def contacts_received(evidence: Evidence) -> list[Case]:
    children, group = evidence.children, evidence.source_group
    return [
        Case(
            kind="front_door.childcontact", pk=c.pk, child=children[c.child_id], on=c.received_on, event=c.contact_id,
            source_group=group(c.source), label="Contact received",
        )
        for c in evidence.child_contacts
    ]  # fmt: skip


def events(cases: Sequence[Case], _: Evidence) -> Also:
    return (
        ("Events (one contact about several children counts once)", number_in_words(len({c.event for c in cases}))),
    )


def by_channel_and_hour(cases: Sequence[Case], evidence: Evidence) -> Breakdowns:
    """How they came and at which hour of the clock in England, where the source says."""
    lines = [evidence.contact_by_pk[case.pk] for case in cases]
    channels = Counter(Channel(line.channel).words for line in lines if line.channel)
    hours = Counter(line.received_at.astimezone(LONDON).hour for line in lines if line.received_at)
    by_hour = tuple((f"{hour:02}:00 to {hour:02}:59", number_in_words(n)) for hour, n in sorted(hours.items()))
    by_channel = tuple((words, number_in_words(n)) for words, n in channels.most_common())
    return ("Channel", by_channel), ("Hour of receipt", by_hour)


def without_contacts(evidence: Evidence) -> str:
    return "" if evidence.child_contacts else "no contacts have been loaded (Annex A list 1)"


INDICATOR = Indicator(
    code="K01",
    name="Contacts received",
    short_name="Contacts",
    question="How much is arriving at the front door?",
    definition=(
        "Every contact received in the period, counted once for each child it is about. A contact about three brothers "
        "and sisters is three child-contacts and one event; both are shown. Which channel they came by and at which "
        "hour is shown beside it; the time of receipt is the channel's own."
    ),
    numerator="Child-contacts received in the period",
    denominator="None: a count",
    clock="The day the contact was received",
    unit="Child-contacts a week",
    owner=Role.FRONT_DOOR_MANAGER,
    guard="Splitting or merging families changes child-contacts but not events; read both together.",
    findings=("S1", "S18"),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_contacts,
    flow=contacts_received,
    weeks=1,
    known_from=lambda evidence: evidence.contacts_from,
    also=events,
    breakdowns=by_channel_and_hour,
    says_so_far=True,
    follows_contacts=True,
)
