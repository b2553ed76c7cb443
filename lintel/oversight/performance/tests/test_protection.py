"""K60 to K65, K68 and K53 of what is done here to protect children: each number as long as its list."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache

from lintel.journey.conferring.tests.builders import PLAN, a_chair
from lintel.journey.conferring.tests.builders import decided as conference_decided
from lintel.journey.conferring.tests.builders import held as conference_held
from lintel.journey.enquiring.queries import visits_before_discussion
from lintel.journey.enquiring.tests.builders import signed
from lintel.journey.unassessed_risk.queries import children_at_unassessed_risk, spells_of
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Filters, Period
from lintel.oversight.performance.tests.test_catalogue import OF_PROTECTION
from lintel.steps.conferences.actions import Asking, Part, ask_for_conference
from lintel.steps.conferences.codes import Kind
from lintel.steps.enquiries.actions import load_enquiries
from lintel.steps.enquiries.codes import Party, PostponedBecause
from lintel.steps.enquiries.discussing import queries as raw
from lintel.steps.enquiries.discussing.late.actions import was_spoken_of
from lintel.steps.enquiries.discussing.slots.actions import Postponing, postpone, set_slot
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.enquiries.tests.builders import asked_for, caused, decided, decided_for, enquiry_decided, held
from lintel.steps.enquiry_work.queries import coverage_at_signing
from lintel.steps.safety_plans.actions import make_safety_plan
from lintel.steps.visits.actions import record_visit
from lintel.steps.visits.codes import Seen, Way
from lintel.steps.visits.rules import OfChild, Said
from tests.cast import LONDON, NOW, TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_empty_cache")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = NOW.date()
BUSY = Postponing(
    party=Party.POLICE, because=PostponedBecause.NOBODY_TO_SEND, reason="No officer was free.",
    interim_safety="She stays at her aunt’s.",
)  # fmt: skip


@pytest.fixture
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def found(code, viewer, *, as_at=MONDAY, now=None, filters=None):
    """The labels of the list, and what is read, held to its list."""
    told = {"viewer": viewer, "as_at": as_at, "period": Period(MONDAY, as_at), "now": now}
    told |= {"filters": filters} if filters else {}
    reading, cases = queries.reading(code, **told), queries.cases(code, **told)
    assert reading.numerator == sum(case.counts for case in cases)
    assert reading.denominator == len(cases)
    return [case.label for case in cases], reading


def postponed(meeting, *, by, at, said=BUSY):
    set_slot(meeting, starts_at=at + 2 * HOUR, by=by, at=at)
    return postpone(meeting, to=at + 6 * HOUR, said=said, by=by, at=at + HOUR)


def visited(child, *, by, at):
    seen = (OfChild(child_id=child.pk, seen=Seen.ALONE, own_words="“I am all right.”"),)
    said = Said(visited_at=at, way=Way.HOME, seen_and_heard="She drew her house.", children=seen)
    return record_visit(said, sent_once=uuid4(), by=by, at=at)


@pytest.mark.parametrize("code", sorted(OF_PROTECTION))
def test_files_say_nothing_of_it_and_no_nought_is_invented(cast, bells, code):
    assert queries.reading(code, viewer=cast.helen, as_at=MONDAY).state is State.NOT_IN_DATA


@pytest.mark.finding("S11", "S58", screen="/indicators/K60/")
def test_the_wait_is_from_the_cause_to_a_quorate_start_and_nobody_drops_out_of_it(cast, bells):
    held(asked_for([bells.mia], by=cast.marcus), by=cast.marcus, at=NOW + 4 * HOUR)
    caused(bells.noah, by=cast.marcus, at=NOW)

    labels, reading = found("K60", cast.helen)
    assert (labels, reading.spread.median) == (["Discussed after 3.0 hours"], 3)

    labels, reading = found("K60", cast.helen, as_at=MONDAY + DAY, now=NOW + 27 * HOUR)
    assert labels == ["Discussed after 3.0 hours", "Not discussed with quorum after 27 hours"]
    assert (reading.spread.median, reading.spread.maximum) == (15, 27)
    assert reading.also == (("Within the limit", "1 of 2"), ("Past the limit and not discussed with quorum", "1"))


def test_a_cause_that_was_spoken_of_in_a_discussion_of_its_day_waits_for_no_other(cast, bells):
    held(asked_for([bells.mia], by=cast.marcus), by=cast.marcus, at=NOW + 2 * HOUR)
    was_spoken_of(caused(bells.mia, by=cast.priya, at=NOW + 3 * HOUR), by=cast.marcus, at=NOW + 3 * HOUR)

    assert found("K60", cast.helen, as_at=MONDAY + 2 * DAY)[0] == [
        "Discussed after 1.0 hours", "Discussed after 0.0 hours",
    ]  # fmt: skip


@pytest.mark.finding("S45", screen="/indicators/K61/")
def test_without_the_police_it_is_not_quorate_and_the_clock_runs_on(cast, bells):
    meeting = held(
        asked_for([bells.mia, bells.noah], by=cast.marcus), by=cast.marcus, at=NOW + 2 * HOUR, without=[Party.POLICE],
        urgent_because="She sleeps there tonight.",
    )  # fmt: skip

    labels, reading = found("K61", cast.helen)
    assert labels == ["Without Police"]
    assert reading.also == (
        ("Children’s social care present", "1 of 1"), ("Police present", "0 of 1"), ("Health present", "1 of 1"),
    )  # fmt: skip
    assert found("K60", cast.helen, as_at=MONDAY + 2 * DAY)[0] == ["Not discussed with quorum after 63 hours"] * 2

    again = asked_for([], by=cast.marcus, at=NOW + 20 * HOUR, reconvenes=meeting)
    held(again, by=cast.marcus, at=NOW + 22 * HOUR)
    labels, reading = found("K60", cast.helen, as_at=MONDAY + 2 * DAY)
    assert (labels, reading.numerator) == (["Discussed after 21.0 hours"] * 2, 2)
    assert found("K61", cast.helen, as_at=MONDAY + 2 * DAY)[1].shown == "1 of 2"


@pytest.mark.finding("S10", "S58", screen="/indicators/K62/")
def test_a_time_that_is_moved_is_a_postponement_by_a_party_for_a_reason(cast, bells):
    first = asked_for([bells.mia, bells.noah], by=cast.marcus)
    postponed(first, by=cast.marcus, at=NOW)
    held(first, by=cast.marcus, at=NOW + 7 * HOUR)
    held(asked_for([bells.baby], by=cast.marcus), by=cast.marcus, at=NOW + 2 * HOUR)  # at once: no time was set

    labels, reading = found("K62", cast.helen)

    assert labels == ["Postponed by Police: had nobody to send", "Held as set"]
    assert reading.also == (("Of these, with what keeps each child safe until then", "1 of 1"),)
    assert reading.breakdowns == (
        ("Party that postponed", (("Police", "1"),)), ("Reason", (("Had nobody to send", "1"),)),
    )  # fmt: skip


@pytest.mark.finding("S14", screen="/indicators/K68/")
def test_unassessed_risk_ends_with_being_seen_and_made_safe_and_is_the_number_of_the_page(cast, bells):
    caused(bells.mia, by=cast.priya)
    caused(bells.noah, by=cast.priya)
    visited(bells.mia, by=cast.priya, at=NOW + 2 * HOUR)
    make_safety_plan(bells.mia, words="Owen stays away.", made_with="Ruth", by=cast.priya, at=NOW + 3 * HOUR)

    labels, reading = found("K68", cast.helen)
    assert (labels, reading.spread.median, reading.numerator) == (["Seen and made safe after 4.0 hours"], 4, 1)

    later = NOW + 30 * HOUR
    labels, reading = found("K68", cast.helen, as_at=MONDAY + DAY, now=later)
    page = children_at_unassessed_risk(viewer=cast.helen, at=later)
    assert labels[1:] == [f"On the clock for {each.hours:.0f} hours" for each in page if each.is_over]
    assert len(labels) == 2
    assert reading.also[0] == ("On the clock past the limit at the end", "1")


def test_the_catalogue_counts_what_the_step_itself_answers(cast, bells):
    """Somebody who sees every child is told the same by both."""
    first = asked_for([bells.mia, bells.noah], by=cast.marcus)
    postponed(first, by=cast.marcus, at=NOW)
    held(first, by=cast.marcus, at=NOW + 7 * HOUR)
    caused(bells.baby, by=cast.marcus, at=NOW + HOUR)

    def lists(code):
        return queries.cases(code, viewer=cast.helen, as_at=MONDAY + 9 * DAY, period=Period(MONDAY, MONDAY + 9 * DAY))

    triggers = raw.triggers_to_quorate_start(viewer=cast.helen)
    assert {case.pk for case in lists("K60")} == {each.cause_id for each in triggers}
    assert sum(case.category == "" for case in lists("K60")) == sum(each.quorate_at is not None for each in triggers)
    assert {case.pk for case in lists("K61")} == {each.meeting_id for each in raw.discussions_held(viewer=cast.helen)}
    moved = {(each.postponement_id, each.meeting_id) for each in raw.postponements(viewer=cast.helen)}
    assert {(case.pk, case.event) for case in lists("K62") if case.counts} == moved
    assert len(lists("K62")) == raw.slots_scheduled(viewer=cast.helen)
    on_clock = spells_of(bells.mia.pk, viewer=cast.helen, at=NOW + 9 * DAY)
    assert [case.value for case in lists("K68") if case.child_id == bells.mia.pk] == [
        (datetime(2025, 3, 13, tzinfo=LONDON) - on_clock[0].began_at) / HOUR
    ]


@pytest.mark.parametrize("code", ["K60", "K61", "K62", "K68"])
def test_somebody_of_another_team_is_told_nothing_of_it(cast, bells, code):
    meeting = asked_for([bells.mia], by=cast.marcus)
    postponed(meeting, by=cast.marcus, at=NOW)
    held(meeting, by=cast.marcus, at=NOW + 7 * HOUR)
    told = {"as_at": MONDAY + 3 * DAY, "period": Period(MONDAY, MONDAY + 3 * DAY)}

    assert queries.cases(code, viewer=cast.marcus, **told)
    assert queries.cases(code, viewer=cast.tom, **told) == []
    assert queries.reading(code, viewer=cast.tom, **told).state is State.NOT_IN_DATA


@pytest.mark.finding("S47", screen="/indicators/K66/")
def test_significant_history_is_covered_where_it_is_used_or_set_aside_when_it_is_signed(cast, bells):
    signed(cast, bells)

    labels, reading = found("K66", cast.helen)

    assert sorted(labels) == ["Neither used nor set aside"] * 2 + ["Set aside with a reason"] + ["Used"] * 2
    assert reading.also == (
        ("Enquiries signed with something marked", "1"), ("Of these, signed with an item uncovered", "1"),
    )  # fmt: skip
    [row] = coverage_at_signing(viewer=cast.helen)
    assert (reading.numerator, reading.denominator) == (row.covered, row.significant)
    assert queries.reading("K66", viewer=cast.tom, as_at=MONDAY).state is State.NOT_IN_DATA


@pytest.mark.finding("S46", screen="/indicators/K67/")
def test_a_visit_between_the_cause_and_the_discussion_is_one_agencys_own(cast, bells):
    for child, at in ((bells.mia, NOW + HOUR), (bells.noah, NOW + 4 * HOUR)):
        visited(child, by=cast.priya, at=at)
    meeting = held(asked_for([bells.mia, bells.noah], by=cast.marcus), by=cast.marcus, at=NOW + 3 * HOUR)
    decided(meeting, by=cast.marcus, at=NOW + 3 * HOUR, children={
        child.pk: enquiry_decided(NOW + 3 * HOUR) for child in (bells.mia, bells.noah)
    })  # fmt: skip

    told = {"viewer": cast.helen, "as_at": MONDAY, "period": Period(MONDAY, MONDAY)}
    assert [case.child_id for case in queries.cases("K67", **told)] == [bells.mia.pk]
    assert queries.reading("K67", **told).shown == "1"
    assert {case.pk for case in queries.cases("K67", **told)} == {
        each.visit_id for each in visits_before_discussion(viewer=cast.helen)
    }
    assert queries.reading("K67", viewer=cast.tom, as_at=MONDAY).state is State.NOT_IN_DATA


# --- what was there before counts what is done here -------------------------------------------------------------------


@pytest.mark.finding("S11", screen="/indicators/K63/")
def test_from_the_discussion_that_began_it_to_a_conference_held_here_it_is_24_days_and_not_12(cast, bells):
    """Barnsley: counted from the second discussion, 24 working days were reported as 12."""
    decided_for([bells.mia], is_enquiry=True, by=cast.marcus, at=NOW + 3 * HOUR)
    decided_for([bells.mia], is_enquiry=True, by=cast.marcus, at=NOW + 16 * DAY)
    enquiry, fourth = Section47Enquiry.objects.get(), datetime(2025, 4, 4, 10, tzinfo=LONDON)
    assert found("K63", cast.helen, as_at=date(2025, 3, 25))[0] == ["Not held after 16 working days"]

    parts = [Part(child=bells.mia, enquiry_id=enquiry.pk)]
    asking = Asking(once=uuid4(), kind=Kind.INITIAL, parts=parts, why="Whether she is safe.")
    request = ask_for_conference(asking, by=cast.priya, at=NOW + 17 * DAY)
    chair = a_chair(cast)
    conference_held(cast, chair, request, booked_for=fourth, at=fourth + 6 * HOUR)
    conference_decided(request, PLAN, by=chair, at=fourth + 6 * HOUR)

    labels, reading = found("K63", cast.helen, as_at=fourth.date())
    assert (labels, reading.numerator) == (["Held after 24 working days"], 0)
    of_north = Filters(team_id=bells.referrals["mia"].team_id)
    assert found("K63", cast.helen, as_at=fourth.date(), filters=of_north)[0] == labels
    assert found("K64", cast.helen, as_at=fourth.date())[0] == ["Came to conference"]


@pytest.mark.finding("S46", screen="/indicators/K65/")
def test_an_enquiry_begun_here_is_a_repeat_where_a_file_told_of_one_before(cast, bells):
    told = Section47Enquiry(
        **TYPED, key="before", child=bells.mia, started_on=date(2025, 9, 1), ended_on=date(2025, 9, 19),
        conference_not_required=True,
    )  # fmt: skip
    load_enquiries([told], by=cast.command_line, at=NOW)
    a_year_on = datetime(2026, 3, 4, 12, tzinfo=LONDON)
    decided_for([bells.mia, bells.noah], is_enquiry=True, by=cast.marcus, at=a_year_on)

    cases = queries.cases("K65", viewer=cast.helen, as_at=a_year_on.date(), period=Period(MONDAY, a_year_on.date()))

    assert {case.child_id: case.counts for case in cases} == {bells.mia.pk: True, bells.noah.pk: False}


def test_a_child_seen_here_is_seen_in_time_from_the_decision_however_many_discussions_follow(cast, bells):
    """Decided on 18 February 2025: the limit was over before the first of them."""
    visited(bells.noah, by=cast.priya, at=NOW)
    before = found("K53", cast.helen, as_at=date(2025, 3, 20))[0]
    assert sorted(before) == ["Not seen; the limit has passed"] * 2 + ["Seen"]  # and the baby is not born yet
    for days in (1, 10):
        decided_for([bells.mia], is_enquiry=True, by=cast.marcus, at=NOW + days * DAY)
    assert found("K53", cast.helen, as_at=date(2025, 3, 20))[0] == before

    visited(bells.mia, by=cast.priya, at=NOW + 18 * DAY)

    labels, reading = found("K53", cast.helen, as_at=date(2025, 3, 21))
    assert (labels.count("Seen"), reading.numerator) == (2, 0)
