"""K09: assessments that find no need."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.spc import Kind


def assessments_completed(evidence: Evidence) -> list[Case]:
    return [
        Case(
            kind="assessments.assessment", pk=a.pk, child=evidence.children[a.child_id], on=a.authorised_on,
            counts=not a.needs_support, team_id=a.team_id, source_group=evidence.source_of(a.referral_id),
            label="Support needed" if a.needs_support else "No need found",
        )
        for a in evidence.assessments
        if a.authorised_on is not None and a.needs_support is not None
    ]  # fmt: skip


def without_findings(evidence: Evidence) -> str:
    if any(a.authorised_on and a.needs_support is not None for a in evidence.assessments):
        return ""
    return "no completed assessment says whether the child was found to need support (Annex A list 4)"


def says_how_many_are_silent(evidence: Evidence) -> str:
    finished = [a for a in evidence.assessments if a.authorised_on and a.authorised_on <= evidence.as_at]
    silent = sum(1 for a in finished if a.needs_support is None)
    return f"{silent} completed assessments do not say what was found, and are left out." if silent else ""


INDICATOR = Indicator(
    code="K09",
    name="Assessments that find no need for support",
    short_name="No need found",
    question="Do we assess children who did not need it?",
    definition=(
        "Of the assessments completed in the period, the share that found no need for social care support. Assessments "
        "that do not say are left out and counted in the note."
    ),
    numerator="Assessments that found no need for support",
    denominator="Assessments completed that say what was found",
    clock="The day the assessment was authorised",
    unit="% of assessments completed",
    owner=Role.SERVICE_MANAGER,
    guard="Finding a need so that the assessment looks worthwhile; read with who comes back (K10).",
    findings=("S24",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_findings,
    flow=assessments_completed,
    note=says_how_many_are_silent,
)
