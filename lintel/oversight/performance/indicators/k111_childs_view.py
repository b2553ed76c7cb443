"""K111: assessments and reviews in which the child speaks."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.plan_work import work_under_plans
from lintel.oversight.performance.spc import Kind

WITH = "With the child’s own words, or what was seen of them"


def completed(evidence: Evidence) -> list[Case]:
    """Each assessment written here, on the day it was authorised, and each review, on the day it was held."""
    return [*_assessments(evidence), *_reviews(evidence)]


def _assessments(evidence: Evidence) -> list[Case]:
    return [
        Case(
            kind="assessments.assessment", pk=each.pk, child=evidence.children[each.child_id], on=each.authorised_on,
            counts=each.has_childs_view, team_id=each.team_id, source_group=evidence.source_of(each.referral_id),
            label=f"Assessment. {WITH if each.has_childs_view else 'Without them'}",
        )
        for each in evidence.assessments
        if each.is_written_here and each.authorised_on is not None
    ]  # fmt: skip


def _reviews(evidence: Evidence) -> list[Case]:
    return [
        Case(
            kind="plans.planreview", pk=each.pk, child=evidence.children[each.child_id], on=each.held_on,
            counts=each.has_childs_view, team_id=each.team_id, source_group=evidence.source_of(each.referral_id),
            label=f"Review of a plan. {WITH if each.has_childs_view else 'Without them'}",
        )
        for each in evidence.once(work_under_plans).reviews
    ]  # fmt: skip


def without_any_written_here(evidence: Evidence) -> str:
    found = any(each.is_written_here for each in evidence.assessments) or evidence.once(work_under_plans).reviews
    return "" if found else "no assessment or review has been written here; files do not carry the child’s words"


INDICATOR = Indicator(
    code="K111",
    name="Assessments and reviews in which the child’s view is written down",
    short_name="Child’s view",
    question="Does each child speak in what is written about them?",
    definition=(
        "Of the assessments written here and authorised in the period, and the reviews of plans held in it, the share "
        "in which that child’s own words or, of a child who does not speak, what was seen of them stands. Brothers and "
        "sisters count one by one."
    ),
    numerator="Assessments and reviews with that child’s own words or what was seen of them",
    denominator="Assessments authorised and reviews held in the period",
    clock="The day of the authorisation, or of the review",
    unit="% of assessments and reviews",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="Words about one child count for no other; nothing is read into what they say.",
    findings=("S44",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_any_written_here,
    flow=completed,
)
