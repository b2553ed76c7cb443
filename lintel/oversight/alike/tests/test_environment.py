"""Does the clock decide? Found when planted, not when the cases explain it."""

from dataclasses import replace

import numpy as np

from lintel.oversight.alike.environment import Moment, Question, answer, answers
from lintel.oversight.alike.tests.test_variation import cases


def moments(**more):
    generator = np.random.default_rng(5)
    return [
        Moment(case=case, channel=("telephone", "form")[generator.integers(0, 2)], waiting=int(generator.poisson(12)))
        for case in cases(each=300, **more)
    ]


def test_a_planted_evening_is_found_and_suggests_a_rota():
    found = answer(Question.HOUR, moments(evening=0.9))

    assert found.decides
    assert any("18:00" in words and "second person" in words for words in found.suggestions)


def test_where_the_clock_does_not_decide_nothing_is_suggested():
    for found in answers(moments()):
        assert not found.decides
        assert found.suggestions == []


def test_evenings_that_only_have_other_cases_are_not_blamed():
    """At night the police ring, and about neglect: more is statutory because of the cases, not of the hour."""
    found = [
        replace(moment, case=replace(moment.case, hour=21 if moment.case.source == "Police" else 10))
        for moment in moments()
    ]

    assert not answer(Question.HOUR, found).decides


def test_days_stand_in_their_order_and_few_are_left_out():
    found = answer(Question.WEEKDAY, moments())

    assert [group.group for group in found.groups][:3] == ["Monday", "Tuesday", "Wednesday"]
    assert answer(Question.WEEKDAY, moments()[:40]) is None


def test_nothing_is_asked_where_everything_was_decided_one_way():
    found = [replace(moment, case=replace(moment.case, is_statutory=True)) for moment in moments()[:100]]

    assert answers(found) == []
