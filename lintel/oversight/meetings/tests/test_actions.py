"""An agenda of what is not chance, an answer to each signal, and minutes that are frozen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.oversight.drift.actions import set_numbers
from lintel.oversight.drift.codes import Rule
from lintel.oversight.ledger import queries as ledger
from lintel.oversight.ledger.tests.builders import a_finding, pulse
from lintel.oversight.meetings import queries
from lintel.oversight.meetings.actions import (
    ActionsFirst,
    Agreed,
    AnsweredAlready,
    ClosedAlready,
    HeldAlready,
    MayBeChance,
    NothingSaid,
    NotTheChair,
    OnTheAgendaAlready,
    act_on,
    answer_action,
    begin,
    close,
    leave_alone,
    raise_number,
    say_who_looks,
    take_note,
    take_the_chair,
)
from lintel.oversight.meetings.agenda import agenda_of
from lintel.oversight.meetings.codes import Answer, Forum, Kind
from lintel.oversight.meetings.models import Item, Meeting
from lintel.oversight.meetings.tests.builders import LAST_WEEK, NEXT_MONTH, QUIET, a_meeting, looked_at
from lintel.oversight.performance.actions import rebaseline
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
IN_FOUR_WEEKS = NOW + timedelta(weeks=4)


def agreed(cast, **more):
    return Agreed(**{"words": "Ask each team what changed", "owner": cast.marcus, "due_on": NEXT_MONTH} | more)


def items(meeting, kind=None):
    found = Item.objects.filter(meeting=meeting).order_by("position")
    return list(found.filter(kind=kind) if kind else found)


@finding("S49", "S51", screen="/performance-meetings/")
def test_only_special_causes_stand_on_the_agenda(cast):
    [item] = items(a_meeting(cast))

    assert (item.kind, item.indicator, item.week) == (Kind.SIGNAL, "K123", LAST_WEEK)
    assert item.why.startswith("Outside the limits")
    assert "outside what was agreed: at least 3" in item.why
    assert item.shown == "1 in the week of 24 February 2025"


def test_a_number_that_does_what_chance_does_is_not_on_it(cast):
    assert items(a_meeting(cast, last=4)) == []


def test_a_breach_of_what_was_agreed_is_on_it_without_a_special_cause(cast):
    pulse(cast, *QUIET, 4)
    looked_at(cast, at_least=5.0)

    [item] = items(begin(Forum.PERFORMANCE, by=cast.helen, at=NOW))

    assert (item.kind, item.why) == (Kind.LIMIT, "Agreed: at least 5. No special cause: it has been like this.")
    with pytest.raises(MayBeChance):
        act_on(item, explanation="Two left.", agreed=agreed(cast), by=cast.helen, at=NOW)
    although = "It stays below what was agreed."
    acted = act_on(item, explanation="Two left.", although=although, agreed=agreed(cast), by=cast.helen, at=NOW)
    assert acted.although == although


@finding("S49", screen="/performance-meetings/")
def test_a_signal_gets_an_explanation_an_action_an_owner_and_a_review(cast):
    meeting = a_meeting(cast)
    [item] = items(meeting)

    with pytest.raises(NothingSaid):
        act_on(item, explanation=" ", agreed=agreed(cast), by=cast.helen, at=NOW)
    act_on(
        item, explanation="The duty phone rang all week.", agreed=agreed(cast, review_on=date(2025, 5, 1)),
        by=cast.helen, at=NOW,
    )  # fmt: skip

    [action] = ledger.actions(viewer=cast.ines)
    assert (action.indicator, action.owner, action.due_on, action.review_on) == (
        "K123", cast.marcus, NEXT_MONTH, date(2025, 5, 1),
    )  # fmt: skip


def test_an_action_without_a_review_is_looked_at_again_when_it_is_due(cast):
    [item] = items(a_meeting(cast))

    acted = act_on(item, explanation="The duty phone.", agreed=agreed(cast), by=cast.helen, at=NOW)

    assert acted.action.review_on == NEXT_MONTH


@finding("S49", screen="/performance-meetings/")
def test_noise_left_alone_is_an_answer_and_no_action(cast):
    [item] = items(a_meeting(cast))

    answered = leave_alone(item, explanation="Half were on a course.", by=cast.helen, at=NOW)

    assert (answered.answer, answered.action, answered.answered_by) == (Answer.LEAVE_ALONE, None, cast.helen)
    assert not ledger.actions(viewer=cast.helen).exists()


def test_who_acts_on_what_may_be_chance_says_so(cast):
    meeting = a_meeting(cast, last=4)
    item = raise_number(meeting, code="K123", why="It looks low to us.", by=cast.helen, at=NOW)

    with pytest.raises(MayBeChance):
        act_on(item, explanation="Two left.", agreed=agreed(cast), by=cast.helen, at=NOW)
    act_on(
        item, explanation="Two left.", although="We would ask even if it were chance.", agreed=agreed(cast),
        by=cast.helen, at=NOW,
    )  # fmt: skip

    with pytest.raises(OnTheAgendaAlready):
        raise_number(meeting, code="K123", why="Again.", by=cast.helen, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "refused_by"),
    [
        ({"kind": Kind.RAISED, "answer": Answer.LEAVE_ALONE, "answered_by": None}, "says_when_and_by_whom"),
        ({"kind": Kind.SIGNAL, "answer": Answer.ACT, "explanation": "Because."}, "explains_it_and_agrees_an_action"),
        ({"kind": Kind.SIGNAL, "answer": Answer.DONE}, "only_an_earlier_action"),
    ],
)
def test_the_database_refuses_minutes_without_an_answer(cast, wrong, refused_by):
    meeting = a_meeting(cast)
    row = {"meeting": meeting, "position": 9, "why": "x", "answered_at": NOW, "answered_by": cast.helen} | wrong

    with pytest.raises(IntegrityError, match=refused_by), transaction.atomic():
        Item.objects.create(**row)


# --- the next meeting -------------------------------------------------------------------------------------------------


def acted_and_closed(cast, **more):
    meeting = a_meeting(cast)
    act_on(items(meeting)[0], explanation="The phone.", agreed=agreed(cast, **more), by=cast.helen, at=NOW)
    return close(meeting, by=cast.helen, at=NOW)


def the_next_one(cast, *values):
    pulse(cast, *values, until=IN_FOUR_WEEKS.date())
    return begin(Forum.PERFORMANCE, by=cast.helen, at=IN_FOUR_WEEKS)


@finding("S49", screen="/performance-meetings/")
def test_last_meetings_actions_come_first_and_nothing_else_is_answered_before_them(cast):
    acted_and_closed(cast)
    first, *rest = items(the_next_one(cast, 4, 4, 4, 1))

    assert first.kind == Kind.ACTION
    assert "Ask each team what changed (Marcus Reed, by 3 April 2025)" in first.why
    assert [item.kind for item in rest] == [Kind.SIGNAL]
    with pytest.raises(ActionsFirst):
        leave_alone(rest[0], by=cast.helen, at=IN_FOUR_WEEKS)
    with pytest.raises(ActionsFirst):
        close(first.meeting, by=cast.helen, at=IN_FOUR_WEEKS)

    answer_action(first, answer=Answer.DONE, words="All three teams were asked.", by=cast.helen, at=IN_FOUR_WEEKS)
    assert leave_alone(rest[0], by=cast.helen, at=IN_FOUR_WEEKS).answer == Answer.LEAVE_ALONE


def test_an_action_that_goes_on_gets_another_day_and_stands_on_the_agenda_after(cast):
    acted_and_closed(cast)
    meeting = the_next_one(cast, 4, 4, 4, 4)
    [item] = items(meeting)

    answer_action(item, answer=Answer.GOES_ON, due_on=date(2025, 5, 1), by=cast.helen, at=IN_FOUR_WEEKS)
    close(meeting, by=cast.helen, at=IN_FOUR_WEEKS)

    later = IN_FOUR_WEEKS + timedelta(weeks=4)
    [again] = items(begin(Forum.PERFORMANCE, by=cast.helen, at=later), Kind.ACTION)
    assert again.due_on == date(2025, 5, 1)
    assert items(meeting)[0].why.endswith("by 3 April 2025).")  # as it stood then


def test_a_signal_of_the_last_meeting_is_not_talked_of_twice(cast):
    meeting = a_meeting(cast)
    leave_alone(items(meeting)[0], by=cast.helen, at=NOW)
    close(meeting, by=cast.helen, at=NOW)

    assert items(the_next_one(cast, 4, 4, 4, 4)) == []


@finding("S51", screen="/performance-meetings/")
def test_a_denominator_that_was_changed_is_said(cast):
    meeting = a_meeting(cast, last=4)
    before = meeting.definitions
    before["K06"]["Denominator"] = "Contacts received, without repeats"
    Meeting.objects.filter(pk=meeting.pk).update(definitions=before)
    rebaseline("K01", starts_on=date(2025, 2, 3), reason="The front door moved.", by=cast.helen, at=NOW + timedelta(1))
    close(meeting, by=cast.helen, at=NOW)

    changed, drawn = items(the_next_one(cast, 4, 4, 4, 4), Kind.DEFINITION)

    assert changed.indicator == "K06"
    assert changed.why.startswith("Denominator was “Contacts received, without repeats” and is now “")
    assert (drawn.indicator, "The front door moved." in drawn.why) == ("K01", True)
    assert take_note(changed, by=cast.helen, at=IN_FOUR_WEEKS).answer == Answer.NOTED


@finding("S51", screen="/performance-meetings/")
def test_a_rule_or_a_limit_that_was_set_otherwise_is_said_at_the_next_meeting_and_once(cast):
    later = NOW + timedelta(days=1)
    meeting = a_meeting(cast, last=4)
    close(meeting, by=cast.helen, at=NOW)
    numbers = {"working_days": 30, "slips": 2}
    set_numbers(
        Rule.ACTION_OVERDUE, numbers, effective_from=later.date(), why="Fewer flags.", by=cast.helen, at=later
    )  # fmt: skip
    set_local_limit(
        "supervision", amount=Decimal(60), effective_from=later.date(), source="The board", reason="Nobody is free.",
        by=cast.helen, at=later,
    )  # fmt: skip

    following = the_next_one(cast, 4, 4, 4, 4)
    rule, limit = items(following, Kind.DEFINITION)

    assert (rule.indicator, rule.shown) == ("K80", "Plan action overdue")
    assert "30 working days or more past its day" in rule.why
    assert (limit.indicator, "supervision" in limit.shown.lower()) == ("", True)
    assert limit.why == "From 4 March 2025: 60, in place of 28. Set by Helen Strand: Nobody is free."
    close(following, by=cast.helen, at=IN_FOUR_WEEKS)
    assert [due for due in agenda_of(meeting.forum, viewer=cast.helen, held_on=date(2025, 4, 28))
            if due.kind is Kind.DEFINITION] == []  # fmt: skip


# --- the chair, and the minutes ---------------------------------------------------------------------------------------


def test_when_the_chair_closes_it_the_minutes_are_frozen(cast):
    meeting = a_meeting(cast)
    [item] = items(meeting)

    close(meeting, by=cast.helen, at=NOW)

    item.refresh_from_db()
    assert item.answer == Answer.NOT_REACHED
    with pytest.raises(ClosedAlready):
        leave_alone(item, by=cast.helen, at=NOW)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(explanation="Something else.")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(closed_at=None, closed_by=None)


def test_only_the_chair_answers_and_one_meeting_is_held_at_a_time(cast):
    [item] = items(a_meeting(cast))

    with pytest.raises(NotTheChair):
        leave_alone(item, by=cast.anil, at=NOW)
    with pytest.raises(HeldAlready):
        begin(Forum.PERFORMANCE, by=cast.anil, at=NOW)
    with pytest.raises(NotAllowed):
        begin(Forum.PRACTICE, by=cast.marcus, at=NOW)


def test_of_two_who_begin_at_once_the_second_is_told_so(cast, monkeypatch):
    def begun_meanwhile(forum, **_):
        Meeting.objects.create(forum=forum, held_on=NOW.date(), chair=cast.anil, began_at=NOW)
        return []

    monkeypatch.setattr("lintel.oversight.meetings.actions.agenda_of", begun_meanwhile)

    with pytest.raises(HeldAlready):
        begin(Forum.PERFORMANCE, by=cast.helen, at=NOW)


def test_another_takes_the_chair_so_that_no_meeting_stays_open(cast):
    meeting = a_meeting(cast)

    with pytest.raises(NotAllowed):
        take_the_chair(meeting, by=cast.marcus, at=NOW)
    take_the_chair(meeting, by=cast.anil, at=NOW)

    with pytest.raises(NotTheChair):
        close(meeting, by=cast.helen, at=NOW)
    assert close(meeting, by=cast.anil, at=NOW).closed_by == cast.anil


def test_an_answer_may_be_thought_better_of_but_an_action_stands(cast):
    [item] = items(a_meeting(cast))
    leave_alone(item, by=cast.helen, at=NOW)

    acted = act_on(item, explanation="The phone.", agreed=agreed(cast), by=cast.helen, at=NOW)

    with pytest.raises(AnsweredAlready):
        leave_alone(acted, by=cast.helen, at=NOW)


@finding("S49", "S50", screen="/findings/")
def test_what_is_agreed_about_a_finding_stands_on_its_line(cast):
    supervision = a_finding(cast)
    acted_and_closed(cast, finding=supervision)

    [line] = ledger.lines(viewer=cast.ines, as_at=NOW.date())

    assert [action.words for action in line.open_actions] == ["Ask each team what changed"]


# --- who looks at what ------------------------------------------------------------------------------------------------


@finding("S49", screen="/performance-meetings/who-looks/")
def test_every_indicator_says_who_looks_where_and_orphans_come_first(cast):
    acted_and_closed(cast)

    looks = queries.who_looks(viewer=cast.ines, on=NOW.date())
    [pulse_is] = [look for look in looks if look.indicator.code == "K123"]

    assert pulse_is.why_orphan == []
    assert (pulse_is.watched.owner, pulse_is.limits, pulse_is.last_talked_of) == (cast.helen, "at least 3", NOW.date())
    assert (pulse_is.last_answer, pulse_is.last_action.words) == ("Act on it", "Ask each team what changed")
    assert looks[0].why_orphan == ["no owner", "no meeting", "no limits", "never talked of"]
    assert looks[-1] == pulse_is


def test_a_share_is_limited_in_percent(cast):
    say_who_looks("K02", owner=cast.helen, forum=Forum.PERFORMANCE, at_least=0.95, at_most=None, by=cast.helen, at=NOW)

    [look] = [each for each in queries.who_looks(viewer=cast.helen, on=NOW.date()) if each.indicator.code == "K02"]
    assert look.limits == "at least 95%"
