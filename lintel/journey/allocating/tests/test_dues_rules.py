"""What is due for a child with a worker, on days anybody can check against a calendar."""

from datetime import date, datetime

import pytest

from lintel.foundation.local_limits.limits import Limits
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.dues.reading import due_limits
from lintel.journey.allocating.dues.rules import (
    Due,
    Standing,
    Visited,
    assessment_due,
    child_seen_due,
    core_group_due,
    days_due,
    first_contact_due,
    late_by,
    protection_visit_due,
    review_due,
    since_yesterday,
    together,
)
from lintel.statute.calendar import england
from tests.cast import LONDON
from tests.trace import finding

CALENDAR = england()
LIMITS = due_limits(Limits(), date(2025, 3, 3))


def standing(**said):
    return Standing(**({"referred_on": date(2025, 2, 18), "accepted_on": date(2025, 2, 20)} | said))


def first_contact(**said):
    return first_contact_due(standing(**said), limit=LIMITS.first_contact, calendar=CALENDAR)


def seen(**said):
    found = child_seen_due(standing(**said), limits=LIMITS, today=date(2025, 3, 3), calendar=CALENDAR)
    return found and found.on


def assessment(**said):
    return assessment_due(standing(**said), limit=LIMITS.assessment, calendar=CALENDAR)


def visit(**said):
    return protection_visit_due(standing(**said), limit=LIMITS.protection_visit, calendar=CALENDAR)


def review(**said):
    return review_due(standing(**said), first=LIMITS.first_review, later=LIMITS.later_review, calendar=CALENDAR)


def test_the_family_is_reached_within_two_working_days_of_accepting():
    assert first_contact(accepted_on=date(2025, 3, 3)) == date(2025, 3, 5)


def test_a_weekend_does_not_count_against_the_worker():
    assert first_contact(accepted_on=date(2025, 3, 6)) == date(2025, 3, 10)


def test_accepted_before_easter_the_family_is_reached_after_it():
    assert first_contact(accepted_on=date(2025, 4, 17)) == date(2025, 4, 23)


def test_accepted_before_christmas_the_family_is_reached_between_the_years():
    assert first_contact(accepted_on=date(2025, 12, 24)) == date(2025, 12, 30)


def test_a_family_that_was_reached_is_not_due():
    assert first_contact(reached_on=date(2025, 2, 21)) is None


def test_where_nobody_knows_since_when_the_worker_holds_the_child_no_contact_is_due():
    assert first_contact(accepted_on=None) is None


def test_where_harm_is_looked_into_the_child_is_seen_a_day_after_the_discussion():
    began = datetime(2025, 3, 3, 16, 30, tzinfo=LONDON)

    assert seen(referred_on=date(2025, 3, 3), looked_into_since=began) == date(2025, 3, 4)
    found = days_due(
        standing(referred_on=date(2025, 3, 3), looked_into_since=began), limits=LIMITS, today=date(2025, 3, 3),
        calendar=CALENDAR,
    )  # fmt: skip
    assert (What.CHILD_SEEN_IN_ENQUIRY, date(2025, 3, 4)) in found


def test_a_visit_before_the_enquiry_does_not_count_for_it_and_one_after_does():
    began = datetime(2025, 3, 3, 16, 30, tzinfo=LONDON)
    before, after = (Visited(on=date(2025, 3, day), child_seen=True) for day in (2, 3))

    assert seen(referred_on=date(2025, 3, 1), looked_into_since=began, visits=[before]) == date(2025, 3, 4)
    assert seen(referred_on=date(2025, 3, 1), looked_into_since=began, visits=[after]) is None


def test_an_enquiry_gives_nobody_more_time_than_the_referral_did():
    began = datetime(2025, 3, 3, 16, 30, tzinfo=LONDON)

    assert seen(referred_on=date(2025, 2, 18), looked_into_since=began) == date(2025, 2, 24)


@finding("S6", screen="/")
def test_nobody_is_asked_to_see_an_unborn_child_before_the_birth():
    assert seen(born_on=date(2025, 5, 30), is_unborn=True) is None
    assert seen(born_on=date(2025, 3, 3), is_unborn=False) == date(2025, 3, 7)


def test_the_child_is_seen_within_four_working_days_of_the_referral_whoever_holds_them():
    assert seen(referred_on=date(2025, 2, 18), accepted_on=date(2025, 3, 20)) == date(2025, 2, 24)


def test_a_visit_at_which_the_child_was_not_seen_does_not_end_it():
    visits = [Visited(on=date(2025, 2, 20), child_seen=False), Visited(on=date(2025, 2, 21))]

    assert seen(visits=visits) == date(2025, 2, 24)


def test_seen_before_the_referral_the_child_must_be_seen_again():
    assert seen(visits=[Visited(on=date(2025, 2, 17), child_seen=True)]) == date(2025, 2, 24)
    assert seen(visits=[Visited(on=date(2025, 2, 18), child_seen=True)]) is None


def test_the_assessment_is_due_45_working_days_from_the_referral_over_easter():
    assert assessment(referred_on=date(2025, 2, 18)) == date(2025, 4, 24)


def test_the_assessment_is_due_45_working_days_from_the_referral_over_the_turn_of_the_year():
    assert assessment(referred_on=date(2025, 11, 17)) == date(2026, 1, 22)


def test_an_authorised_assessment_is_not_due():
    assert assessment(is_assessed=True) is None


def test_a_child_on_a_protection_plan_is_visited_every_ten_working_days():
    assert visit(protected_since=date(2025, 2, 28)) == date(2025, 3, 14)
    assert visit(protected_since=date(2025, 2, 28), visits=[Visited(on=date(2025, 3, 12))]) == date(2025, 3, 26)


def test_a_visit_without_the_child_does_not_put_the_next_one_off():
    missed = [Visited(on=date(2025, 3, 12), child_seen=False)]

    assert visit(protected_since=date(2025, 2, 28), visits=missed) == date(2025, 3, 14)


def test_without_a_plan_no_visit_and_no_review_is_due():
    assert visit() is None
    assert review() is None


def test_the_first_review_is_three_months_after_the_initial_conference_and_later_ones_six():
    plan = {"protected_since": date(2025, 2, 28), "conference_on": date(2025, 2, 28)}

    assert review(**plan) == date(2025, 5, 28)
    assert review(**plan, reviews=[date(2025, 5, 20)]) == date(2025, 11, 20)
    assert review(**plan, reviews=[date(2024, 5, 20)]) == date(2025, 5, 28)  # of a plan before


def test_the_first_core_group_is_named_until_its_day_and_never_called_late():
    plan = standing(protected_since=date(2025, 2, 28), conference_on=date(2025, 2, 28))

    def on(today):
        return core_group_due(plan, limit=LIMITS.core_group, today=today, calendar=CALENDAR)

    assert on(date(2025, 3, 14)) == date(2025, 3, 14)
    assert on(date(2025, 3, 15)) is None


def test_what_is_due_first_stands_first():
    days = days_due(standing(), limits=LIMITS, today=date(2025, 3, 3), calendar=CALENDAR)

    assert days == [
        (What.FIRST_CONTACT, date(2025, 2, 24)), (What.CHILD_SEEN, date(2025, 2, 24)),
        (What.ASSESSMENT, date(2025, 4, 24)),
    ]  # fmt: skip


def test_brothers_and_sisters_stand_in_one_line_and_other_families_do_not():
    def due(child, family, day):
        return Due(what=What.CHILD_SEEN, children=(child,), family=family, due_on=day, records=(child * 10,))

    monday, tuesday = date(2025, 3, 3), date(2025, 3, 4)
    lines = together([due(1, "a", tuesday), due(2, "a", monday), due(3, "a", tuesday), due(4, "b", tuesday)])

    assert [(line.children, line.records) for line in lines] == [((2,), (20,)), ((1, 3), (10, 30)), ((4,), (40,))]


@pytest.mark.parametrize(
    ("due_on", "today", "expected"),
    [
        (date(2025, 3, 3), date(2025, 3, 3), None), (date(2025, 3, 7), date(2025, 3, 8), 0),
        (date(2025, 3, 7), date(2025, 3, 10), 1), (date(2025, 4, 17), date(2025, 4, 22), 1),
        (date(2025, 12, 24), date(2026, 1, 2), 4),
    ],
)  # fmt: skip
def test_late_is_counted_in_working_days(due_on, today, expected):
    assert late_by(due_on, today=today, calendar=CALENDAR) == expected


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2025, 3, 4), date(2025, 3, 3)), (date(2025, 3, 3), date(2025, 2, 28)),
        (date(2025, 4, 22), date(2025, 4, 17)), (date(2026, 1, 2), date(2025, 12, 31)),
        (date(2025, 3, 9), date(2025, 3, 7)),
    ],
)  # fmt: skip
def test_since_yesterday_means_since_the_last_working_day_began(today, since):
    assert since_yesterday(today, CALENDAR) == since
