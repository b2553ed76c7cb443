"""Four hours, twenty-four, forty-eight: who is told on both sides that a child waits for a strategy discussion."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.actions import join_agency, name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.notices.queries import notices
from lintel.journey.protecting.actions import ask_for_what_is_owed, climb_ladder
from lintel.steps.enquiries.actions import load_strategy_discussions
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.following.actions import AnsweredAlready, NothingSaid, answer_ladder
from lintel.steps.enquiries.discussing.queries import causes_that_wait, ladder_of
from lintel.steps.enquiries.models import StrategyDiscussion
from lintel.steps.enquiries.tests.builders import asked_for, caused, decided_for, held
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def inspector(cast):
    """Hart answers for the police, as a detective inspector."""
    force = name_agency(key="force", name="Ravenshire Police", kind=AgencyKind.POLICE, by=cast.rosa, at=NOW)
    join_agency(force, user=cast.hart, post="Detective inspector", by=cast.rosa, at=NOW)
    return cast.hart


def told(viewer, begins="strategy ladder"):
    """What somebody has been told of the ladder."""
    return [notice.words for notice in notices(viewer=viewer) if notice.key.startswith(begins)]


def test_after_four_hours_the_team_manager_is_told_once(bells, priya, marcus, sofia, tom):
    caused(bells.mia, by=priya)

    assert climb_ladder(by=None, at=NOW + 3 * HOUR) == []
    climb_ladder(by=None, at=NOW + 4 * HOUR)
    assert climb_ladder(by=None, at=NOW + 5 * HOUR) == []

    assert told(marcus) == ["A child waits for a strategy discussion, since 3 March, 09:00. Find a time now."]
    assert {notice.path for notice in notices(viewer=marcus)} == {"/discussions/"}
    assert told(tom) == []


def test_after_a_day_the_service_manager_and_the_detective_inspector_and_no_child_is_named(
    bells, priya, sofia, helen, inspector
):
    for child in (bells.mia, bells.noah):
        caused(child, by=priya)

    climb_ladder(by=None, at=NOW + DAY)

    two = "2 children wait for a strategy discussion, since 3 March, 09:00"
    assert told(sofia) == [f"{two}. Find a time today with detective inspector (Hart Lowe)."]
    assert told(inspector) == [f"{two}. It has gone up to your detective inspector and our service manager."]
    assert told(helen) == []


def test_after_two_days_the_head_of_service_for_the_director_and_the_superintendent(bells, priya, helen, inspector):
    cause = caused(bells.mia, by=priya)
    for hours in (4, 24, 48):
        climb_ladder(by=None, at=NOW + hours * HOUR)

    assert len(told(helen)) == 1
    assert [(each.rung, each.ours) for each in ladder_of(cause, viewer=priya)] == [
        (1, "team manager"), (2, "service manager"), (3, "director of children’s services"),
    ]  # fmt: skip


def test_a_child_nobody_works_with_is_told_to_the_front_door(bells, priya, rosa):
    caused(bells.kit, by=priya)

    climb_ladder(by=None, at=NOW + 4 * HOUR)

    assert len(told(rosa)) == 1


def test_the_authoritys_own_hours_hold(bells, priya, marcus, helen):
    set_local_limit(
        "strategy_team_manager", amount=Decimal(2), effective_from=NOW.date(), source="Local procedure", by=helen,
        reason="Agreed with the police.", at=NOW,
    )  # fmt: skip
    caused(bells.mia, by=priya)

    assert len(climb_ladder(by=None, at=NOW + 2 * HOUR)) == 1


def test_a_discussion_that_was_held_ends_it_here_or_in_a_file(bells, priya, marcus, cast):
    decided_for([bells.mia], is_enquiry=True, by=marcus, at=NOW + 3 * HOUR)
    caused(bells.noah, by=priya)
    from_a_file = StrategyDiscussion(**TYPED, key="from a file", child=bells.noah, held_on=NOW.date())
    load_strategy_discussions([from_a_file], by=cast.command_line, at=NOW)

    assert climb_ladder(by=None, at=NOW + 3 * DAY) == []


def test_a_rung_is_answered_in_words_once_and_by_a_manager(bells, priya, marcus, tom):
    cause = caused(bells.mia, by=priya)
    (rung,) = climb_ladder(by=None, at=NOW + 4 * HOUR)
    with pytest.raises(NotAllowed):
        answer_ladder(rung, answer="At two, with all three.", by=priya, at=NOW + 5 * HOUR)
    with pytest.raises(NothingSaid):
        answer_ladder(rung, answer=" ", by=marcus, at=NOW + 5 * HOUR)
    answer_ladder(rung, answer="At two, with all three.", by=marcus, at=NOW + 5 * HOUR)
    with pytest.raises(AnsweredAlready):
        answer_ladder(rung, answer="At three.", by=marcus, at=NOW + 5 * HOUR)

    assert [each.answer for each in ladder_of(cause, viewer=priya)] == ["At two, with all three."]
    assert list(causes_that_wait(viewer=priya)) == [cause]
    assert (ladder_of(cause, viewer=tom), list(causes_that_wait(viewer=tom))) == ([], [])


def test_one_without_quorum_that_is_not_held_again_in_time_is_told_to_the_service_manager_once(
    bells, priya, marcus, sofia
):
    urgent = held(
        asked_for([bells.mia], by=priya), by=marcus, at=NOW + HOUR, without=[Party.HEALTH], urgent_because="Now."
    )
    assert ask_for_what_is_owed(by=None, at=urgent.reconvene_by - HOUR) == 0
    ask_for_what_is_owed(by=None, at=urgent.reconvene_by)
    assert ask_for_what_is_owed(by=None, at=urgent.reconvene_by + HOUR) == 0

    assert len(told(sofia, "strategy discussion to hold again")) == 1


def test_minutes_that_nobody_has_after_one_working_day_are_told_to_whoever_held_it(bells, priya, marcus):
    held(asked_for([bells.mia], by=priya), by=marcus, at=NOW + HOUR)

    ask_for_what_is_owed(by=None, at=NOW + DAY)
    assert told(marcus, "strategy minutes late") == []
    ask_for_what_is_owed(by=None, at=NOW + 2 * DAY)
    assert told(marcus, "strategy minutes late") == [
        "Nobody has the minutes of the strategy discussion of 3 March yet."
    ]  # fmt: skip
