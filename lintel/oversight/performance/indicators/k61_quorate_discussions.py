"""K61: strategy discussions at which social care, police and health were present."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Indicator, Measure
from lintel.oversight.performance.protection_work import only_child, protection_of, several, team_on
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import local_day
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.rules import AT_THE_LEAST


def discussions_held(evidence: Evidence) -> list[Case]:
    """Every discussion that was held here, once, on its day."""
    cases = []
    for each in evidence.once(protection_of).meetings:
        on, without = local_day(each.held_at), " and ".join(Party(party).words for party in each.missing)
        cases.append(
            Case(
                kind="enquiries.discussionmeeting", pk=each.pk, on=on, counts=not without, event=each.pk,
                child=only_child(evidence, each.children), child_ids=several(each.children),
                team_id=team_on(evidence, each.children, on),
                label=f"Without {without}" if without else "All who must be there were present",
            )
        )  # fmt: skip
    return cases


def present(cases: Sequence[Case], evidence: Evidence, party: Party) -> list[bool]:
    """Of each of these discussions, whether this party was present; words that were sent are not attendance."""
    there = {each.pk: each.present for each in evidence.once(protection_of).meetings}
    return [party in there[case.pk] for case in cases]


def by_party(cases: Sequence[Case], evidence: Evidence) -> Also:
    if not cases:
        return ()
    found = ((party, present(cases, evidence, party)) for party in Party if party in AT_THE_LEAST)
    return tuple((f"{party.words} present", share_in_words(sum(there), len(there))) for party, there in found)


def without_discussions(evidence: Evidence) -> str:
    return "" if evidence.once(protection_of).meetings else "no strategy discussion has been held here yet"


def since_the_first(evidence: Evidence) -> date | None:
    return min((local_day(each.held_at) for each in evidence.once(protection_of).meetings), default=None)


INDICATOR = Indicator(
    code="K61",
    name="Quorate strategy discussions",
    short_name="Quorate discussions",
    question="When a child may be harmed, do all who know something sit at one table?",
    definition=(
        "Of the strategy discussions held in the period, the share at which social care, police and health, and whom "
        "the authority adds to them, were all present. Sending information is not attending. A discussion about "
        "brothers and sisters counts once."
    ),
    numerator="Discussions at which all who must be there were present",
    denominator="Discussions held in the period",
    clock="The day the discussion was held",
    unit="% of discussions",
    owner=Role.SERVICE_MANAGER,
    guard="Writing somebody down as present who only sent words: views are kept apart, each with how it came.",
    findings=("S45",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=TEAM_ONLY,
    cannot_say=without_discussions,
    flow=discussions_held,
    known_from=since_the_first,
    also=by_party,
)
