"""A flag is somebody's until it is answered: act, accept with a day to look again, or wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.actions import end_role, grant_role
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.foundation.workforce.absences.actions import record_absence
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.journey.overseeing.tests.builders import overseen
from lintel.oversight.drift import actions, queries
from lintel.oversight.drift.actions import Said, answer, check_by_hand, look_for_drift, set_numbers
from lintel.oversight.drift.codes import Answer, Rule
from lintel.oversight.drift.models import Flag, RuleVersion
from lintel.oversight.drift.tests.builders import MORNING, NIGHT, TODAY, late_action, looked
from lintel.oversight.drift.weighing import rules as weighing
from lintel.oversight.supervision.actions import sign_as_supervisor
from lintel.oversight.supervision.tests.builders import written
from lintel.steps.chronology_entries.actions import Happened, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.plans.actions import finish
from lintel.steps.plans.models import PlanAction
from tests.cast import LONDON
from tests.trace import finding

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ACT = Said(answer=Answer.ACT, words="Priya asks the school today.", by_when=TODAY + 5 * DAY)
ACCEPT = Said(answer=Answer.ACCEPT, words="The school has no place before July.", by_when=TODAY + 20 * DAY)
WRONG = Said(answer=Answer.WRONG, words="He has had a place since May; it is written elsewhere.")


@pytest.fixture
def flag(cast, bells):
    """Noah's action of the plan is eleven working days late, and was seen last night."""
    late_action(cast, bells)
    return looked()[Rule.ACTION_OVERDUE]


def told(user):
    return [each.words for each in notices(viewer=user) if each.key.startswith("drift")]


def acts():
    return list(Entry.objects.filter(act__contains="drift").order_by("pk").values_list("act", flat=True))


def again_by(at):
    """The late action, where it stands flagged again after a night."""
    look_for_drift(by=None, at=at)
    return list(Flag.objects.open().filter(rule=Rule.ACTION_OVERDUE))


# --- whose it is ------------------------------------------------------------------------------------------------------


def test_it_is_the_teams_managers_who_is_told_once_and_a_second_look_raises_nothing_twice(cast, flag):
    assert (flag.owner, flag.team, flag.version) == (cast.marcus, cast.north, 1)
    again = look_for_drift(by=None, at=NIGHT + timedelta(hours=1))

    assert again.raised == 0
    assert Flag.objects.count() == 1
    assert told(cast.marcus) == ["1 flag of drift is newly yours to answer."]
    assert told(cast.tom) == []
    assert acts().count("flag of drift raised") == 1


@finding("S16")
def test_while_the_manager_is_away_it_is_their_managers_and_never_nobodys(cast, flag):
    record_absence(
        cast.marcus.worker, reason=AbsenceReason.LEAVE, starts_on=TODAY + DAY, ends_on=TODAY + 8 * DAY, by=cast.sofia,
        at=MORNING,
    )  # fmt: skip
    look_for_drift(by=None, at=NIGHT + DAY)
    flag.refresh_from_db()
    assert flag.owner == cast.sofia
    assert told(cast.sofia)

    look_for_drift(by=None, at=NIGHT + 8 * DAY)
    flag.refresh_from_db()
    assert flag.owner == cast.marcus


def test_without_any_manager_it_is_the_head_of_services(cast, bells):
    for user, role in ((cast.marcus, Role.TEAM_MANAGER), (cast.sofia, Role.SERVICE_MANAGER)):
        team = cast.north if user == cast.marcus else cast.service
        end_role(user, role=role, team=team, by=cast.sam, at=MORNING - 90 * DAY)
    late_action(cast, bells)

    assert looked()[Rule.ACTION_OVERDUE].owner == cast.helen


def test_every_owner_may_see_the_child_whose_flag_they_own(cast, flag):
    assert visible_children(flag.owner).filter(pk=flag.child_id).exists()


# --- never closed by itself -------------------------------------------------------------------------------------------


@finding("S16")
def test_when_the_work_is_done_the_flag_says_so_and_still_wants_its_answer(cast, flag):
    late = PlanAction.objects.get(pk=flag.about)
    finish(late, done_on=TODAY, answer="He starts on Monday.", by=cast.priya, at=MORNING)

    looked_again = look_for_drift(by=None, at=NIGHT + DAY)

    flag.refresh_from_db()
    assert (looked_again.no_longer, flag.no_longer_since, flag.answered_at) == (1, TODAY + DAY, None)
    assert list(queries.to_answer(viewer=cast.marcus)) == [flag]
    assert "flag of drift no longer so" in acts()


def test_no_flag_is_ever_thrown_away_and_no_answer_rewritten_says_the_database(cast, flag):
    with pytest.raises(DatabaseError), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).delete()
    answer(flag, ACT, by=cast.marcus, at=MORNING)
    with pytest.raises(DatabaseError), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(words="Something else.")


# --- the three answers ------------------------------------------------------------------------------------------------


def test_a_manager_acts_by_a_day_and_it_leaves_the_list(cast, flag):
    held = answer(flag, ACT, by=cast.marcus, at=MORNING)

    assert (held.answer, held.act_by, held.review_on) == ("act", TODAY + 5 * DAY, None)
    assert list(queries.to_answer(viewer=cast.marcus)) == []
    assert told(cast.marcus) == []
    assert acts()[-1] == "flag of drift answered"


@finding("S16")
@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (replace(ACT, words=" "), actions.NothingSaid),
        (replace(ACT, by_when=None), actions.NotOnThatDay),
        (replace(ACT, by_when=TODAY - DAY), actions.NotOnThatDay),
        (replace(ACCEPT, by_when=None), actions.NotOnThatDay),
        (replace(ACCEPT, by_when=TODAY), actions.NotOnThatDay),
        (replace(ACCEPT, by_when=TODAY + 93 * DAY), actions.NotOnThatDay),
        (replace(WRONG, words=""), actions.NothingSaid),
        (replace(ACT, named_first="assessments.midpoint/1"), actions.NotBeforeTheFlag),
    ],
)
def test_an_answer_says_what_and_by_when_and_accepting_needs_a_day_to_look_again(cast, flag, said, refusal):
    with pytest.raises(refusal):
        answer(flag, said, by=cast.marcus, at=MORNING)

    assert not Flag.objects.exclude(answer="").exists()


def test_only_a_manager_who_sees_the_child_answers_and_once(cast, flag):
    with pytest.raises(NotAllowed):
        answer(flag, ACT, by=cast.priya, at=MORNING)
    with pytest.raises(actions.NotTheirChild):
        answer(flag, ACT, by=cast.tom, at=MORNING)
    answer(flag, ACT, by=cast.sofia, at=MORNING)
    with pytest.raises(actions.AnsweredAlready):
        answer(flag, ACCEPT, by=cast.marcus, at=MORNING)


def test_what_was_accepted_is_raised_again_on_the_day_it_is_looked_at_again_and_not_before(cast, flag):
    answer(flag, ACCEPT, by=cast.marcus, at=MORNING)

    assert again_by(NIGHT + 19 * DAY) == []
    (again,) = again_by(NIGHT + 20 * DAY)
    assert (again.again_of, again.times) == (flag, 2)
    assert queries.earlier_of(again, viewer=cast.marcus) == [flag]


def test_what_was_wrong_stays_quiet(cast, flag):
    answer(flag, WRONG, by=cast.marcus, at=MORNING)

    assert again_by(NIGHT + 60 * DAY) == []


@finding("S16")
def test_what_comes_back_goes_to_the_chair_of_the_plan_as_well(cast, bells):
    overseen(cast, bells, cast.cecily)
    first = looked()[Rule.ACTION_OVERDUE]
    assert first.chair is None
    answer(first, ACT, by=cast.marcus, at=MORNING)

    look_for_drift(by=None, at=NIGHT + 6 * DAY)

    again = Flag.objects.open().get(rule=Rule.ACTION_OVERDUE)
    assert (again.owner, again.chair) == (cast.marcus, cast.cecily)
    assert "Raised again under a plan you chair: Plan action overdue" in told(cast.cecily)
    assert again in queries.to_answer(viewer=cast.cecily)


def test_what_comes_back_without_a_chair_goes_to_the_next_manager_above_the_owner(cast, flag):
    answer(flag, ACT, by=cast.marcus, at=MORNING)

    (again,) = again_by(NIGHT + 6 * DAY)

    assert (again.owner, again.chair) == (cast.marcus, cast.sofia)
    assert "Raised again in a team you answer for: Plan action overdue" in told(cast.sofia)
    assert again in queries.to_answer(viewer=cast.sofia)


# --- the rules --------------------------------------------------------------------------------------------------------

LONGER = {"working_days": 15, "slips": 2}


@finding("S16")
def test_another_number_is_another_version_with_a_reason_and_old_flags_keep_theirs(cast, flag):
    row = set_numbers(
        Rule.ACTION_OVERDUE, LONGER, effective_from=TODAY + DAY, why="Schools answer slowly.", by=cast.helen, at=MORNING
    )

    assert (row.number, row.effective_from) == (2, TODAY + DAY)
    look_for_drift(by=None, at=NIGHT + DAY)
    flag.refresh_from_db()
    assert (flag.version, flag.no_longer_since) == (1, TODAY + DAY)
    now = queries.one_rule(Rule.ACTION_OVERDUE, viewer=cast.marcus, on=TODAY + DAY)
    assert "15 working days or more past its day" in now.says


def test_a_flag_that_was_wrong_is_raised_again_if_it_stands_under_a_later_version(cast, flag):
    answer(flag, WRONG, by=cast.marcus, at=MORNING)
    set_numbers(Rule.ACTION_OVERDUE, LONGER, effective_from=TODAY, why="Schools are slow.", by=cast.helen, at=MORNING)

    assert again_by(NIGHT + DAY) == []
    assert [(again.version, again.again_of) for again in again_by(NIGHT + 8 * DAY)] == [(2, flag)]


@pytest.mark.parametrize(
    ("numbers", "more", "refusal"),
    [
        (LONGER, {"why": ""}, actions.NothingSaid),
        (LONGER, {"effective_from": TODAY - DAY}, actions.NotOnThatDay),
        ({"working_days": 10, "slips": 2}, {}, actions.NotNumbersOfTheRule),
        ({"working_days": 15}, {}, actions.NotNumbersOfTheRule),
        ({"working_days": -1, "slips": 2}, {}, actions.NotNumbersOfTheRule),
    ],
)
def test_a_version_is_whole_or_it_is_none(cast, numbers, more, refusal):
    with pytest.raises(refusal):
        set_numbers(
            Rule.ACTION_OVERDUE, numbers, **{"effective_from": TODAY, "why": "Slow.", **more}, by=cast.helen, at=MORNING
        )
    assert not RuleVersion.objects.exists()


def test_numbers_are_set_by_whom_they_are_for_and_nobody_else(cast, db):
    with pytest.raises(NotAllowed):
        set_numbers(Rule.ACTION_OVERDUE, LONGER, effective_from=TODAY, why="Slow.", by=cast.marcus, at=MORNING)


# --- who saw it first -------------------------------------------------------------------------------------------------


@pytest.fixture
def noted(cast, bells):
    """Marcus wrote on 2 June that nobody had asked the school: nine days before the flag."""
    note = Happened(
        on=date(2025, 6, 2), kind=ItemKind.OTHER, words="Nobody has asked the school.", told_by="Priya Nair"
    )
    return write_event(note, children=[bells.noah], by=cast.marcus, at=datetime(2025, 6, 2, 10, 0, tzinfo=LONDON))


@finding("S16")
def test_a_manager_who_named_it_before_the_flag_points_to_where(cast, noted, flag):
    (entry,) = queries.entries_that_named_it(flag, viewer=cast.marcus)
    assert (entry.by, entry.words) == ("Marcus Reed", "Nobody has asked the school.")

    answer(flag, replace(ACT, named_first=entry.record), by=cast.marcus, at=MORNING)

    first = queries.who_saw_first(viewer=cast.marcus, since=TODAY, until=TODAY)
    assert (first.found.rate.count, first.found.rate.of) == (1, 1)
    assert queries.who_saw_first(viewer=cast.tom, since=TODAY, until=TODAY).delays == []


def test_a_direction_in_supervision_names_it_as_well_once_it_is_signed(cast, bells):
    late_action(cast, bells)
    session = written(cast, bells, at=MORNING - 6 * DAY, of=[bells.noah])
    flag = looked()[Rule.ACTION_OVERDUE]
    assert queries.entries_that_named_it(flag, viewer=cast.marcus) == []
    sign_as_supervisor(session, by=cast.marcus, at=MORNING - 5 * DAY)

    found = queries.entries_that_named_it(flag, viewer=cast.marcus)

    assert {each.what for each in found} == {"Supervision", "Direction in supervision"}


def test_nobody_names_a_delay_first_afterwards_nor_does_the_worker_for_the_manager(cast, bells, flag):
    for by, at in ((cast.marcus, MORNING), (cast.priya, MORNING - 5 * DAY)):
        note = Happened(on=date(2025, 6, 2), kind=ItemKind.OTHER, words="Nobody asked.", told_by="Ruth")
        write_event(note, children=[bells.noah], by=by, at=at)

    assert queries.entries_that_named_it(flag, viewer=cast.marcus) == []


@pytest.fixture
def all_drawn(monkeypatch):
    monkeypatch.setattr(weighing, "ONE_IN", 1)


def test_only_what_chance_drew_is_checked_by_hand(cast, noted, flag, monkeypatch):
    answer(flag, ACT, by=cast.marcus, at=MORNING)
    monkeypatch.setattr(weighing, "ONE_IN", 2**300)

    with pytest.raises(actions.NotDrawn):
        check_by_hand(flag, agrees=True, words="Nobody had.", by=cast.helen, at=MORNING)


def test_who_wrote_the_entry_does_not_check_it_whoever_answered(cast, noted, flag, all_drawn):
    answer(flag, replace(ACT, named_first=f"chronology_entries.writtenevent/{noted.pk}"), by=cast.sofia, at=MORNING)
    assert queries.to_check_by_hand(viewer=cast.helen) == [flag]
    grant_role(cast.marcus, role=Role.PRINCIPAL_SOCIAL_WORKER, team=None, by=cast.sam, at=MORNING)

    assert queries.to_check_by_hand(viewer=cast.marcus) == []
    with pytest.raises(actions.NotByThemselves):
        check_by_hand(flag, agrees=True, words="It is there.", by=cast.marcus, at=MORNING)


def test_a_check_by_hand_is_somebody_elses_and_is_made_once(cast, noted, flag, all_drawn):
    with pytest.raises(actions.NotConfirmed):
        check_by_hand(flag, agrees=False, words="Not there.", by=cast.helen, at=MORNING)
    answer(flag, replace(ACT, named_first=f"chronology_entries.writtenevent/{noted.pk}"), by=cast.marcus, at=MORNING)
    with pytest.raises(NotAllowed):
        check_by_hand(flag, agrees=True, words="It is there.", by=cast.marcus, at=MORNING)
    check_by_hand(flag, agrees=False, words="The note is about another school.", by=cast.helen, at=MORNING)
    with pytest.raises(actions.AnsweredAlready):
        check_by_hand(flag, agrees=True, words="It is there.", by=cast.helen, at=MORNING)

    first = queries.who_saw_first(viewer=cast.helen, since=TODAY, until=TODAY).found
    assert (first.rate.count, first.checked, first.agreed) == (0, 1, 0)


# --- what others ask --------------------------------------------------------------------------------------------------


def test_the_open_flags_of_children_are_told_in_words_to_whoever_may_see_them(cast, bells, flag):
    children = [bells.noah.pk, bells.mia.pk]

    found = queries.open_flags_of(children, viewer=cast.priya, at=MORNING)

    (it,) = found[bells.noah.pk]
    assert (it.rule, it.since) == ("Plan action overdue", date(2025, 5, 27))
    assert it.sentence == "“Ask the school for a place” was due by 27 May 2025 and is not done."
    assert queries.open_flags_of(children, viewer=cast.tom, at=MORNING) == {}
    assert queries.open_flags_of(children, viewer=cast.priya, at=NIGHT - DAY) == {}
    answer(flag, ACT, by=cast.marcus, at=MORNING)
    assert queries.open_flags_of(children, viewer=cast.priya, at=MORNING + DAY) == {}
    assert bells.noah.pk in queries.open_flags_of(children, viewer=cast.priya, at=MORNING - timedelta(hours=1))
