"""What followed a contact."""

from datetime import date

import pytest

from lintel.journey.imports.rules import ContactMade, Episode, Followed, what_followed
from lintel.steps.front_door.codes import Outcome

CONTACT = ContactMade("contact", date(2025, 2, 3))
END_OF_DATA = date(2025, 3, 31)


def referral(day, *, closed_on=None, is_nfa=False, key="referral"):
    return Episode(key, day, closed_on, is_nfa)


def followed(*contacts, episodes=(), early_help=(), data_until=END_OF_DATA):
    return what_followed(contacts or (CONTACT,), episodes=episodes, early_help=early_help, data_until=data_until)


@pytest.mark.parametrize("day", [date(2025, 2, 3), date(2025, 2, 4), date(2025, 2, 13)])
def test_a_referral_within_ten_days_was_led_to_by_the_contact(day):
    assert followed(episodes=[referral(day)]) == {"contact": Followed(Outcome.REFERRAL, day, "referral")}


@pytest.mark.parametrize("day", [date(2025, 2, 2), date(2025, 2, 14)])
def test_a_referral_before_the_contact_or_after_ten_days_was_not(day):
    found = followed(episodes=[referral(day, is_nfa=True)])

    assert found == {"contact": Followed(Outcome.NOTHING_FOLLOWED, date(2025, 2, 3))}


def test_early_help_that_began_within_ten_days_followed():
    assert followed(early_help=[date(2025, 2, 8)]) == {"contact": Followed(Outcome.EARLY_HELP, date(2025, 2, 8))}


def test_of_early_help_and_a_referral_the_nearer_followed():
    found = followed(episodes=[referral(date(2025, 2, 10))], early_help=[date(2025, 2, 5)])

    assert found["contact"].outcome == Outcome.EARLY_HELP


def test_a_contact_about_an_open_child_goes_to_the_worker():
    found = followed(episodes=[referral(date(2025, 1, 6), closed_on=date(2025, 2, 20))])

    assert found == {"contact": Followed(Outcome.TO_ALLOCATED_WORKER, date(2025, 2, 3))}


def test_a_contact_on_the_day_of_closing_finds_no_worker():
    found = followed(episodes=[referral(date(2025, 1, 6), closed_on=date(2025, 2, 3))])

    assert found["contact"].outcome == Outcome.NOTHING_FOLLOWED


def test_a_referral_that_ended_in_no_further_action_leaves_nobody_open():
    found = followed(episodes=[referral(date(2025, 1, 6), is_nfa=True)])

    assert found["contact"].outcome == Outcome.NOTHING_FOLLOWED


def test_a_contact_whose_ten_days_are_not_over_stays_undecided():
    assert followed(data_until=date(2025, 2, 13)) == {}


def test_one_referral_is_led_to_by_the_latest_contact_before_it():
    earlier, later = ContactMade("earlier", date(2025, 2, 3)), ContactMade("later", date(2025, 2, 5))

    found = followed(earlier, later, episodes=[referral(date(2025, 2, 6))])

    assert {key: one.outcome for key, one in found.items()} == {
        "earlier": Outcome.NOTHING_FOLLOWED, "later": Outcome.REFERRAL,
    }  # fmt: skip


def test_two_referrals_are_led_to_by_a_contact_each():
    contacts = ContactMade("first", date(2025, 2, 3)), ContactMade("second", date(2025, 2, 5))
    referrals = [
        referral(date(2025, 2, 4), is_nfa=True, key="one"), referral(date(2025, 2, 6), key="two"),
    ]  # fmt: skip

    found = followed(*contacts, episodes=referrals)

    assert {key: one.referral for key, one in found.items()} == {"first": "one", "second": "two"}
