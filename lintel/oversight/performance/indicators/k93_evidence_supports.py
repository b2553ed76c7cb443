"""K93: whether the evidence an auditor cites supports the grade they gave."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.moderation_work import (
    first_handed_in,
    kept_back,
    last_day_shown,
    moderation_work_of,
    none_moderated_yet,
)
from lintel.oversight.performance.spc import Kind


def judged(evidence: Evidence) -> list[Case]:
    """Every moderated audit on the day its evidence was judged, and whether it supports the grade."""
    return [
        Case(
            kind="moderation.moderation", pk=each.pk, child=evidence.children[each.child_id], on=each.judged_on,
            counts=bool(each.supports),
            label="Evidence supports the grade" if each.supports else "Evidence does not support the grade",
        )
        for each in moderation_work_of(evidence).moderated
        if each.judged_on is not None
    ]  # fmt: skip


INDICATOR = Indicator(
    code="K93",
    name="Evidence supports the grade",
    short_name="Evidence supports",
    question="Does what auditors cite bear out the grade they give?",
    definition=(
        "Of the audits moderated in the period, the share of which the moderator says that the evidence the auditor "
        "cites supports the grade. The moderator has read the record and locked a grade of their own before seeing it."
    ),
    numerator="Moderated audits whose evidence supports their grade",
    denominator="Moderated audits",
    clock="The day the moderator judged the evidence",
    unit="% of moderated audits",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="A well-evidenced grade can still be wrong: read with the optimism gap (K91).",
    findings=("S54",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=none_moderated_yet,
    flow=judged,
    known_from=first_handed_in,
    known_until=last_day_shown,
    note=kept_back,
    is_kept_back=True,
)
