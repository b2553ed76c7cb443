"""The next weeks: the flow of PRODUCT.md 0.5 from what stands today, and what giving children changes in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.oversight.demand.next_weeks.weeks import Rates, Start, ahead
from tests.trace import finding

# Week 9 of the collapse (PRODUCT.md 0.5): 213 wait, 24 workers hold 744 at a ceiling of 31, and 160 more come a week.
WIF_R0 = Rates(teams=("North",), referrals=(160.3,) * 4, weeks_held=9.0, weeks_seen=26, is_national=False)
WEEK_NINE = Start(waiting=213, held=744, places=744, workers=24)


def rates(referrals=8.0, weeks_held=10.0):
    return Rates(
        teams=("North",), referrals=(referrals,) * 4, weeks_held=weeks_held, weeks_seen=26, is_national=False
    )  # fmt: skip


@finding("S25", screen="/allocation/meeting/")
def test_two_weeks_after_week_nine_of_the_collapse_368_wait():
    found = ahead(WIF_R0, WEEK_NINE)

    assert round(found.weeks[1].waiting) == pytest.approx(368, abs=1)
    assert [week.caseload for week in found.weeks] == [31.0] * 4
    assert found.full_from == 0


def test_by_hand_for_one_week():
    """40 held, 4 leave, 8 come in, 44 places: 8 of the 10 + 8 who wait are given."""
    first = ahead(rates(), Start(waiting=10, held=40, places=44, workers=4)).weeks[0]

    assert (first.waiting, first.held, first.caseload, first.is_full) == (10.0, 44.0, 11.0, True)


def test_giving_children_today_spares_them_a_week_of_waiting():
    before = ahead(rates(), Start(waiting=10, held=40, places=60, workers=4))
    after = ahead(rates(), Start(waiting=4, held=46, places=60, workers=4))

    assert before.child_days - after.child_days == pytest.approx(6 * 7)


def test_above_the_ceiling_it_is_felt_in_every_week_to_come():
    before = ahead(rates(), Start(waiting=10, held=40, places=40, workers=4))
    after = ahead(rates(), Start(waiting=0, held=50, places=40, workers=4))

    assert after.weeks[0].caseload > before.weeks[0].caseload
    assert after.weeks[0].waiting < before.weeks[0].waiting


def test_while_more_are_held_than_agreed_nobody_is_given_and_the_line_grows():
    found = ahead(rates(8, 10), Start(waiting=6, held=92, places=54, workers=4))

    assert found.start.above == 38
    assert [week.waiting for week in found.weeks] == [14.0, 22.0, 30.0, 38.0]
    assert [week.caseload for week in found.weeks] == pytest.approx([92 / 4 * 0.9**n for n in range(1, 5)])
    assert found.full_from == 0


def test_what_is_held_above_makes_no_place_once_it_has_gone():
    """44 held of 40: 4.4 leave, so 0.4 of a place is free as the first week ends."""
    first = ahead(rates(8, 10), Start(waiting=6, held=44, places=40, workers=4)).weeks[0]

    assert (first.held, first.waiting) == pytest.approx((40.0, 13.6))


def test_it_says_when_every_place_is_taken():
    assert ahead(rates(8, 10), Start(waiting=0, held=20, places=100, workers=4)).full_from is None
    assert ahead(rates(8, 10), Start(waiting=9, held=32, places=40, workers=4)).full_from == 1


def test_without_workers_everybody_waits():
    found = ahead(rates(), Start(waiting=3, held=0, places=0, workers=0))

    assert [week.waiting for week in found.weeks] == [11.0, 19.0, 27.0, 35.0]
    assert found.weeks[0].caseload == 0


@given(
    waiting=st.integers(0, 400), held=st.integers(0, 900), free=st.integers(0, 100), chosen=st.integers(0, 50),
    referrals=st.floats(0, 200), weeks_held=st.floats(1, 40),
)  # fmt: skip
def test_children_come_and_go_and_none_is_lost(waiting, held, free, chosen, referrals, weeks_held):
    chosen = min(chosen, waiting)
    start = Start(waiting=waiting - chosen, held=held + chosen, places=held + free, workers=20)
    before_waiting, before_held = float(start.waiting), float(start.held)

    for week in ahead(rates(referrals, weeks_held), start).weeks:
        left = before_held / weeks_held
        assert week.waiting + week.held == pytest.approx(before_waiting + before_held + referrals - left, abs=1e-6)
        assert week.waiting >= 0
        before_waiting, before_held = week.waiting, week.held
