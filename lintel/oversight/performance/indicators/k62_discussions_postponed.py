"""K62: times set for strategy discussions that were moved or cancelled, by whom and why."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import TEAM_ONLY, Also, Breakdowns, Indicator, Measure
from lintel.oversight.performance.protection_work import only_child, protection_of, several, team_on
from lintel.oversight.performance.rules import number_in_words, share_in_words
from lintel.oversight.performance.spc import Kind
from lintel.statute.calendar import local_day
from lintel.steps.enquiries.codes import Party, PostponedBecause

POSTPONED = "enquiries.postponement"


def times_set(evidence: Evidence) -> list[Case]:
    """Every time that was set, on the day the discussion was held or somebody postponed it."""
    cases = []
    for each in evidence.once(protection_of).slots:
        on, label = local_day(each.settled_at), "Held as set"
        if each.is_postponed:
            label = f"Postponed by {Party(each.party).words}: {PostponedBecause(each.because).words.lower()}"
        cases.append(
            Case(
                kind=POSTPONED if each.is_postponed else "enquiries.discussionmeeting", pk=each.pk, on=on, label=label,
                counts=each.is_postponed, category=Party(each.party).words if each.is_postponed else "",
                event=each.meeting_id, child=only_child(evidence, each.children), child_ids=several(each.children),
                team_id=team_on(evidence, each.children, on),
            )
        )  # fmt: skip
    return cases


def kept_safe(cases: Sequence[Case], evidence: Evidence) -> Also:
    says = {each.pk: each.says_interim_safety for each in evidence.once(protection_of).slots if each.is_postponed}
    found = [says[case.pk] for case in cases if case.counts]
    return (("Of these, with what keeps each child safe until then", share_in_words(sum(found), len(found))),)


def by_party_and_reason(cases: Sequence[Case], evidence: Evidence) -> Breakdowns:
    why = {each.pk: each.because for each in evidence.once(protection_of).slots if each.is_postponed}
    postponed = [case for case in cases if case.counts]
    parties = Counter(case.category for case in postponed)
    reasons = Counter(PostponedBecause(why[case.pk]).words for case in postponed)
    return tuple(
        (words, tuple((name, number_in_words(times)) for name, times in counted.most_common()))
        for words, counted in (("Party that postponed", parties), ("Reason", reasons))
        if counted
    )


def without_times(evidence: Evidence) -> str:
    if evidence.once(protection_of).slots:
        return ""
    return "no time set here for a strategy discussion has been kept or postponed yet"


def since_the_first(evidence: Evidence) -> date | None:
    return min((local_day(each.settled_at) for each in evidence.once(protection_of).slots), default=None)


INDICATOR = Indicator(
    code="K62",
    name="Strategy discussions postponed or cancelled",
    short_name="Discussions postponed",
    question="How often does a discussion about a child's safety wait, and for whom?",
    definition=(
        "Of the times set for strategy discussions that were kept or postponed in the period, the share that was "
        "moved or cancelled, by the party that postponed and its reason; beside it, for how many it is said what keeps "
        "each child safe until then. Moving a time is postponing, however short. A discussion held at once, without a "
        "time being set, is not counted; one about brothers and sisters counts once."
    ),
    numerator="Times that were moved or cancelled",
    denominator="Times that were kept or postponed in the period",
    clock="The day the discussion was held or, of one that was postponed, the day somebody postponed it",
    unit="% of times set",
    owner=Role.SERVICE_MANAGER,
    guard="Never setting a time: K60 counts the hours all the same. Moving it quietly: the record refuses that.",
    findings=("S10", "S58", "L4"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=TEAM_ONLY,
    cannot_say=without_times,
    flow=times_set,
    known_from=since_the_first,
    also=kept_safe,
    breakdowns=by_party_and_reason,
)
