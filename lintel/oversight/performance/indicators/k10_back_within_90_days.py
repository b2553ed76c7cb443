"""K10: children turned away who come back."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.indicators.k06_conversion import says_if_inferred, without_decisions
from lintel.oversight.performance.records import ChildContact
from lintel.oversight.performance.spc import Kind
from lintel.steps.front_door.codes import Outcome

TURNED_AWAY = {Outcome.ADVICE, Outcome.NO_FURTHER_ACTION, Outcome.NOTHING_FOLLOWED}


def matured(evidence: Evidence) -> list[Case]:
    """Children turned away whose 90 days are over, each on the day they were."""
    cases = []
    for c in evidence.child_contacts:
        if c.outcome not in TURNED_AWAY or c.decided_on is None:
            continue
        until = ripe_on(evidence, c.decided_on)
        if until <= evidence.as_at:
            came_back = is_back(evidence, c, until)
            cases.append(
                Case(
                    kind="front_door.childcontact", pk=c.pk, child=evidence.children[c.child_id], on=until,
                    counts=came_back, event=c.contact_id, source_group=evidence.source_group(c.source),
                    label="Came back" if came_back else "Did not come back",
                )
            )  # fmt: skip
    return cases


def ripe_on(evidence: Evidence, decided_on: date) -> date:
    return evidence.limits.time_limit("back_again", on=decided_on).due_on(decided_on, evidence.calendar)


def is_back(evidence: Evidence, contact: ChildContact, until: date) -> bool:
    """Whether another contact about the child came after the decision and in time."""
    decided_on = contact.decided_on or until
    return any(
        later.contact_id != contact.contact_id and decided_on < later.received_on <= until
        for later in evidence.contacts_of[contact.child_id]
    )


def first_ripe_day(evidence: Evidence) -> date | None:
    return ripe_on(evidence, evidence.contacts_from) if evidence.contacts_from else None


INDICATOR = Indicator(
    code="K10",
    name="Back at the front door within 90 days",
    short_name="Back in 90 days",
    question="Do the children we turn away come back?",
    definition=(
        "Of the child-contacts that ended in advice or no further action, the share with a new contact about the same "
        "child within 90 days. Counted on the day the 90 days are over, so that every child has had the same chance."
    ),
    numerator="Those with a new contact within 90 days of the decision",
    denominator="Child-contacts decided as advice or no further action whose 90 days are over",
    clock="From the decision to the end of the 90th day",
    unit="% of child-contacts turned away",
    owner=Role.FRONT_DOOR_MANAGER,
    guard="Adding new information to the old contact hides a return; every event has its own time of receipt.",
    findings=("S24",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=without_decisions,
    flow=matured,
    known_from=first_ripe_day,
    note=says_if_inferred,
    follows_contacts=True,
)
