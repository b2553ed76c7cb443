"""K67: visits made once harm was thought likely and before the agencies had talked."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.protection_work import episode_on, protection_of
from lintel.oversight.performance.spc import Kind


def visits_by_one_agency(evidence: Evidence) -> list[Case]:
    cases = []
    for each in evidence.once(protection_of).early_visits:
        episode = episode_on(evidence, each.child_id, each.visited_on)
        cases.append(
            Case(
                kind="visits.visit", pk=each.pk, child=evidence.children[each.child_id], on=each.visited_on,
                event=each.enquiry_id, team_id=episode.team_id if episode else None,
                source_group=evidence.source_group(episode.source) if episode else "",
                label="Visited before the agencies had talked, and nobody said why it could not wait",
            )
        )  # fmt: skip
    return cases


def without_enquiries(evidence: Evidence) -> str:
    begun = evidence.once(protection_of).enquiries_begun_on
    return "" if begun else "no strategy discussion held here has begun an enquiry yet"


INDICATOR = Indicator(
    code="K67",
    name="Visits before the agencies had talked",
    short_name="Visit before discussion",
    question="Does one agency act alone where all should have talked first?",
    definition=(
        "Visits in the period to children whose enquiry a discussion here began, made after harm was thought likely "
        "and before a discussion that was quorate or says why it could not wait to be. What the visit was for is not "
        "asked. Where only the day of a visit is known, a discussion on the same day is given the benefit. An enquiry "
        "read from a file does not say enough, and is left out."
    ),
    numerator="Visits before a discussion, without recorded urgency",
    denominator="None: a count; the list has every such visit",
    clock="The day of the visit",
    unit="Visits (there should be none)",
    owner=Role.SERVICE_MANAGER,
    guard="Calling every discussion urgent: the reasons are read in a sample, and K61 counts who was missing.",
    findings=("S46",),
    chart=Kind.XMR,
    measure=Measure.COUNT,
    filters=ALL_FILTERS,
    cannot_say=without_enquiries,
    flow=visits_by_one_agency,
    known_from=lambda evidence: min(evidence.once(protection_of).enquiries_begun_on, default=None),
)
