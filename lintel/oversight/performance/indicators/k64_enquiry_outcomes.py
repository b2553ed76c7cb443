"""K64: what enquiries lead to."""

from collections.abc import Sequence
from datetime import date

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import ALL_FILTERS, Also, Indicator, Measure
from lintel.oversight.performance.indicators.k63_conference_in_time import conference_of, without_enquiries
from lintel.oversight.performance.records import Conference, Enquiry
from lintel.oversight.performance.rules import share_in_words
from lintel.oversight.performance.spc import Kind


def completed_on(evidence: Evidence, enquiry: Enquiry, conference: Conference | None) -> date | None:
    """
    The day of the conference, else the day it ended. None while it is under way.

    Where the source says that no conference was needed but not when that was decided, the last day of its limit.
    """
    if conference:
        return conference.held_on
    if enquiry.ended_on or not enquiry.conference_not_required:
        return enquiry.ended_on
    started = enquiry.started_on
    return evidence.limits.time_limit("initial_conference", on=started).due_on(started, evidence.calendar)


def enquiries_completed(evidence: Evidence) -> list[Case]:
    conferences = evidence.once(conference_of)
    cases = []
    for enquiry in evidence.enquiries:
        conference = conferences.get(enquiry.pk)
        on = completed_on(evidence, enquiry, conference)
        if on is None:
            continue
        cases.append(
            Case(
                kind="enquiries.section47enquiry", pk=enquiry.pk, child=evidence.children[enquiry.child_id], on=on,
                counts=conference is not None, team_id=enquiry.team_id,
                source_group=evidence.source_of(enquiry.referral_id),
                label="Came to conference" if conference else "Ended without a conference",
            )
        )  # fmt: skip
    return cases


def conferences_that_led_to_plans(cases: Sequence[Case], evidence: Evidence) -> Also:
    conferences = evidence.once(conference_of)
    held = [conferences[case.pk] for case in cases if case.pk in conferences]
    said = [conference.led_to_plan for conference in held if conference.led_to_plan is not None]
    return (("Conferences that led to a plan", share_in_words(sum(said), len(said))),)


INDICATOR = Indicator(
    code="K64",
    name="Enquiries that come to conference",
    short_name="Enquiry outcomes",
    question="Do enquiries find what they were begun for?",
    definition=(
        "Of the section 47 enquiries completed in the period, the share that came to an initial conference; beside it, "
        "the share of those conferences that led to a plan. A balance, without a target: too low and families are "
        "troubled for nothing, too high and enquiries begin too late."
    ),
    numerator="Enquiries that came to an initial conference",
    denominator="Enquiries completed in the period",
    clock="The day of the conference, or the day the enquiry ended",
    unit="% of enquiries completed",
    owner=Role.SERVICE_MANAGER,
    guard="There is no number to aim at; anybody who aims at one will find it here.",
    findings=("S46",),
    chart=Kind.P,
    measure=Measure.SHARE,
    filters=ALL_FILTERS,
    cannot_say=without_enquiries,
    flow=enquiries_completed,
    also=conferences_that_led_to_plans,
)
