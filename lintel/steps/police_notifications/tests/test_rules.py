"""The order of a batch, silences, declarations, and which notices are one household's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.steps.police_notifications import rules
from lintel.steps.police_notifications.codes import Grade, Part
from lintel.steps.police_notifications.households import Somebody, ToGroup, households, same_people
from lintel.steps.police_notifications.rules import Declared, ToOrder, habit, in_order, is_worse, why_here
from lintel.steps.police_notifications.tests.batch import RECEIVED_AT

ON = RECEIVED_AT.date()


def household(pk, **more):
    return ToOrder(pk=pk, **{"oldest_on": date(2025, 2, 20), "is_open_to_us": True} | more)


class TestTheOrderOfABatch:
    @pytest.mark.finding("S31")
    def test_two_further_incidents_stand_on_top_of_everything(self):
        found = in_order(
            [household(1, words=("knife",), grades=frozenset({Grade.HIGH})), household(2, further=2)], on=ON
        )

        assert [each.pk for each in found] == [2, 1]

    def test_then_words_of_harm_then_the_grade_then_one_repeat_then_babies_then_nobodys_then_the_oldest(self):
        given_so = [
            household(7), household(6, oldest_on=date(2025, 2, 1)), household(5, is_open_to_us=False),
            household(4, youngest_born_on=date(2024, 8, 1)), household(3, further=1),
            household(2, grades=frozenset({Grade.HIGH})), household(1, words=("strangled",)),
        ]  # fmt: skip

        assert [each.pk for each in in_order(given_so, on=ON)] == [1, 2, 3, 4, 5, 6, 7]

    @settings(deadline=None, max_examples=40)
    @given(st.permutations([household(n, further=n % 4, words=("knife",) if n % 3 else ()) for n in range(8)]))
    def test_is_the_same_whatever_order_they_came_in(self, shuffled):
        assert in_order(shuffled, on=ON) == in_order(sorted(shuffled, key=lambda each: each.pk), on=ON)

    def test_is_said_in_words(self):
        assert why_here(household(1, further=2, words=("knife",), has_unborn=True, is_open_to_us=False), on=ON) == [
            "2 further incidents since the first", "the police write: knife", "an unborn child",
            "not known to be open to us",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("He STRANGLED her", ("strangled",)), ("skilled work at the fireplace", ()),
            ("No knife was seen", ("knife",)),
            ("threats to kill, then a Knife; knife again", ("threats to kill", "knife")),
        ],
    )  # fmt: skip
    def test_finds_words_of_harm_whole(self, text, words):
        assert rules.immediate_words(text) == words


class TestSilence:
    def test_is_longer_than_the_longest_gap_but_one_in_a_hundred(self):
        arrivals = [RECEIVED_AT + timedelta(hours=n) for n in range(50)]

        usual = habit(arrivals)

        assert usual.silent_from == arrivals[-1] + timedelta(hours=1)
        assert not usual.is_silent(usual.silent_from)
        assert usual.is_silent(usual.silent_from + timedelta(seconds=1))

    def test_is_not_known_before_there_is_a_habit(self):
        assert habit([RECEIVED_AT + timedelta(hours=n) for n in range(20)]) is None

    def test_knows_one_arrival_of_what_came_at_one_moment(self):
        assert habit([RECEIVED_AT] * 500) is None

    def test_of_a_way_that_is_usually_silent_over_the_night_is_longer_than_the_night(self):
        arrivals = [RECEIVED_AT + timedelta(days=d, hours=h) for d in range(30) for h in range(8)]

        assert habit(arrivals).usual == timedelta(hours=17)


class TestADeclaration:
    BEFORE = Declared(count=40, oldest_on=date(2025, 2, 20), on=date(2025, 2, 24))

    def test_that_is_better_says_nothing(self):
        assert is_worse(Declared(count=30, oldest_on=date(2025, 3, 1), on=ON), self.BEFORE) == []

    def test_of_more_is_worse(self):
        assert is_worse(Declared(count=55, oldest_on=ON, on=ON), self.BEFORE) == [
            "55 wait for triage, 15 more than last time"
        ]

    def test_whose_oldest_waits_longer_is_worse(self):
        assert is_worse(Declared(count=40, oldest_on=date(2025, 2, 20), on=ON), self.BEFORE) == [
            "the oldest has waited 11 days, 4 last time"
        ]

    def test_that_is_the_first_is_not_worse(self):
        assert is_worse(Declared(count=55, oldest_on=ON, on=ON), None) == []


def child(given_name, born=date(2015, 5, 5), family="Kite", **more):
    return Somebody(part=Part.CHILD, given=given_name, family=family, date_of_birth=born, **more)


class TestHouseholds:
    def test_share_a_child(self):
        assert households([ToGroup(people=(child("Ada"),)), ToGroup(people=(child("Ada"), child("Bo")))]) == [[0, 1]]

    def test_share_an_address_and_a_family_name(self):
        lives = {"address": "1 Mill Lane", "postcode": "RV1 1AA"}

        assert households([
            ToGroup(people=(child("Ada", **lives),)), ToGroup(people=(child("Bo", **lives),)),
            ToGroup(people=(child("Cy", family="Wren", **lives),)),
        ]) == [[0, 1], [2]]  # fmt: skip

    def test_are_not_joined_by_the_accused(self):
        accused = Somebody(part=Part.ALLEGED_PERPETRATOR, given="Abel", family="Stone", date_of_birth=date(1980, 1, 1))

        assert households(
            [ToGroup(people=(accused, child("Ada"))), ToGroup(people=(accused, child("Uma", family="Wren")))]
        ) == [[0], [1]]

    def test_known_to_us_as_one_are_one(self):
        one, other = (
            ToGroup(people=(child("Ada"),), known_households=frozenset({7})),
            ToGroup(people=(child("Bo"),), known_households=frozenset({7})),
        )

        assert households([one, other]) == [[0, 1]]

    def test_without_names_or_dates_are_never_joined(self):
        nobody = ToGroup(people=(Somebody(part=Part.CHILD),))

        assert households([nobody, nobody]) == [[0], [1]]

    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=9))
    def test_hold_every_notice_once(self, names):
        groups = households([ToGroup(people=(child(name),)) for name in names])

        assert sorted(place for group in groups for place in group) == list(range(len(names)))


class TestWhoIsOne:
    def test_twins_are_two(self):
        assert same_people([child("Ada"), child("Ida")]) == [[0], [1]]

    def test_somebody_told_of_twice_is_one(self):
        assert same_people([child("Ada"), child("ADA"), child("Adá")]) == [[0, 1, 2]]

    def test_without_a_date_is_the_one_of_that_name_only_where_there_is_one(self):
        assert same_people([child("Ada"), child("Ada", born=None)]) == [[0, 1]]
        assert same_people([child("Ada"), child("Ada", born=date(2010, 1, 1)), child("Ada", born=None)]) == [
            [0],
            [1],
            [2],
        ]

    def test_without_a_name_is_nobody_else(self):
        assert same_people([child(""), child("")]) == [[0], [1]]

    def test_a_father_is_not_the_son_of_his_name(self):
        father = Somebody(part=Part.ALLEGED_PERPETRATOR, given="Ada", family="Kite")

        assert same_people([child("Ada"), father]) == [[0], [1]]
