"""K66: of the history that mattered, how much a signed enquiry had used or set aside."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.protection_work import episode_on, protection_of
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import local_day
from lintel.steps.enquiry_work.codes import Became

BECAME = {
    Became.USED: "Used", Became.SET_ASIDE: "Set aside with a reason", Became.UNCOVERED: "Neither used nor set aside",
}  # fmt: skip


def items_at_signing(evidence: Evidence) -> list[Case]:
    """Every item that somebody had marked, on the day its enquiry was signed. What it says is not told here."""
    cases = []
    for each in evidence.once(protection_of).history:
        on = local_day(each.signed_at)
        episode = episode_on(evidence, each.child_id, on)
        cases.append(
            Case(
                kind="enquiry_work.signeditem", pk=each.pk, child=evidence.children[each.child_id], on=on,
                counts=each.is_covered, event=each.enquiry_id, team_id=episode.team_id if episode else None,
                source_group=evidence.source_group(episode.source) if episode else "",
                label=BECAME[Became(each.became)], category=BECAME[Became(each.became)],
            )
        )  # fmt: skip
    return cases


def how_many_enquiries(cases: Sequence[Case], _: Evidence) -> Also:
    uncovered = {case.event for case in cases if not case.counts}
    return (
        ("Enquiries signed with something marked", number_in_words(len({case.event for case in cases}))),
        ("Of these, signed with an item uncovered", number_in_words(len(uncovered))),
    )


def without_signed_enquiries(evidence: Evidence) -> str:
    if evidence.once(protection_of).history:
        return ""
    return "no enquiry has been signed here yet with an item of history that somebody marked as significant"


def since_the_first(evidence: Evidence) -> date | None:
    return min((local_day(each.signed_at) for each in evidence.once(protection_of).history), default=None)


INDICATOR = Indicator(
    code="K66",
    name="History weighed in enquiries",
    short_name="History weighed",
    question="Does an enquiry think about what happened before?",
    definition=(
        "Of the items of a child's history that somebody had marked as significant when the enquiry was signed, the "
        "share that the analysis used or set aside with a reason. It says that an item was weighed, never how well; "
        "moderators read a sample. An enquiry without a marked item is not counted."
    ),
    numerator="Significant items that were used, or set aside with a reason",
    denominator="Significant items of the enquiries signed in the period",
    clock="The day the enquiry was signed",
    unit="% of significant items",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="Marking little as significant, or linking without using: both are read in a sample by moderators.",
    findings=("S47", "S48"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_signed_enquiries,
    flow=items_at_signing,
    known_from=since_the_first,
    also=how_many_enquiries,
)
