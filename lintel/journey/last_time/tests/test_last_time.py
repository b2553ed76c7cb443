"""How the last time ended, out of the record; and whether that was right, said by whoever decides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.handovers.actions import decide_contact
from lintel.journey.last_time.actions import AnotherEndedSince, say_of_the_last_time
from lintel.journey.last_time.queries import has_a_last_time, last_time
from lintel.journey.last_time.tests.given import known_before
from lintel.journey.plans.closing.actions import close_episodes
from lintel.journey.plans.tests.builders import WORDS, planned
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.tests.builders import chosen_for, knock, tells_of
from lintel.steps.plans.actions import review
from lintel.steps.plans.codes import Change
from lintel.steps.plans.saying import Changed, Held
from lintel.steps.reopening.actions import NothingSaid
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def earlier(cast, bells):
    return known_before(cast, bells)


def answer(child, earlier, *, by, verdict=Verdict.UNFINISHED_OR_POOR, words="Nobody did what was agreed.", at=NOW):
    return say_of_the_last_time(child, earlier_id=earlier.pk, verdict=verdict, words=words, by=by, at=at)


@finding("S41", screen="/children/<child>/last-time/")
def test_it_says_why_it_ended_who_held_the_child_and_how_long_nobody_did(bells, earlier, priya):
    last = last_time(bells.mia, viewer=priya, day=TODAY)

    assert last.episode.pk == earlier.pk
    assert last.why_it_ended == "Closed after assessment, no further action"
    assert [each.who for each in last.held] == ["Priya Nair"]
    assert last.days_without == 14
    assert last.pattern.since == 1


def test_what_was_still_open_is_the_action_nobody_did_the_need_it_was_for_and_the_promise_nobody_answered(
    bells, earlier, priya
):
    last = last_time(bells.mia, viewer=priya, day=TODAY)

    assert [each.words for each in last.left] == ["Ask for play therapy.", "To sleep without being afraid."]
    assert [(each.words, each.is_open) for each in last.promised] == [("Find a place at the after-school club.", True)]


def test_a_child_whose_first_time_this_is_has_no_last_time(bells, earlier, priya):
    assert not has_a_last_time(bells.noah, viewer=priya, day=TODAY)
    assert last_time(bells.noah, viewer=priya, day=TODAY).episode is None
    assert not has_a_last_time(bells.mia, viewer=priya, day=date(2024, 6, 2))


def test_the_answer_stands_with_the_child_and_a_second_thought_keeps_the_first(bells, earlier, femi, rosa):
    answer(bells.mia, earlier, by=femi)
    answer(bells.mia, earlier, by=rosa, verdict=Verdict.RIGHT, words="They had moved away.", at=NOW + timedelta(days=1))

    last = last_time(bells.mia, viewer=femi, day=TODAY)

    assert (last.said.verdict, last.said.said_by) == (Verdict.RIGHT, rosa)
    assert [each.words for each in last.said_before] == ["Nobody did what was agreed."]
    assert Entry.objects.filter(act="earlier decision looked back at", child_id=bells.mia.pk).count() == 2


def test_it_is_answered_in_words_by_whoever_decides_and_about_what_they_read(bells, earlier, cast):
    with pytest.raises(NotAllowed):
        answer(bells.mia, earlier, by=cast.priya)
    with pytest.raises(NothingSaid):
        answer(bells.mia, earlier, by=cast.femi, words=" ")
    with pytest.raises(AnotherEndedSince):
        answer(bells.mia, bells.referrals["noah"], by=cast.femi)
    assert not LookBack.objects.exists()


def test_a_stranger_learns_nothing_and_answers_nothing(bells, earlier, tom):
    with pytest.raises(ChildNotVisible):
        last_time(bells.mia, viewer=tom, day=TODAY)
    with pytest.raises(ChildNotVisible):
        answer(bells.mia, earlier, by=tom)
    assert not has_a_last_time(bells.mia, viewer=tom, day=TODAY)


def test_of_what_was_closed_here_it_says_what_came_of_it_what_the_family_was_told_and_what_was_owed(cast, bells):
    plan = planned(cast, bells)
    need = plan.actions.order_by("pk").first().need
    met = Changed(need_id=need.pk, change=Change.MET, words="She sleeps.")
    review(plan, Held(held_on=TODAY, present="Ruth", changes=[met]), by=cast.priya, at=NOW)
    two = [bells.referrals["mia"], bells.referrals["noah"]]
    words = replace(WORDS, owed="The school keeps the place.")
    close_episodes(two, reason="RC7", words=words, by=cast.priya, at=NOW + timedelta(days=1))
    again = knock(by=cast.dawn, once="again", children=[tells_of(bells.mia)], received_at=NOW + timedelta(days=2))
    decide_contact(again, chosen_for(again, Outcome.REFERRAL), by=cast.femi, at=NOW + timedelta(days=2))
    day = TODAY + timedelta(days=2)

    last = last_time(bells.mia, viewer=cast.helen, day=day)

    assert last.episode.pk == bells.referrals["mia"].pk
    assert (last.parting.outcome, last.parting.told) == (WORDS.outcome, WORDS.told)
    assert last.parting.owed == "The school keeps the place."
    assert ("The episode was closed", "Priya Nair") in [(each.what, each.by) for each in last.decided]
    # A review said the need is met; what was to be done for it was still left.
    assert [(each.words, each.whose) for each in last.left] == [
        ("A lock on the door", "Ruth, by 14 March 2025"), ("A parenting course", "Owen, by 11 April 2025"),
    ]  # fmt: skip
    exclude(bells.noah, user=cast.helen, reason="He is her nephew.", by=cast.grace, at=NOW)
    assert last_time(bells.mia, viewer=cast.helen, day=day).parting is None
