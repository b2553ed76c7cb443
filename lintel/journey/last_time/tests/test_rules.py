"""Which time was the last one, how long nobody held the child in it, and how the contacts lie around it."""

from datetime import date

import pytest

from lintel.journey.last_time.rules import Asked, Episode, Held, days_without_a_worker, followed_by, last_ended, pattern


def episode(pk=1, *, began=date(2024, 1, 8), ended=date(2024, 6, 3), decided=None, is_nfa=False, follows=None):
    return Episode(
        pk=pk, began_on=began, decided_on=decided or began, ended_on=ended, is_nfa=is_nfa, follows=follows
    )  # fmt: skip


def held(since, until=None):
    return Held(who="Priya Nair", since=since, until=until)


def test_what_is_under_way_is_this_time_and_not_the_last():
    earlier, now = episode(1), episode(2, began=date(2025, 2, 3), ended=None)

    assert last_ended([now, earlier], on=date(2025, 3, 3)) == earlier


def test_of_several_that_ended_it_is_the_one_that_ended_last_by_the_day():
    first, second = episode(1, ended=date(2024, 2, 1)), episode(2, began=date(2024, 4, 1), ended=date(2024, 9, 2))

    assert last_ended([first, second], on=date(2025, 3, 3)) == second
    assert last_ended([first, second], on=date(2024, 8, 1)) == first
    assert last_ended([first, second], on=date(2024, 1, 31)) is None


def test_where_this_time_says_what_it_follows_that_is_the_last_time_whatever_was_refused_between():
    earlier, refused = episode(1), episode(2, began=date(2024, 11, 4), ended=date(2024, 11, 4), is_nfa=True)
    now = episode(3, began=date(2025, 2, 3), ended=None, follows=1)

    assert last_ended([earlier, refused, now], on=date(2025, 3, 3)) == earlier
    assert last_ended([earlier, refused, now], on=date(2025, 1, 31)) == refused


def test_what_went_before_the_last_time_is_read_back_from_one_to_the_next():
    first, second, third = episode(1), episode(2, follows=1), episode(3, follows=2)

    assert followed_by(third, [first, second, third]) == [second, first]
    assert followed_by(episode(4, follows=4), [episode(4, follows=4)]) == []


@pytest.mark.parametrize(
    ("holders", "days"),
    [
        ([held(date(2024, 1, 8), date(2024, 6, 3))], 0),
        ([held(date(2024, 1, 22), date(2024, 6, 3))], 14),
        ([held(date(2024, 1, 22), date(2024, 2, 5)), held(date(2024, 2, 12), None)], 21),
        ([held(date(2024, 1, 8), date(2024, 5, 27))], 7),
        ([], 147),
    ],
)
def test_the_days_nobody_held_the_child_are_those_before_between_and_after_workers(holders, days):
    assert days_without_a_worker(episode(), holders) == days


def test_a_referral_that_led_to_nothing_was_never_to_have_a_worker():
    assert days_without_a_worker(episode(ended=date(2024, 1, 8), is_nfa=True), []) == 0


def test_contacts_lie_before_during_and_after_and_the_first_return_is_counted_in_days():
    days = (date(2023, 5, 1), date(2024, 1, 7), date(2024, 3, 4), date(2024, 7, 3), date(2025, 1, 6))

    found = pattern([Asked(on=day, source="School", outcome="Advice") for day in days], episode())

    assert (found.before, found.during, found.since, found.days_until_the_next) == (1, 2, 2, 30)
    assert found.words == (
        "1 contact before it began, 2 contacts while it lasted, 2 contacts since it ended, the first after 30 days."
    )
