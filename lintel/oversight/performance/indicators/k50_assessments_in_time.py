"""K50: assessments finished within 45 working days of the referral."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.records import Assessment, Referral
from lintel.oversight.performance.rules import number_in_words
from lintel.oversight.performance.spc import Kind
from lintel.oversight.performance.spells import FAR_AWAY, Spells


class OnTheClock(NamedTuple):
    """An assessment, the day its clock started, the last day in time, and the day its episode closed."""

    assessment: Assessment
    started: date
    due: date
    over: date


def all_on_the_clock(evidence: Evidence) -> list[OnTheClock]:
    found = []
    for child, assessments in evidence.assessments_of.items():
        assessed: set[int] = set()
        for assessment in assessments:
            referral = _episode_of(assessment, evidence.referrals_of.get(child, ()))
            # The first assessment of an episode answers the referral; a later one was begun for a reason of its own.
            is_first = referral is not None and referral.pk not in assessed
            started = referral.referred_on if referral and is_first else assessment.started_on
            if referral:
                assessed.add(referral.pk)
            due = evidence.limits.time_limit("assessment", on=started).due_on(started, evidence.calendar)
            over = referral.closed_on if referral and referral.closed_on else FAR_AWAY
            found.append(OnTheClock(assessment, started, due, over))
    return found


def _episode_of(assessment: Assessment, referrals: Sequence[Referral]) -> Referral | None:
    named = next((referral for referral in referrals if referral.pk == assessment.referral_id), None)
    earlier = [referral for referral in referrals if referral.referred_on <= assessment.started_on]
    return named or (earlier[-1] if earlier else None)


def completed(evidence: Evidence) -> list[Case]:
    return list(_completed(evidence))


def _completed(evidence: Evidence) -> Iterator[Case]:
    for clock in evidence.once(all_on_the_clock):
        authorised_on = clock.assessment.authorised_on
        if authorised_on is None:
            continue
        days = evidence.calendar.working_days_between(min(clock.started, authorised_on), authorised_on)
        yield _case(
            evidence, clock, authorised_on, authorised_on <= clock.due, days, f"Completed after {days} working days"
        )


def overdue(evidence: Evidence, day: date) -> list[Case]:
    """Assessments past their limit and still open at the end of the day."""
    cases = []
    for place in evidence.once(_overdue_spells).on(day):
        clock = evidence.once(all_on_the_clock)[place]
        days = evidence.calendar.working_days_between(clock.started, day)
        cases.append(_case(evidence, clock, day, False, days, f"Open after {days} working days"))
    return cases


def _overdue_spells(evidence: Evidence) -> Spells:
    return Spells(
        (clock.due + timedelta(days=1), min(clock.assessment.authorised_on or FAR_AWAY, clock.over))
        for clock in evidence.once(all_on_the_clock)
    )


def _case(evidence: Evidence, clock: OnTheClock, on: date, in_time: bool, days: int, label: str) -> Case:
    assessment = clock.assessment
    return Case(
        kind="assessments.assessment", pk=assessment.pk, child=evidence.children[assessment.child_id], on=on,
        counts=in_time, value=float(days), team_id=assessment.team_id, label=label,
        source_group=evidence.source_of(assessment.referral_id), category="" if label[0] == "C" else "Overdue and open",
    )  # fmt: skip


def how_many_are_open(cases: Sequence[Case], _: Evidence) -> Also:
    return (("Overdue and still open", number_in_words(sum(1 for case in cases if case.category))),)


def without_assessments(evidence: Evidence) -> str:
    return "" if evidence.assessments else "no assessments have been loaded (Annex A list 4)"


INDICATOR = Indicator(
    code="K50",
    name="Assessments completed within 45 working days",
    short_name="Assessments in time",
    question="Are children assessed in time, counting those who are still waiting past the limit?",
    definition=(
        "Of the assessments authorised in the period, and those past their limit and still open at its end, the share "
        "authorised within 45 working days. The clock starts at the referral, not at allocation; for a further "
        "assessment in the same episode, at its own start."
    ),
    numerator="Assessments authorised within 45 working days",
    denominator="Assessments authorised in the period, and those overdue and open at its end",
    clock="From the referral to the manager's authorisation, in working days",
    unit="% of assessments",
    owner=Role.SERVICE_MANAGER,
    guard="Leaving late assessments open does not help: they are in the denominator until they are authorised.",
    findings=("S9", "S20"),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_assessments,
    flow=completed,
    stock=overdue,
    also=how_many_are_open,
)
