"""K58: assessments whose family was given them in plain words within five working days of the authorisation."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.grouping import group
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.records import Assessment, FamilyRead
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind

NEVER = "Not shared yet"


def what_families_read(evidence: Evidence) -> list[FamilyRead]:
    """Every finished version for a family, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> list[FamilyRead]:
    return evidence.reader.family_reads()


def _first_shared(evidence: Evidence) -> dict[int, date]:
    """The day each assessment first reached somebody of the family, by its id."""
    shared = [each for each in what_families_read(evidence) if each.assessment_id and each.shared_on]
    by_assessment = group(shared, lambda each: each.assessment_id or 0)
    return {pk: min(each.shared_on for each in found if each.shared_on) for pk, found in by_assessment.items()}


def shared_or_due(evidence: Evidence) -> list[Case]:
    """Authorised assessments on the day they were first shared or, unshared, the last day that was in time."""
    shared, since, cases = evidence.once(_first_shared), begins(evidence), []
    for assessment in evidence.assessments:
        if assessment.authorised_on is not None and since is not None:
            case = _case(assessment, assessment.authorised_on, shared.get(assessment.pk), evidence)
            cases += [case] if case and case.on >= since else []
    return cases


def _case(assessment: Assessment, began: date, shared_on: date | None, evidence: Evidence) -> Case | None:
    due = evidence.limits.time_limit("assessment_shared", on=began).due_on(began, evidence.calendar)
    if shared_on is not None and shared_on > evidence.as_at:
        shared_on = None
    if shared_on is None and due >= evidence.as_at:
        return None
    days = evidence.calendar.working_days_between(began, max(shared_on or evidence.as_at, began))
    return Case(
        kind="assessments.assessment", pk=assessment.pk, child=evidence.children[assessment.child_id],
        on=shared_on or due, counts=shared_on is not None and shared_on <= due, value=float(days),
        team_id=assessment.team_id, source_group=evidence.source_of(assessment.referral_id),
        category="" if shared_on else NEVER,
        label=f"Shared after {days} working days" if shared_on else f"Not shared for {days} working days",
    )  # fmt: skip


def never_shared(cases: Sequence[Case], _: Evidence) -> Also:
    return ((NEVER, number_in_words(sum(case.category == NEVER for case in cases))),)


def begins(evidence: Evidence) -> date | None:
    """The day something was first shared: before it, nobody wrote down whether it was."""
    return min((each.shared_on for each in what_families_read(evidence) if each.shared_on), default=None)


def without_sharing(evidence: Evidence) -> str:
    return "" if begins(evidence) else "nobody has written down yet that a family was given anything to read"


INDICATOR = Indicator(
    code="K58",
    name="Assessments shared with the family within five working days",
    short_name="Shared with the family",
    question="Does the family soon hold in its hands what we found out, in words it understands?",
    definition=(
        "Of the assessments that somebody of the family was first given or read in the period, or whose five working "
        "days ran out in it, the share that was shared within five working days of the authorisation. One still "
        "unshared after that counts as not met."
    ),
    numerator="Assessments whose first sharing with somebody of the family was within five working days",
    denominator="Authorised assessments first shared in the period, or whose time ran out in it unshared",
    clock="From the manager’s authorisation to the first sharing that a worker confirmed, in working days",
    unit="% of assessments shared or overdue",
    owner=Role.TEAM_MANAGER,
    guard=(
        "A tick is not enough: only a version that was finished for somebody by name can be shared, and its words then "
        "stand. Whether they understood it is K110."
    ),
    findings=("S62",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_sharing,
    flow=shared_or_due,
    known_from=begins,
    also=never_shared,
)
