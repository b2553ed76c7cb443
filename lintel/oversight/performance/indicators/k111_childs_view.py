"""K111: assessments in which the child speaks."""

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Indicator, Measure
from lintel.oversight.performance.indicators.k51_looked_at_half_way import without_assessments_written_here
from lintel.oversight.performance.spc import Kind


def authorised(evidence: Evidence) -> list[Case]:
    """Each assessment written here, on the day it was authorised."""
    return [
        Case(
            kind="assessments.assessment", pk=each.pk, child=evidence.children[each.child_id], on=each.authorised_on,
            counts=each.has_childs_view, team_id=each.team_id, source_group=evidence.source_of(each.referral_id),
            label="With the child’s own words, or what was seen of them" if each.has_childs_view else "Without them",
        )
        for each in evidence.assessments
        if each.is_written_here and each.authorised_on is not None
    ]  # fmt: skip


INDICATOR = Indicator(
    code="K111",
    name="Assessments in which the child’s view is written down",
    short_name="Child’s view",
    question="Does each child speak in what is written about them?",
    definition=(
        "Of the assessments written here and authorised in the period, the share in which that child’s own words or, "
        "of a child who does not speak, what was seen of them stands in their own part. Brothers and sisters count one "
        "by one. Reviews are not counted yet."
    ),
    numerator="Assessments with that child’s own words or what was seen of them",
    denominator="Assessments authorised in the period",
    clock="The day of the authorisation",
    unit="% of assessments",
    owner=Role.PRINCIPAL_SOCIAL_WORKER,
    guard="Words about one child count for no other; nothing is read into what they say.",
    findings=("S44",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_assessments_written_here,
    flow=authorised,
)
