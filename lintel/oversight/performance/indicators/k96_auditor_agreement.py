"""K96: how far two auditors of one record agree, beyond chance."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.alike.agreement import FEWEST_PAIRS
from lintel.oversight.audits.codes import Grade
from lintel.oversight.moderation.reading import agreement_of
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.moderation_work import (
    first_handed_in,
    kept_back,
    last_day_shown,
    moderation_work_of,
    none_audited_twice_yet,
)
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind


def audited_twice(evidence: Evidence) -> list[Case]:
    """Every record two people audited, on the day the second handed in, with both grades."""
    return [
        Case(
            kind="audits.audit", pk=each.pk, child=evidence.children[each.child_id], on=each.on,
            counts=each.first == each.second, value=float(each.first), weight=float(each.second),
            label=f"{Grade(each.first).words}, and {Grade(each.second).words}",
        )
        for each in moderation_work_of(evidence).twice
    ]  # fmt: skip


def with_its_interval(cases: Sequence[Case], _: Evidence) -> Also:
    """The interval, and how many gave the very same grade; below ten pairs, that there is not enough evidence."""
    same = ("The same grade", share_in_words(float(sum(case.counts for case in cases)), len(cases)))
    found = agreement_of([(round(case.value or 0), round(case.weight)) for case in cases])
    if found is None or found.low is None or found.high is None:
        return (("Not enough evidence", f"{len(cases)} of at least {FEWEST_PAIRS} pairs"), same)
    return (("95 times in 100 between", f"{found.low:.2f} and {found.high:.2f}"), same)


INDICATOR = Indicator(
    code="K96",
    name="Auditor agreement",
    short_name="Auditor agreement",
    question="Do two auditors of one record give the same grade?",
    definition=(
        "Of records that two people audited without knowing of each other’s grade, how far the two grades agree beyond "
        "chance: Gwet’s AC2 on the four grades, in which two grades apart count more than one. 1 is always the same, 0 "
        f"no more than chance. Below {FEWEST_PAIRS} pairs no coefficient is given. At least one audit in twenty is "
        "done twice, drawn by the cycle’s seed."
    ),
    numerator="Agreement beyond chance over all pairs",
    denominator="Records audited by two people",
    clock="The day the second of the two was handed in",
    unit="Gwet’s AC2, up to 1",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="Two people can agree and both be wrong: read with the optimism gap (K91), which moderators set.",
    findings=("S55",),
    chart=Kind.XMR,
    measure=Measure.AGREEMENT,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=none_audited_twice_yet,
    flow=audited_twice,
    known_from=first_handed_in,
    known_until=last_day_shown,
    note=kept_back,
    is_kept_back=True,
    also=with_its_interval,
)
