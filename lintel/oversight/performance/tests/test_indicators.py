"""What each definition means, on children one can count on one's fingers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from lintel.foundation.access.roles import Role
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Absence, Worker
from lintel.journey.imports.models import Load
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import Reading, State
from lintel.oversight.performance.cases import Filters, Period
from lintel.oversight.performance.tests.builders import NOW, Service, user
from lintel.steps.allocation.models import SafetyCheck
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import Contact
from lintel.steps.plans.models import CpPlan
from lintel.steps.visits.models import Visit

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 9, 25)
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 25))


@pytest.fixture
def service() -> Service:
    return Service(data_until=FRIDAY)


def read(code: str, period: Period | None = SEPTEMBER, as_at: date = FRIDAY, **filters) -> Reading:
    return queries.reading(
        code, viewer=user(Role.HEAD_OF_SERVICE), as_at=as_at, period=period, filters=Filters(**filters)
    )


def labels(code: str, as_at: date = FRIDAY, period: Period | None = SEPTEMBER) -> list[str]:
    listed = queries.cases(code, viewer=user(Role.HEAD_OF_SERVICE), as_at=as_at, period=period)
    return sorted(case.label for case in listed)


def counted(reading: Reading) -> tuple[float | None, float | None]:
    return reading.numerator, reading.denominator


# --- the front door ---


@pytest.mark.finding("S18")
def test_a_contact_about_three_children_is_three_child_contacts_and_one_event(service):
    service.contact(date(2026, 9, 7), [service.child() for _ in range(3)])

    found = read("K01")

    assert found.numerator == 3
    assert found.also[0][1] == "1"


def test_conversion_leaves_out_children_who_were_open_already(service):
    known = service.child()
    service.referral(date(2026, 8, 3), known)
    service.contact(date(2026, 9, 7), [known], outcome="advice")
    service.contact(date(2026, 9, 7), outcome="to_allocated_worker")
    service.contact(date(2026, 9, 7), outcome="referral")
    service.contact(date(2026, 9, 7), outcome="advice")
    service.contact(date(2026, 9, 7))

    assert counted(read("K06")) == (1, 2)


def test_a_strategy_discussion_is_a_referral_as_well(service):
    for outcome in ("strategy_discussion", "referral", "other_authority", "awaiting_information"):
        service.contact(date(2026, 9, 7), outcome=outcome)

    assert counted(read("K06")) == (2, 4)


def test_the_mix_has_a_name_for_every_outcome(service):
    for outcome in Outcome:
        service.contact(date(2026, 9, 7), outcome=outcome)

    assert len(set(labels("K07"))) == len(Outcome)


@pytest.mark.finding("S19")
def test_agreement_counts_with_its_reason_and_not_without(service):
    for consent, reason in (
        ("given", ""), ("sought", ""), ("refused", "She said no."), ("refused", ""), ("dispensed_with", ""), ("", ""),
    ):  # fmt: skip
        service.contact(date(2026, 9, 7), outcome="referral", consent=consent, consent_reason=reason)
    service.contact(date(2026, 9, 7), outcome="advice")

    found = read("K12")

    assert counted(found) == (3, 7)
    assert found.also[0][1].startswith("3 of 6")
    assert labels("K12").count("Nothing is said about agreement") == 2
    assert "Agreement: refused, and nobody says why" in labels("K12")


def test_where_nothing_is_said_about_agreement_k12_is_not_nought(service):
    service.contact(date(2026, 9, 7), outcome="referral")
    service.contact(date(2026, 9, 7), outcome="referral", basis="inferred", consent="given")

    assert read("K12").state is State.NOT_IN_DATA


def test_conversion_keeps_the_contact_that_opened_the_episode(service):
    child = service.child()
    contact = service.contact(date(2026, 9, 7), [child], outcome="referral")[0]
    service.referral(date(2026, 9, 7), child, child_contact=contact)

    assert counted(read("K06")) == (1, 1)


def test_conversion_closes_on_the_day_of_the_decision(service):
    service.contact(date(2026, 8, 31), outcome="referral", decided_on=date(2026, 9, 1))

    assert counted(read("K06")) == (1, 1)


def test_conversion_that_was_worked_out_stops_where_something_may_still_follow(service):
    """Ten days before the files end, 15 September, is the last day on which all that will follow has followed."""
    service.contact(date(2026, 9, 15), outcome="nothing_followed", basis="inferred")
    service.contact(date(2026, 9, 16), outcome="referral", basis="inferred")

    found = read("K06")

    assert (found.period.end, counted(found)) == (date(2026, 9, 15), (0, 1))
    last_week = read("K06", period=Period(date(2026, 9, 21), FRIDAY))
    assert last_week.why.startswith("Not in your data yet: the records say this only until 15 September 2026. ")


def test_what_happened_after_the_day_looked_at_is_not_counted(service):
    service.contact(date(2026, 9, 14), outcome="referral")

    found = read("K06", as_at=date(2026, 9, 10), period=Period(date(2026, 9, 14), date(2026, 9, 20)))

    assert found.state is State.NOT_IN_DATA


def test_a_staff_list_does_not_make_the_files_speak_of_later_days(service):
    Service(data_until=date(2026, 10, 31), kind="staff")
    service.contact(FRIDAY)

    assert read("K01", as_at=date(2026, 12, 1), period=None).as_at == FRIDAY


def test_work_written_on_screens_speaks_of_today(service):
    service.contact(FRIDAY)
    service.one(Contact, received_on=date(2026, 11, 2), source_file=None, source_row=None, screen="contact")

    assert queries.last_day_known(viewer=user(Role.HEAD_OF_SERVICE)) is None


def test_conversion_says_when_it_was_only_worked_out(service):
    service.contact(date(2026, 9, 7), outcome="nothing_followed", basis="inferred")

    found = read("K06")

    assert found.is_known
    assert found.note.startswith("Worked out from what followed in the files")
    assert read("K03").state is State.NOT_IN_DATA
    assert read("K02").state is State.NOT_IN_DATA


@pytest.mark.finding("S27")
def test_an_undecided_contact_older_than_a_day_counts_as_not_in_time(service):
    nine = datetime(2026, 9, 24, 9, tzinfo=UTC)
    for received, decided in (
        (nine, nine + timedelta(hours=23)), (nine - timedelta(days=3), nine - timedelta(days=1)),
        (nine - timedelta(days=2), None), (nine + timedelta(hours=20), None),
    ):  # fmt: skip
        row = {"outcome": "advice", "decided_on": decided.date(), "decided_at": decided} if decided else {}
        service.contact(received.date(), received_at=received, **row)

    assert counted(read("K02")) == (1, 3)
    assert counted(read("K03")) == (2, 2)
    assert labels("K02") == ["Decided after 23 hours", "Decided after 48 hours", "Undecided for 86 hours"]


def test_a_child_turned_away_is_judged_when_its_ninety_days_are_over(service):
    back, away = service.child(), service.child()
    service.contact(date(2026, 6, 10), [back], outcome="advice")
    service.contact(date(2026, 8, 1), [back], outcome="advice")
    service.contact(date(2026, 6, 15), [away], outcome="no_further_action")

    assert counted(read("K10")) == (1, 2)
    assert counted(read("K10", as_at=date(2026, 9, 10), period=Period(date(2026, 9, 8), date(2026, 9, 10)))) == (1, 1)


def test_a_referral_within_twelve_months_of_another_is_a_re_referral(service):
    again, later = service.child(), service.child()
    service.contact(date(2025, 8, 1))
    for child, day in ((again, date(2025, 9, 10)), (later, date(2025, 9, 9))):
        service.referral(day, child, closed_on=date(2025, 10, 1))
        service.referral(date(2026, 9, 10), child)

    assert counted(read("K11")) == (1, 2)


def test_re_referrals_are_not_said_before_the_records_go_back_a_year(service):
    service.contact(date(2026, 8, 1))
    service.referral(date(2026, 9, 10))

    assert read("K11").state is State.NOT_IN_DATA


def test_a_referral_that_closed_without_an_assessment_led_to_nothing(service):
    assessed, closed = service.child(), service.child()
    referral = service.referral(date(2026, 9, 2), assessed, closed_on=date(2026, 9, 20), is_nfa=False)
    service.one(Assessment, child=assessed, referral=referral, started_on=date(2026, 9, 3))
    service.referral(date(2026, 9, 2), closed, closed_on=date(2026, 9, 20), is_nfa=False)
    service.referral(date(2026, 9, 2), is_nfa=True)
    service.referral(date(2026, 9, 2), is_nfa=False)

    assert counted(read("K08")) == (2, 4)


# --- allocation and load ---


@pytest.fixture
def duty(service):
    return service.team("Duty North")


@pytest.mark.finding("S3")
def test_a_child_waits_from_the_decision_until_a_worker_accepts(service, duty):
    wren = service.worker("Wren", duty)
    waiting = service.referral(date(2026, 9, 10))
    accepted = service.referral(date(2026, 9, 10))
    service.involvement(accepted, wren, date(2026, 9, 15))
    service.referral(date(2026, 9, 10), is_nfa=True)
    service.referral(date(2026, 9, 10), closed_on=date(2026, 9, 20))

    assert labels("K30") == ["Waiting 15 days"]
    assert labels("K30", as_at=date(2026, 9, 14), period=None) == ["Waiting 4 days"] * 3
    assert queries.cases("K30", viewer=user(Role.HEAD_OF_SERVICE), as_at=FRIDAY)[0].child_id == waiting.child_id


def test_one_day_is_one_day_in_words(service, duty):
    service.involvement(service.referral(date(2026, 9, 1)), service.worker("Wren", duty), date(2026, 9, 1))
    service.referral(date(2026, 9, 24))

    assert ("Longest wait", "1 day") in read("K30").also


@pytest.mark.finding("S3")
def test_days_unallocated_are_the_children_waiting_on_each_day_added_up(service, duty):
    wren = service.worker("Wren", duty)
    for day in range(1, 20):
        referral = service.referral(date(2026, 9, day), closed_on=date(2026, 9, 23) if day % 3 else None)
        if day % 2:
            service.involvement(referral, wren, date(2026, 9, day + 4))
    each_day = [read("K30", as_at=date(2026, 9, day), period=None).numerator for day in range(1, 26)]

    assert read("K31").numerator == sum(each_day)


def test_a_child_whose_worker_left_waits_again(service, duty):
    wren = service.worker("Wren", duty)
    referral = service.referral(date(2026, 9, 1))
    service.involvement(referral, wren, date(2026, 9, 1), ended_on=date(2026, 9, 20))

    assert labels("K30") == ["Waiting 5 days"]


def test_a_start_known_only_from_the_file_says_nothing_of_the_days_before(service, duty):
    wren = service.worker("Wren", duty)
    held, waiting = service.referral(date(2026, 7, 1)), service.referral(date(2026, 7, 1))
    service.contact(date(2026, 7, 1))
    service.involvement(held, wren, FRIDAY, began_is_observed=True)

    assert [case.pk for case in queries.cases("K30", viewer=user(Role.HEAD_OF_SERVICE), as_at=FRIDAY)] == [waiting.pk]
    assert read("K30", as_at=date(2026, 9, 24), period=None).state is State.NOT_IN_DATA
    for code in ("K31", "K32", "K41"):
        assert "since when" in read(code).why


def test_the_wait_for_a_worker_is_counted_in_working_days(service, duty):
    """Thursday 27 August to Wednesday 2 September 2026, across the August bank holiday: three working days."""
    referral = service.referral(date(2026, 8, 27))
    service.involvement(referral, service.worker("Wren", duty), date(2026, 9, 2))

    assert labels("K32") == ["Accepted after 3 working days"]


@pytest.mark.finding("S3")
def test_a_waiting_child_without_a_check_in_order_is_counted(service, duty):
    wren = service.worker("Wren", duty)
    service.involvement(service.referral(date(2026, 9, 1)), wren, date(2026, 9, 1))
    checked, late, never, fresh = (service.referral(date(2026, 9, d)) for d in (14, 14, 14, 24))
    for referral, due in ((checked, date(2026, 9, 24)), (late, date(2026, 9, 23))):
        service.one(
            SafetyCheck, child=referral.child, referral=referral, checked_by=wren, checked_on=date(2026, 9, 16),
            next_due_on=due, why_safe="With her grandmother.",
        )  # fmt: skip

    counts = {c.pk: c.counts for c in queries.cases("K34", viewer=user(Role.HEAD_OF_SERVICE), as_at=FRIDAY)}

    assert counts == {checked.pk: False, late.pk: True, never.pk: True, fresh.pk: False}


def caseload(service, worker, children, day=date(2026, 9, 1)):
    for _ in range(children):
        service.involvement(service.referral(day), worker, day)


@pytest.mark.finding("S34")
def test_caseload_shows_mean_middle_ninth_tenth_and_highest(service, duty):
    for i, children in enumerate((10, 20, 40)):
        caseload(service, service.worker(f"Worker {i}", duty), children)

    found = read("K35")

    assert counted(found) == (70, 3)
    assert found.value == pytest.approx(70 / 3)
    assert (found.spread.median, found.spread.p90, found.spread.maximum) == (20, 40, 40)
    assert dict(found.also)["Over the ceiling"] == "2"


def test_caseload_is_taken_for_the_hours_somebody_works(service, duty):
    caseload(service, service.worker("Wren", duty, fte=Decimal("0.5")), 10)

    assert read("K35").spread.maximum == 20


def test_an_absent_workers_hours_are_left_out_and_their_children_are_not(service, duty):
    wren, finch = service.worker("Wren", duty), service.worker("Finch", duty)
    caseload(service, wren, 10)
    caseload(service, finch, 10)
    service.one(Absence, worker=wren, starts_on=date(2026, 9, 21))

    found = read("K35")

    assert counted(found) == (20, 1)
    assert found.spread.maximum == 10
    assert read("K36").denominator == 1


@pytest.mark.finding("S34")
def test_workers_over_the_ceiling_are_judged_by_the_ceiling_of_the_day(service, duty):
    caseload(service, service.worker("Wren", duty), 17, date(2026, 8, 3))
    caseload(service, service.worker("Finch", duty), 19, date(2026, 8, 3))
    assert counted(read("K36")) == (1, 2)

    set_local_limit(
        "caseload_ceiling", amount=Decimal(16), effective_from=date(2026, 9, 1), source="Cabinet, July 2026",
        reason="Agreed with the union", by=user(Role.HEAD_OF_SERVICE), at=NOW,
    )  # fmt: skip

    assert counted(read("K36")) == (2, 2)
    assert read("K36").note.startswith("The ceiling is 16 children")
    assert counted(read("K36", as_at=date(2026, 8, 31), period=None)) == (1, 2)
    assert dict(read("K36").also)["Children they hold"] == "36"


def test_a_newly_qualified_worker_is_judged_by_the_protected_load(service, duty):
    caseload(service, service.worker("Wren", duty), 13, date(2026, 8, 3))
    caseload(service, service.worker("Finch", duty, is_newly_qualified=True), 13, date(2026, 8, 3))

    assert counted(read("K36")) == (1, 2)


def test_weights_of_stages_make_the_weighted_load(service, duty):
    wren = service.worker("Wren", duty)
    caseload(service, wren, 3)
    protected = service.referral(date(2026, 9, 1))
    service.involvement(protected, wren, date(2026, 9, 1))
    service.one(CpPlan, child=protected.child, started_on=date(2026, 9, 2))

    found = read("K37")

    assert found.value == pytest.approx(3 * 1.0 + 1.5)
    assert "child with a protection plan 1.5" in found.note


@pytest.mark.finding("L1")
def test_a_supervisors_span_is_the_children_of_all_their_workers(service, duty):
    boss = service.one(Worker, name="Olive Otter")
    for i, children in enumerate((20, 30)):
        caseload(service, service.worker(f"Worker {i}", duty, supervisor=boss), children)
    service.worker("Alone", duty)

    found = read("K38")

    assert found.value == 50
    assert labels("K38") == ["Olive Otter: 50 children of 2 workers"]
    assert found.note == "1 case-holding workers have nobody named as their supervisor."


@pytest.mark.finding("L2")
def test_a_team_that_is_mostly_agency_is_named(service, duty):
    south = service.team("Duty South")
    service.worker("Wren", duty)
    service.worker("Finch", south, basis="agency")
    service.worker("Robin", south, basis="agency", fte=Decimal("0.5"))

    found = read("K39")

    assert counted(found) == (1.5, 2.5)
    assert found.also == (("Teams with more than 50% agency", "Duty South"),)


def test_two_changes_of_worker_in_a_year_are_counted_also_from_duty(service, duty):
    wren, finch, robin = (service.worker(name, duty) for name in ("Wren", "Finch", "Robin"))
    moved, stayed = service.referral(date(2025, 8, 1)), service.referral(date(2025, 8, 1))
    service.contact(date(2025, 7, 1))
    service.involvement(moved, wren, date(2025, 8, 1), ended_on=date(2025, 10, 2))
    service.involvement(moved, finch, date(2025, 10, 2), ended_on=date(2026, 3, 2))
    service.involvement(moved, robin, date(2026, 3, 2))
    service.involvement(stayed, wren, date(2025, 8, 1))
    service.referral(date(2026, 1, 1))

    assert counted(read("K41")) == (1, 2)
    assert labels("K41") == ["0 changes of worker in twelve months", "2 changes of worker in twelve months"]


# --- assessment and protection ---


@pytest.mark.finding("S9", "S20")
def test_an_assessments_clock_starts_at_the_referral_and_overdue_ones_stay_in(service):
    """45 working days from Wednesday 1 July 2026 end on Thursday 3 September (the August bank holiday is none)."""
    for authorised_on in (date(2026, 9, 3), date(2026, 9, 4), None):
        referral = service.referral(date(2026, 7, 1))
        service.one(
            Assessment,
            child=referral.child,
            referral=referral,
            started_on=date(2026, 7, 20),
            authorised_on=authorised_on,
        )
    fresh = service.referral(date(2026, 9, 1))
    service.one(Assessment, child=fresh.child, referral=fresh, started_on=date(2026, 9, 1))

    found = read("K50")

    assert counted(found) == (1, 3)
    assert found.also == (("Overdue and still open", "1"),)


def test_an_overdue_assessment_leaves_when_its_episode_closes(service):
    referral = service.referral(date(2026, 5, 1), closed_on=date(2026, 9, 20))
    service.one(Assessment, child=referral.child, referral=referral, started_on=date(2026, 5, 1))

    assert read("K50", as_at=date(2026, 9, 19)).denominator == 1
    assert read("K50").denominator == 0


def test_a_later_assessment_of_the_same_episode_has_a_clock_of_its_own(service):
    referral = service.referral(date(2026, 1, 5))
    for started_on, authorised_on in ((date(2026, 1, 5), date(2026, 2, 2)), (date(2026, 8, 3), date(2026, 9, 7))):
        service.one(
            Assessment, child=referral.child, referral=referral, started_on=started_on, authorised_on=authorised_on
        )

    assert counted(read("K50")) == (1, 1)


def test_an_assessment_that_does_not_say_what_it_found_is_left_out_and_said(service):
    for needs_support in (True, False, None):
        referral = service.referral(date(2026, 8, 3))
        service.one(
            Assessment, child=referral.child, referral=referral, started_on=date(2026, 8, 3),
            authorised_on=date(2026, 9, 3), needs_support=needs_support,
        )  # fmt: skip

    found = read("K09")

    assert counted(found) == (1, 2)
    assert found.note.startswith("1 completed assessments do not say")


@pytest.mark.finding("S8")
def test_a_child_unseen_past_the_limit_is_counted_as_not_seen_in_time(service):
    soon, late, never = (service.referral(date(2026, 9, 7)) for _ in range(3))
    for referral, day, alone in ((soon, date(2026, 9, 11), True), (late, date(2026, 9, 14), False)):
        service.one(Visit, child=referral.child, visited_on=day, child_seen=True, seen_alone=alone)
    service.one(Visit, child=never.child, visited_on=date(2026, 9, 9), child_seen=False)

    found = read("K53")

    assert counted(found) == (1, 3)
    assert found.also == (("Seen alone at that visit, where it says", "1 of 2"),)
    assert labels("K33") == ["Seen after 4 working days", "Seen after 5 working days"]


def test_nobody_has_to_see_a_child_before_the_birth(service):
    unborn, born = (service.referral(date(2026, 9, 7)) for _ in range(2))
    for referral, day in ((unborn, date(2026, 12, 1)), (born, date(2026, 9, 10))):
        Person.objects.filter(pk=referral.child_id).update(date_of_birth=day)
    service.one(Visit, child=born.child, visited_on=date(2026, 9, 15), child_seen=True)

    assert counted(read("K53")) == (1, 1)


def test_a_list_of_last_visits_cannot_say_when_a_child_was_first_seen():
    service = Service(data_until=FRIDAY, kind="annex_a")
    lists = [{"sheet": "List 6", "list": "needs"}, {"sheet": "Visits", "list": "visits"}]
    Load.objects.create(
        kind="annex_a", file_name="annex_a.xlsx", sha256="0", size=1, offered_by=service.analyst, offered_at=NOW,
        source_file=service.file, findings={"lists": lists},
    )  # fmt: skip
    referral = service.referral(date(2026, 9, 7))
    visit = {"child": referral.child, "child_seen": True}
    service.one(Visit, **visit, visited_on=date(2026, 9, 14), source_sheet="List 6")

    for code in ("K33", "K53"):
        assert read(code).why.endswith("only the last visit to each child, not the first.")
    service.one(Visit, **visit, visited_on=date(2026, 9, 9), source_sheet="Visits")
    assert labels("K33") == ["Seen after 2 working days"]


def enquiry(service, referral, day, *, discussion=None, **row):
    began = service.one(StrategyDiscussion, child=referral.child, held_on=discussion or day, began_enquiry=True)
    return service.one(Section47Enquiry, child=referral.child, referral=referral, begun_by=began, started_on=day, **row)


def conference(service, found, day, **row):
    return service.one(Conference, child=found.child, enquiry=found, kind="initial", held_on=day, **row)


@pytest.mark.finding("S11")
def test_a_conference_is_in_time_within_fifteen_working_days_of_the_discussion_that_began_it(service):
    """From Monday 17 August 2026 the fifteenth working day is Tuesday 8 September (31 August is a bank holiday)."""
    for day in (date(2026, 9, 8), date(2026, 9, 9)):
        conference(service, enquiry(service, service.referral(date(2026, 8, 10)), date(2026, 8, 17)), day)
    enquiry(service, service.referral(date(2026, 8, 10)), date(2026, 8, 17))
    enquiry(service, service.referral(date(2026, 8, 10)), date(2026, 8, 17), conference_not_required=True)
    enquiry(service, service.referral(date(2026, 8, 10)), date(2026, 8, 17), ended_on=date(2026, 8, 28))

    found = read("K63")

    assert counted(found) == (1, 3)
    assert found.also == (("Past the limit and not held", "1"),)


@pytest.mark.finding("S11")
def test_a_second_discussion_does_not_buy_more_time(service):
    referral = service.referral(date(2026, 8, 10))
    first = enquiry(service, referral, date(2026, 8, 12), conference_not_required=False)
    second = enquiry(service, referral, date(2026, 9, 1))
    conference(service, second, date(2026, 9, 15))

    assert labels("K63") == ["Held after 23 working days"]
    assert read("K63", as_at=date(2026, 9, 10)).denominator == 1, "the child is overdue once, not once for each enquiry"
    assert first.pk != second.pk


def test_an_enquiry_after_the_first_was_settled_has_its_own_clock(service):
    referral = service.referral(date(2026, 6, 1))
    enquiry(service, referral, date(2026, 6, 8), conference_not_required=True, ended_on=date(2026, 6, 20))
    conference(service, enquiry(service, referral, date(2026, 9, 1)), date(2026, 9, 15))

    assert counted(read("K63")) == (1, 1)


def test_a_transfer_in_is_not_a_conference_after_an_enquiry(service):
    child = service.child()
    service.one(Conference, child=child, kind="initial", held_on=date(2026, 9, 15), is_transfer_in=True)
    conference(service, enquiry(service, service.referral(date(2026, 8, 31)), date(2026, 9, 1)), date(2026, 9, 15))

    assert read("K63").denominator == 1


def test_enquiries_that_came_to_conference_and_conferences_that_led_to_plans(service):
    for held, led in ((True, True), (True, False), (False, None)):
        found = enquiry(
            service, service.referral(date(2026, 8, 31)), date(2026, 9, 1),
            conference_not_required=not held, ended_on=None if held else date(2026, 9, 10),
        )  # fmt: skip
        if held:
            conference(service, found, date(2026, 9, 15), led_to_plan=led)

    found = read("K64")

    assert counted(found) == (2, 3)
    assert found.also == (("Conferences that led to a plan", "1 of 2"),)


def test_another_enquiry_within_twelve_months_is_a_repeat(service):
    service.contact(date(2025, 7, 1))
    again = service.referral(date(2026, 1, 5))
    enquiry(service, again, date(2026, 1, 12), conference_not_required=True)
    enquiry(service, again, date(2026, 9, 7))
    enquiry(service, service.referral(date(2026, 9, 1)), date(2026, 9, 7))

    assert counted(read("K65")) == (1, 2)


@pytest.mark.finding("S12")
def test_several_knocks_without_help_are_one_wait(service):
    child = service.child()
    service.contact(date(2026, 3, 2))
    for day in (date(2026, 6, 1), date(2026, 7, 15)):
        service.contact(day, [child], outcome="no_further_action")
    service.contact(date(2026, 9, 1), [child], outcome="early_help")
    service.one(EarlyHelpEpisode, child=child, started_on=date(2026, 9, 14))

    assert labels("K112") == ["105 days from the first of 3 contacts to early help"]


def test_lag_is_counted_from_the_end_of_the_day_where_only_the_day_is_known(service):
    late = datetime(2026, 9, 9, 23, 0, tzinfo=UTC)
    child = service.child()
    service.one(Visit, child=child, visited_on=date(2026, 9, 7), recorded_at=late)
    at = datetime(2026, 9, 8, 9, tzinfo=UTC)
    service.one(Visit, child=child, visited_on=date(2026, 9, 8), visited_at=at, recorded_at=at + timedelta(hours=3))

    assert labels("K05") == ["Written down after 3 hours", "Written down after 48 hours"]


@pytest.mark.finding("S36", screen="/indicators/K42/")
def test_a_visit_is_written_down_in_time_within_two_working_days(service):
    def written(visited_on, recorded_at):
        service.one(Visit, child=service.child(), visited_on=visited_on, recorded_at=recorded_at)

    written(date(2026, 9, 10), datetime(2026, 9, 14, 15, tzinfo=UTC))  # Thursday to Monday: two working days
    written(date(2026, 9, 10), datetime(2026, 9, 15, 9, tzinfo=UTC))  # to Tuesday: three
    written(date(2026, 9, 11), datetime(2026, 9, 11, 18, tzinfo=UTC))

    found = read("K42")

    assert counted(found) == (2, 3)
    assert sorted(labels("K42")) == [
        "Written down after 0 working days", "Written down after 2 working days", "Written down after 3 working days",
    ]  # fmt: skip


@pytest.mark.finding("S36", screen="/indicators/K05/")
def test_the_lag_from_visit_to_record_is_said_by_team_and_of_no_single_worker(service):
    south, north = service.team("South"), service.team("North")
    few = [service.worker(name, south) for name in ("Ada", "Ben")]
    enough = [service.worker(name, north) for name in ("Cai", "Dee", "Eli")]
    moved = service.worker("Flo", north, leaves_on=date(2026, 9, 1))  # was of the north, before these visits
    at = datetime(2026, 9, 8, 9, tzinfo=UTC)
    visits = [(worker, 30) for worker in (*few, *few, *few, moved)] + [(worker, 4) for worker in enough] * 2
    for worker, hours in visits:
        written = {"visited_at": at, "recorded_at": at + timedelta(hours=hours)}
        service.one(Visit, child=service.child(), worker=worker, visited_on=at.date(), **written)

    by_team = ("Visits, by team of whoever visited", (("North", "6 visits: median 4 hours, nine in ten up to 4"),))
    assert read("K05").breakdowns[1:] == (by_team,)
    assert read("K42").breakdowns[0][1] == (("North", "6 visits: median 0 working days, nine in ten up to 0"),)


def test_a_child_nobody_writes_about_for_twenty_working_days_is_counted_beside_it(service):
    silent, heard = service.referral(date(2026, 6, 1)), service.referral(date(2026, 6, 1))
    for referral, day in ((silent, date(2026, 7, 1)), (heard, date(2026, 9, 21))):
        at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
        service.one(Visit, child=referral.child, visited_on=day, recorded_at=at)

    assert dict(read("K42").also)["Open, with nothing written for twenty working days"] == "1"


# --- how numbers are shown ---


def test_fewer_than_ten_are_shown_as_a_count(service):
    for i in range(7):
        service.contact(date(2026, 9, 7), outcome="referral" if i < 3 else "advice")

    assert read("K06").shown == "3 of 7"


def test_ten_and_more_are_shown_as_a_share_with_an_interval(service):
    """Wilson 95% for 4 of 10: 16.8% to 68.7% (R: prop.test(4, 10, correct = FALSE))."""
    for i in range(10):
        service.contact(date(2026, 9, 7), outcome="referral" if i < 4 else "advice")

    found = read("K06")

    assert found.shown == "40.0% (4 of 10)"
    assert (found.interval.low, found.interval.high) == pytest.approx((0.168, 0.687), abs=5e-4)


def test_a_day_after_the_files_end_is_answered_for_the_last_day_they_speak_of(service):
    service.contact(FRIDAY)

    assert read("K01", as_at=date(2026, 12, 1), period=None).as_at == FRIDAY


def test_old_referrals_known_only_because_they_are_open_still_are_no_flow(service):
    service.contact(date(2026, 8, 31))
    service.referral(date(2024, 3, 4), is_nfa=False)
    service.referral(date(2026, 9, 8), is_nfa=False)

    drawn = queries.series("K08", viewer=user(Role.HEAD_OF_SERVICE), as_at=FRIDAY)

    assert [point.week.start for point in drawn.points] == [date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14)]
