"""
J6: an allocation meeting under overload. The board's families, why waiting is safe, a proposal, a change by hand, the
load before and after, one above the ceiling with a named manager, the alert that no safe allocation is possible, and
the weeks ahead that move.

Never: a child waiting without a day to look again; silently above the ceiling; a newly qualified worker beyond the
protected load; a list hidden behind a "team inbox" worker.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.foundation.notices.queries import notices
from lintel.journey.allocating.meeting.queries import meeting
from lintel.journey.allocating.meeting.tests.builders import overload
from lintel.journey.allocating.tests.builders import a_worker
from lintel.oversight.demand.next_weeks.weeks import Rates
from lintel.steps.allocation.models import Allocation, CapacityAlert, SafetyCheck
from lintel.web.meeting import page
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow
WHERE = "/allocation/meeting/"
TOMORROW = NOW + timedelta(days=1)
RATES = Rates(teams=("North assessment",), referrals=(3.0,) * 4, weeks_held=9.0, weeks_seen=26, is_national=False)


@pytest.fixture
def week_nine(cast, bells, time_machine, monkeypatch):
    """Six families, three workers of whom one is away; half a year of the record behind them."""
    time_machine.move_to(TOMORROW)
    monkeypatch.setattr(page, "rates", lambda **_: RATES)
    return overload(cast, bells, at=NOW)


class TheMeeting:
    """What Marcus does, and what he reads; with and without a script, on a desk and on a telephone."""

    def __init__(self, look, week_nine) -> None:
        self.look, self.week_nine = look, week_nine

    def list_of(self, surname):
        return self.look.page.locator(f"#id_to-{self.week_nine.key(surname)}")

    def row_of(self, worker):
        return self.look.page.locator(f"[data-worker='{worker.pk}']").inner_text()

    def given_everybody_who_waits_is_on_the_list(self):
        for family in ("Perrin Oakapple", "Wilf Sedge", "Bram Thrale", "Posy Quill", "Ned Marlow", "Isla Fennick"):
            assert family in self.look.words
        assert "Owed a visit by" in self.look.words
        assert "Nobody has said why waiting is safe" in self.look.words
        self.look.is_in_order()

    def then_a_team_inbox_is_no_worker_to_hide_them_behind(self):
        assert "Duty inbox" not in self.look.page.content()

    def then_nobody_newly_qualified_can_be_chosen_beyond_the_protected_load(self):
        beyond = self.list_of("Thrale").locator(f"option[value='{self.week_nine.wren.pk}']")
        assert beyond.is_disabled()
        assert "newly qualified" in beyond.inner_text()

    def when_a_proposal_is_filled_in(self):
        self.look.press("Fill in “Evenest load”")
        assert "Against “Keep who knows them”" in self.look.words
        assert "Nobody has room for 3 brothers and sisters together" in self.look.words
        self.look.is_in_order()

    def when_one_is_changed_by_hand(self):
        assert "5" in self.row_of(self.week_nine.priya)
        self.list_of("Fennick").select_option(str(self.week_nine.priya.pk))

    def then_the_load_moves_before_anything_is_sent(self):
        self.look.page.wait_for_function(
            f"document.querySelector(\"[data-worker='{self.week_nine.priya.pk}'] [data-after]\").textContent === '6'"
        )
        assert "above" in self.row_of(self.week_nine.priya)
        assert not Allocation.objects.exists()

    def then_it_asks_who_answers_for_going_above_the_ceiling(self):
        self.look.page.get_by_text("Above the ceiling: who answers for it").wait_for()
        self.look.is_in_order()

    def then_the_weeks_ahead_have_moved(self):
        today = self.look.page.locator("#ahead tbody tr").first.inner_text()
        assert "10 → 5" in today  # five children are chosen for somebody
        assert "Every place agreed is taken" in self.look.words

    def when_it_is_given_without_saying_who_answers(self):
        self.look.fill(**{f"reason-{self.week_nine.key('Fennick')}": ""}).press("Give these children")

    def then_nobody_is_silently_above_the_ceiling(self):
        assert "Priya Nair would hold 6 children, agreed are 5." in self.look.words
        assert Allocation.objects.unanswered().count() == 4
        assert not Allocation.objects.filter(referral__in=self.week_nine.families["Fennick"]).exists()

    def then_the_meeting_does_not_end_while_somebody_has_no_day_to_look_again(self):
        assert "would leave this meeting without a day on which somebody looks again" in self.look.words
        self.look.is_in_order()

    def when_somebody_is_named_and_he_says_why_the_others_are_safe_and_that_nobody_can_take_three(self):
        self.list_of("Thrale").select_option("none")
        named = self.look.page.locator(f"#id_manager-{self.week_nine.key('Fennick')}")
        assert named.input_value() == ""  # nobody is named beforehand
        named.select_option(label="Sofia Lindqvist")
        self.look.fill(**{
            f"reason-{self.week_nine.key('Fennick')}": "Two of hers close on Friday.",
            "why_safe": "Each was seen at school today.", "next_due_on-day": "6", "next_due_on-month": "3",
            "next_due_on-year": "2025", "alert_why": "Nobody has three places.",
        }).press("Give these children")  # fmt: skip

    def then_all_of_it_is_done(self, cast):
        given = Allocation.objects.get(referral__in=self.week_nine.families["Fennick"])
        assert given.over_manager == cast.sofia
        assert given.over_reason == "Two of hers close on Friday."
        assert given.over_review_on > TOMORROW.date()
        alert = CapacityAlert.objects.get()
        assert set(alert.referrals.all()) == set(self.week_nine.families["Thrale"])
        assert [notice.words for notice in notices(viewer=cast.helen) if "no safe allocation" in notice.words] == [
            "North assessment: no safe allocation is possible for 3 children, Marcus Reed says"
        ]
        assert "No safe allocation for 3 children" in self.look.words
        self.look.is_in_order()

    def then_nobody_waits_without_a_day_to_look_again(self, cast):
        without = meeting(viewer=cast.marcus, on=TOMORROW.date()).without_a_day(TOMORROW.date())
        # Of those whom nobody can safely take, nobody says that it is safe.
        assert {wait.referral_id for wait in without} == {each.pk for each in self.week_nine.families["Thrale"]}
        assert SafetyCheck.objects.filter(next_due_on__gt=TOMORROW.date()).count() == 7


@finding("S3", screen="/allocation/meeting/")
@finding("S8", screen="/allocation/meeting/")
@finding("S25", screen="/allocation/meeting/")
@finding("S34", screen="/allocation/meeting/")
def test_a_meeting_under_overload_gives_who_can_be_given_and_says_so_of_the_rest(visit, cast, week_nine):
    board = visit("/waiting/", as_=cast.marcus)
    assert "10 children wait for a worker" in board.words
    marcus = TheMeeting(board.follow("Hold an allocation meeting"), week_nine)

    marcus.given_everybody_who_waits_is_on_the_list()
    marcus.then_a_team_inbox_is_no_worker_to_hide_them_behind()
    marcus.then_nobody_newly_qualified_can_be_chosen_beyond_the_protected_load()
    marcus.when_a_proposal_is_filled_in()
    marcus.when_one_is_changed_by_hand()
    marcus.then_the_load_moves_before_anything_is_sent()
    marcus.then_it_asks_who_answers_for_going_above_the_ceiling()
    marcus.then_the_weeks_ahead_have_moved()
    marcus.when_it_is_given_without_saying_who_answers()
    marcus.then_nobody_is_silently_above_the_ceiling()
    marcus.then_the_meeting_does_not_end_while_somebody_has_no_day_to_look_again()
    marcus.when_somebody_is_named_and_he_says_why_the_others_are_safe_and_that_nobody_can_take_three()
    marcus.then_all_of_it_is_done(cast)
    marcus.then_nobody_waits_without_a_day_to_look_again(cast)


def test_the_meeting_can_be_held_on_a_telephone(phone, cast, week_nine):
    marcus = TheMeeting(phone(WHERE, as_=cast.marcus), week_nine)

    marcus.given_everybody_who_waits_is_on_the_list()
    marcus.when_a_proposal_is_filled_in()
    marcus.when_one_is_changed_by_hand()
    marcus.then_it_asks_who_answers_for_going_above_the_ceiling()


def test_the_meeting_needs_no_script(without_javascript, cast, week_nine):
    marcus = TheMeeting(without_javascript(WHERE, as_=cast.marcus), week_nine)

    marcus.when_a_proposal_is_filled_in()
    marcus.list_of("Fennick").select_option(str(week_nine.priya.pk))
    marcus.look.press("See what it does")
    assert "Above the ceiling: who answers for it" in marcus.look.words
    marcus.then_the_weeks_ahead_have_moved()
    marcus.when_it_is_given_without_saying_who_answers()
    marcus.then_nobody_is_silently_above_the_ceiling()


def test_the_children_of_somebody_who_leaves_are_shared_out(visit, cast, bells, week_nine):
    bryn = a_worker("Bryn Calder", team=cast.north)
    look = visit(WHERE, as_=cast.marcus)

    look.press("Share them out").is_in_order()

    assert "Priya Nair stays their worker until somebody accepts." in look.words
    look.page.locator("select[id^=id_to-]").first.select_option(str(bryn.pk))
    look.press("Give these children").is_in_order()
    given = Allocation.objects.filter(worker=bryn)
    assert {each.child_id: each.change_reason for each in given} == {child.pk: "LEFTRL" for child in bells.children}
