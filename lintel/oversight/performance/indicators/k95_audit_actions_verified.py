"""K95: what audits asked for, done and verified by somebody else by the day it was due."""

from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.cycle_work import AgreedAction, cycle_work_of
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import FILTERS_OF_A_CHILD, Indicator, Measure
from lintel.oversight.performance.spc import Kind


def actions_due(evidence: Evidence) -> list[Case]:
    """Every action on the day it was due, and whether somebody other than its owner had verified it by then."""
    return [
        Case(
            kind="audits.auditaction", pk=each.pk, child=evidence.children[each.child_id], on=each.due_on,
            counts=each.verified_on is not None and each.verified_on <= each.due_on, label=_label(each),
        )
        for each in cycle_work_of(evidence).actions
    ]  # fmt: skip


def _label(each: AgreedAction) -> str:
    if each.verified_on is not None:
        return f"Verified on {each.verified_on:%-d %B %Y}"
    return "Done, and not verified" if each.done_on else "Not done"


def since_the_first(evidence: Evidence) -> date | None:
    return min((each.due_on for each in cycle_work_of(evidence).actions), default=None)


INDICATOR = Indicator(
    code="K95",
    name="Audit actions verified",
    short_name="Actions verified",
    question="Is what audits ask for done, and has somebody looked?",
    definition=(
        "Of the actions agreed for children after audits and due in the period, the share that was done and verified "
        "by somebody other than its owner by the day it was due. While the grade of an audit is sealed its actions are "
        "not counted: they would tell its moderator what the auditor made of it."
    ),
    numerator="Actions done and verified by a second person by the day they were due",
    denominator="Actions due",
    clock="The day the action was due",
    unit="% of audit actions due",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="The owner cannot verify. Easy actions are quickly verified: read what they changed for the child.",
    findings=("S52",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=FILTERS_OF_A_CHILD,
    cannot_say=lambda evidence: (
        "" if cycle_work_of(evidence).actions else "no action has been agreed after an audit yet"
    ),
    flow=actions_due,
    known_from=since_the_first,
)
