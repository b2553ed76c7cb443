"""K97: how much of what auditors type is about the quality of the work."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.typed_in_audits import typed_in_audits


def answers_typed(evidence: Evidence) -> list[Case]:
    """Every answer typed in an audit, on the day it was handed in; those count that are about quality."""
    return [
        Case(
            kind="audits.answer", pk=each.pk, child=evidence.children[each.child_id], on=each.handed_in_on,
            counts=each.is_quality, label=f"{'About quality' if each.is_quality else 'Put right'}: {each.question}",
        )
        for each in typed_in_audits(evidence)
        if each.child_id in evidence.children
    ]  # fmt: skip


def since_the_first(evidence: Evidence) -> date | None:
    return min((each.handed_in_on for each in typed_in_audits(evidence)), default=None)


INDICATOR = Indicator(
    code="K97",
    name="Quality share of audit effort",
    short_name="Audits about quality",
    question="Do auditors spend their time on how good the work is, or on ticking what was done?",
    definition=(
        "Of the answers auditors typed in audits handed in in the period, the share to questions about the quality of "
        "the work. What fills itself in from the record is not typed; where an auditor writes that it is not so, it "
        "is. An audit that waits for its moderator is counted once its grade is open."
    ),
    numerator="Typed answers to questions about quality",
    denominator="All typed answers",
    clock="The day the audit was handed in",
    unit="% of typed answers",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="Counts answers, not their worth: read with core questions well answered (K94).",
    findings=("S63",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=lambda evidence: "" if typed_in_audits(evidence) else "no audit handed in is open yet",
    flow=answers_typed,
    known_from=since_the_first,
)
