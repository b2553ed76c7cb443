"""K92: how many audits are moderated by somebody who does not know the grade."""

from collections.abc import Sequence

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Also, Indicator, Measure
from lintel.oversight.performance.moderation_work import (
    first_handed_in,
    kept_back,
    last_day_shown,
    moderation_work_of,
    none_handed_in_yet,
)
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind


def audits_handed_in(evidence: Evidence) -> list[Case]:
    """Every audit on the day it was handed in, and whether its moderator has locked a grade since."""
    return [
        Case(
            kind="audits.audit", pk=each.pk, child=evidence.children[each.child_id], on=each.on,
            counts=each.is_moderated, category="random" if each.is_random else "",
            label="Moderated" if each.is_moderated else "Not moderated",
        )
        for each in moderation_work_of(evidence).handed_in
    ]  # fmt: skip


def random_part(cases: Sequence[Case], _: Evidence) -> Also:
    return (("Drawn at random", share_in_words(float(sum(case.category == "random" for case in cases)), len(cases))),)


INDICATOR = Indicator(
    code="K92",
    name="Moderated share",
    short_name="Moderated share",
    question="How many audits does somebody else grade too, without knowing the grade?",
    definition=(
        "Of the audits handed in in the period, the share whose record a second person has read again and graded "
        "before seeing the first grade. The part drawn at random is shown beside it; the rest was moderated because "
        "every outstanding and inadequate audit is. Which are drawn is decided when an audit is handed in, by a rule "
        "nobody can foresee and anybody can check afterwards."
    ),
    numerator="Audits moderated blind",
    denominator="Audits handed in",
    clock="The day the audit was handed in",
    unit="% of audits handed in",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="The draw cannot be chosen. A drawn audit left unmoderated stays in the denominator.",
    findings=("S64",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=none_handed_in_yet,
    flow=audits_handed_in,
    known_from=first_handed_in,
    known_until=last_day_shown,
    note=kept_back,
    is_kept_back=True,
    also=random_part,
)
