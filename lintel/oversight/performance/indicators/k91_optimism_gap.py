"""K91: how far auditors grade above moderators who did not know their grade."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.audits.codes import Grade
from lintel.oversight.moderation.optimism import FEWEST_PAIRS, Pair, gap_of
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.moderation_work import (
    first_handed_in,
    kept_back,
    last_day_shown,
    moderation_work_of,
    none_moderated_yet,
)
from lintel.oversight.performance.spc import Kind


def pairs(evidence: Evidence) -> list[Case]:
    """Every audit moderated blind, on the day it was handed in, weighed by how many audits it stands for."""
    return [
        Case(
            kind="moderation.moderation", pk=each.pk, child=evidence.children[each.child_id], on=each.handed_in_on,
            counts=each.audited > each.moderated, value=(each.audited - each.moderated) * each.stands_for,
            weight=each.stands_for,
            label=f"Auditor: {Grade(each.audited).words}. Moderator: {Grade(each.moderated).words}",
        )
        for each in moderation_work_of(evidence).moderated
    ]  # fmt: skip


def with_its_interval(cases: Sequence[Case], _: Evidence) -> Also:
    """The interval and the share put lower; below ten pairs, that there is not enough evidence."""
    gap = gap_of([
        Pair(auditor=0, audited=round((case.value or 0) / case.weight), moderated=0, stands_for=case.weight)
        for case in cases
    ])  # fmt: skip
    if gap.mean is None or gap.downgraded is None:
        return (("Not enough evidence", f"{len(cases)} of at least {FEWEST_PAIRS} pairs"),)
    return (
        ("In hundredths", f"{gap.mean.mid:+.2f} grades"),
        ("95 times in 100 between", f"{gap.mean.low:+.2f} and {gap.mean.high:+.2f} grades"),
        (
            "Put a grade or more lower",
            f"{gap.downgraded.mid:.0%} ({gap.downgraded.low:.0%} to {gap.downgraded.high:.0%})",
        ),
    )


INDICATOR = Indicator(
    code="K91",
    name="Optimism gap",
    short_name="Optimism gap",
    question="Do auditors see better work than there is?",
    definition=(
        "Of audits handed in in the period and moderated by somebody who read the record again without knowing the "
        "grade: the mean of the auditor’s grade minus the moderator’s, on Ofsted’s four grades from 1 to 4. Each pair "
        "counts for the audits it stands for, because every outstanding and inadequate audit is moderated and only a "
        "random share of the others. Above nought, auditors see better work than moderators do."
    ),
    numerator="Auditor’s grade minus moderator’s, weighed by the audits each pair stands for",
    denominator="Audits that the pairs stand for",
    clock="The day the audit was handed in",
    unit="grades",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard=(
        "Moderating leniently closes the gap: some audits have two moderators and one in ten somebody from outside. It "
        "says nothing of any one auditor."
    ),
    findings=("S53", "S65"),
    chart=Kind.XMR,
    measure=Measure.RATIO,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=none_moderated_yet,
    flow=pairs,
    known_from=first_handed_in,
    known_until=last_day_shown,
    note=kept_back,
    is_kept_back=True,
    also=with_its_interval,
)
