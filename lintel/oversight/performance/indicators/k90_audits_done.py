"""K90: audits handed in by the day they were due."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.cycle_work import PlannedAudit, cycle_work_of
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.spc import Kind


def audits_due(evidence: Evidence) -> list[Case]:
    """Every audit on the day it was due, and whether it was handed in by then; a withdrawn one was not."""
    return [
        Case(
            kind="audits.audit", pk=each.pk, child=evidence.children[each.child_id], on=each.due_on,
            counts=each.handed_in_on is not None and each.handed_in_on <= each.due_on, label=_label(each),
        )
        for each in cycle_work_of(evidence).audits
    ]  # fmt: skip


def _label(each: PlannedAudit) -> str:
    if each.handed_in_on is None:
        return "Withdrawn" if each.is_withdrawn else "Not handed in"
    return f"Handed in on {each.handed_in_on:%-d %B %Y}"


def since_the_first(evidence: Evidence) -> date | None:
    return min((each.due_on for each in cycle_work_of(evidence).audits), default=None)


INDICATOR = Indicator(
    code="K90",
    name="Audits done against the plan",
    short_name="Audits done",
    question="Are the audits we planned done, when we said?",
    definition=(
        "Of the audits due in the period, the share handed in by the day they were due. An audit that was withdrawn "
        "was planned all the same, and counts as not done. A record that two people audit is two audits."
    ),
    numerator="Audits handed in by the day they were due",
    denominator="Audits due, withdrawn ones included",
    clock="The day the audit was due",
    unit="% of audits due",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="An audit handed in is not yet a good one: read with what moderators say of the evidence (K93).",
    findings=("S52",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=lambda evidence: "" if cycle_work_of(evidence).audits else "no audit has been planned here yet",
    flow=audits_due,
    known_from=since_the_first,
)
