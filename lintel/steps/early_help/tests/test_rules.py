"""Never both sides, never neither; and whether help held."""

from dataclasses import replace
from datetime import date, datetime
from itertools import product

import pytest

from lintel.steps.early_help.rules import Held, Holder, Stage, Standing, SteppedUp, judged, moment_met, stage, who_has
from tests.cast import LONDON

EVERY_STANDING = [
    Standing(
        is_accepted=accepted, is_sent_back=sent_back, is_asked_again=again, is_met=met, is_ended=ended, stepped_up=up
    )
    for accepted, sent_back, again, met, ended, up in product(*[(False, True)] * 5, SteppedUp)
]


@pytest.mark.parametrize("up", SteppedUp)
def test_in_every_standing_exactly_one_has_the_family(up):
    """All 160 of them: what can be thought of at all, not only what our own screens lead to."""
    for standing in (each for each in EVERY_STANDING if each.stepped_up is up):
        assert who_has(standing) in Holder
        assert (who_has(standing) is Holder.NOBODY) == standing.is_ended
        assert stage(standing) in Stage


@pytest.mark.parametrize(
    ("standing", "holder", "where"),
    [
        (Standing(), Holder.WHO_ASKED, Stage.TO_ANSWER),
        (Standing(is_sent_back=True), Holder.WHO_ASKED, Stage.SENT_BACK),
        (Standing(is_sent_back=True, is_asked_again=True), Holder.WHO_ASKED, Stage.ASKED_AGAIN),
        (Standing(is_accepted=True), Holder.EARLY_HELP, Stage.TO_MEET),
        (Standing(is_accepted=True, is_met=True), Holder.EARLY_HELP, Stage.WITH_EARLY_HELP),
        (Standing(is_accepted=True, is_met=True, is_ended=True), Holder.NOBODY, Stage.OVER),
        (Standing(stepped_up=SteppedUp.UNDECIDED), Holder.FRONT_DOOR, Stage.STEPPED_UP),
        (Standing(is_accepted=True, stepped_up=SteppedUp.UNDECIDED), Holder.FRONT_DOOR, Stage.STEPPED_UP),
        (Standing(is_accepted=True, stepped_up=SteppedUp.TO_SOCIAL_CARE), Holder.SOCIAL_CARE, Stage.OVER),
        (Standing(is_accepted=True, stepped_up=SteppedUp.ELSEWHERE), Holder.ELSEWHERE, Stage.OVER),
        (
            Standing(is_accepted=True, is_met=True, stepped_up=SteppedUp.BACK_TO_EARLY_HELP), Holder.EARLY_HELP,
            Stage.WITH_EARLY_HELP,
        ),
    ],
)  # fmt: skip
def test_who_has_the_family_and_where_it_stands(standing, holder, where):
    assert (who_has(standing), stage(standing)) == (holder, where)


def verdict(today: date, referrals=(), contacts=()):
    return judged(
        met_on=date(2025, 3, 10), months=6, judged_on=date(2025, 9, 10), today=today, referrals=referrals,
        contacts=contacts,
    )  # fmt: skip


def test_it_is_not_judged_before_its_day_is_over():
    assert verdict(date(2025, 9, 10)).held is Held.NOT_YET
    assert verdict(date(2025, 9, 11)).held is Held.HELD


def test_a_new_referral_settles_it_the_day_it_comes():
    found = verdict(date(2025, 5, 1), referrals=[date(2025, 4, 20), date(2025, 4, 2)])

    assert (found.held, found.referred_on) == (Held.CAME_BACK, date(2025, 4, 2))


def test_a_referral_before_the_meeting_or_after_the_six_months_is_no_return():
    assert verdict(date(2026, 1, 1), referrals=[date(2025, 3, 1), date(2025, 9, 11)]).held is Held.HELD


def test_new_contacts_are_counted_and_settle_nothing():
    found = verdict(date(2025, 10, 1), contacts=[date(2025, 3, 3), date(2025, 4, 2), date(2025, 8, 8)])

    assert (found.held, found.contacts) == (Held.HELD, 2)


def test_a_meeting_of_today_is_now_and_an_earlier_one_at_noon():
    now = datetime(2025, 3, 31, 9, 5, tzinfo=LONDON)

    assert moment_met(date(2025, 3, 31), at=now) == now
    assert moment_met(date(2025, 3, 28), at=now) == datetime(2025, 3, 28, 12, 0, tzinfo=LONDON)


# --- stepping down ----------------------------------------------------------------------------------------------------


@pytest.mark.finding("S33")
@pytest.mark.parametrize(
    ("standing", "holder"),
    [
        (Standing(), Holder.WHO_ASKED),
        (Standing(is_accepted=True), Holder.WHO_ASKED),  # accepting alone moves nobody
        (Standing(is_accepted=True, is_met=True), Holder.EARLY_HELP),
        (Standing(is_accepted=True, is_met=True, is_closed=True), Holder.EARLY_HELP),
        (Standing(is_closed=True), Holder.EARLY_HELP),  # closed without waiting: whatever early help has said
        (Standing(is_sent_back=True), Holder.WHO_ASKED),
        (Standing(is_sent_back=True, is_closed=True), Holder.NOBODY),
        (Standing(is_accepted=True, stepped_up=SteppedUp.UNDECIDED), Holder.FRONT_DOOR),
        (Standing(stepped_up=SteppedUp.TO_SOCIAL_CARE), Holder.SOCIAL_CARE),
        (Standing(stepped_up=SteppedUp.TO_SOCIAL_CARE, is_closed=True), Holder.NOBODY),
    ],
)
def test_a_family_that_steps_down_is_social_cares_until_it_was_met(standing, holder):
    assert who_has(replace(standing, is_step_down=True)) is holder


@pytest.mark.parametrize("closed", [False, True])
def test_of_every_standing_of_a_step_down_somebody_has_the_family_unless_it_is_over(closed):
    for standing in EVERY_STANDING:
        each = replace(standing, is_step_down=True, is_closed=closed)

        is_over = each.is_ended or (closed and (each.is_sent_back or each.stepped_up is SteppedUp.TO_SOCIAL_CARE))
        assert who_has(each) in Holder
        assert who_has(each) is not Holder.NOBODY or is_over
