"""Patterns are one's own first, nobody is named who does not share, and every measure has its record."""

from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.patterns import actions, queries
from lintel.oversight.alike.patterns.gathering import completeness_of, decided_contacts
from lintel.oversight.alike.patterns.tests.builders import UNTIL, many_decisions
from lintel.oversight.alike.second_looks.tests.builders import another_decider
from lintel.oversight.performance.actions import record_change
from tests.cast import NOW
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db


def everybody_who_decides(cast):
    return [cast.femi, cast.rosa, *(another_decider(cast, name) for name in ("Ivo Marsh", "Mona Vale", "Abel Finch"))]


@pytest.fixture
def deciders(cast):
    return everybody_who_decides(cast)


@pytest.fixture
def decided(cast, request):
    """Ivo decides 60% where the others decide 30%."""

    def build():
        deciders = everybody_who_decides(cast)
        many_decisions(cast, {user: 0.6 if user.name == "Ivo Marsh" else 0.3 for user in deciders})
        return deciders

    return once("many decisions, one of five deciding otherwise", build, request)


@finding("S7", screen="/alike/variation/")
def test_somebody_who_decides_otherwise_is_seen_and_nobody_is_named(cast, decided):
    found = queries.funnel(viewer=cast.helen, until=UNTIL)

    assert len(found.variation.outside) == 1
    assert found.names == ("",) * 5
    assert sorted(found.letters) == ["A", "B", "C", "D", "E"]
    assert found.variation.spread_of_log_odds > 0.2


def test_ones_own_line_is_ones_own_first(cast, decided):
    ivo = next(user for user in decided if user.name == "Ivo Marsh")

    own = queries.own_line(viewer=ivo, until=UNTIL)

    assert own.line.is_outside
    assert own.line.share == pytest.approx(0.6, abs=0.1)
    with pytest.raises(NotAllowed):
        queries.own_line(viewer=cast.helen, until=UNTIL)


def test_a_name_is_shown_to_leaders_once_its_owner_shares_it_and_no_longer_than_that(cast, decided):
    actions.share_own_line(is_shared=True, by=cast.femi, at=NOW)
    assert [name for name in queries.funnel(viewer=cast.helen, until=UNTIL).names if name] == ["Femi Adeyemi"]
    assert not any(queries.funnel(viewer=cast.anil, until=UNTIL).names)

    actions.share_own_line(is_shared=False, by=cast.femi, at=UNTIL)
    assert not any(queries.funnel(viewer=cast.helen, until=UNTIL).names)


def test_below_150_decisions_nothing_is_said_of_anybody(cast, deciders):
    many_decisions(cast, {user: 0.3 for user in deciders[:2]})
    many_decisions(cast, {deciders[2]: 0.9}, each=40, seed=2)

    own = queries.own_line(viewer=deciders[2], until=UNTIL)
    found = queries.funnel(viewer=cast.helen, until=UNTIL)

    assert (own.line, own.decisions, own.fewest) == (None, 40, 150)
    assert (len(found.variation.deciders), found.too_few) == (2, 1)
    assert found.variation.outside == ()


def test_brothers_and_sisters_count_once(cast, decided):
    since = UNTIL - timedelta(weeks=52)

    found = decided_contacts(since=since, until=UNTIL)

    assert len(found) == len({each.contact for each in found}) == 800
    assert all(each.moment.waiting >= 0 for each in found)


def test_completeness_is_the_share_of_what_was_said():
    full = {
        "contact": {"words": "w", "concerns": ["Neglect"], "informant": "police", "happened_at": "x"},
        "adults": [{}], "children": [{"date_of_birth": "2017-05-04", "consent": "Given"}],
    }  # fmt: skip

    assert completeness_of(full) == 1
    assert completeness_of({}) == 0
    assert completeness_of(full | {"adults": []}) == pytest.approx(6 / 7)


def test_protected_characteristics_are_asked_about_after_the_model(cast, decided):
    found = queries.after_the_model(viewer=cast.helen, until=UNTIL)

    assert set(found) == {"Ethnicity", "Sex", "Disability"}
    assert found["Ethnicity"][0].group == "Not stated"


def test_the_clock_is_asked_only_with_enough_decisions(cast, decided):
    assert queries.environment(viewer=cast.helen, until=UNTIL) != []
    assert queries.environment(viewer=cast.helen, until=NOW - timedelta(days=200)) == []


@finding("S22", screen="/alike/drift/")
def test_drift_is_counted_on_conversion_and_annotated(cast, decided):
    record_change("New form", changed_on=date(2025, 2, 3), decided_by="Rosa Klein", by=cast.helen, at=NOW)

    found = queries.drift(viewer=cast.helen, as_at=NOW.date())

    assert {line.source for line in found.lines} >= {""}
    assert sum(found.lines[0].decided) > 0


def test_every_measure_says_whether_it_is_a_trial_and_is_switched_by_somebody(cast):
    states = {each.measure: each for each in queries.states(viewer=cast.rosa)}
    assert {measure for measure, each in states.items() if each.is_on} == {Measure.AGREEMENT, Measure.DRIFT}
    assert all(each.is_trial and each.held_to for each in states.values())

    with pytest.raises(actions.WordsMissing):
        actions.switch(Measure.VARIATION, is_on=True, because=" ", by=cast.helen, at=NOW)
    actions.switch(Measure.VARIATION, is_on=True, because="Agreed with the team", by=cast.helen, at=NOW)
    actions.sign_validation(
        Measure.VARIATION, done_on=date(2025, 3, 1), what="Fifty cases read again", found="It held",
        known_failures="New starters", by=cast.helen, at=NOW,
    )  # fmt: skip

    now = queries.state(Measure.VARIATION, viewer=cast.rosa)
    assert (now.is_on, now.is_trial, now.latest.signed_by) == (True, False, cast.helen)
    with pytest.raises(NotAllowed):
        actions.switch(Measure.VARIATION, is_on=False, because="I do not like it", by=cast.femi, at=NOW)


@finding("S7", screen="/alike/measures/")
def test_whoever_is_measured_may_contest_it_and_it_is_counted_and_answered(cast):
    said = actions.contest(Measure.VARIATION, words="I take all the calls at night.", by=cast.femi, at=NOW)
    with pytest.raises(actions.WordsMissing):
        actions.contest(Measure.VARIATION, words="", by=cast.femi, at=NOW)

    state = queries.state(Measure.VARIATION, viewer=cast.dawn)
    assert (state.contested, state.unanswered) == (1, 1)
    assert queries.contests(viewer=cast.femi) == [said]
    assert queries.contests(viewer=cast.dawn) == []

    actions.answer_contest(said.pk, answer="We will look at nights apart.", by=cast.helen, at=NOW)
    assert queries.state(Measure.VARIATION, viewer=cast.dawn).unanswered == 0
    with pytest.raises(actions.AnsweredAlready):
        actions.answer_contest(said.pk, answer="Again", by=cast.helen, at=NOW)


def test_tom_and_planners_see_no_pattern(cast, decided):
    asked = {"until": UNTIL}
    for who in (cast.tom, cast.ola, cast.sam, cast.grace):
        for call in (queries.funnel, queries.environment, queries.after_the_model, queries.own_line):
            with pytest.raises(NotAllowed):
                call(viewer=who, **asked)
        with pytest.raises(NotAllowed):
            queries.drift(viewer=who, as_at=NOW.date())
    assert Role.TEAM_MANAGER in cast.tom.roles
