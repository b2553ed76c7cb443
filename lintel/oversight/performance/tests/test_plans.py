"""K56, K84, K100 to K105 and reviews in K111: counted from what is written here, each number as long as its list."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache

from lintel.journey.handovers.early_help.actions import (
    accept_for_early_help,
    ask_early_help_again,
    first_met_by_early_help,
    send_back_to_front_door,
    step_up,
)
from lintel.journey.plans.tests.builders import planned, stepping_down
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.tests.test_catalogue import OF_PLANS
from lintel.steps.plans import actions
from lintel.steps.plans.codes import Change
from lintel.steps.plans.models import PlanAction
from lintel.steps.plans.saying import Changed, Held
from lintel.steps.referrals.actions import load_referrals
from lintel.steps.referrals.models import Referral
from tests.cast import LONDON, NOW, TYPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_empty_cache")]
MONDAY = NOW.date()


@pytest.fixture
def an_empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def on(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)


def found(code, cast, *, as_at, since=MONDAY):
    """What is read, held to its list."""
    told = {"viewer": cast.helen, "as_at": as_at, "period": Period(since, as_at)}
    reading = queries.reading(code, **told, now=on(as_at))
    cases = queries.cases(code, **told)
    assert reading.numerator == sum(case.counts for case in cases)
    return [(case.child_id, case.counts, case.label) for case in cases], reading


@pytest.mark.parametrize("code", sorted(OF_PLANS))
def test_files_say_nothing_of_it_and_no_nought_is_invented(cast, bells, code):
    assert queries.reading(code, viewer=cast.helen, as_at=MONDAY).state is State.NOT_IN_DATA


@pytest.mark.finding("S61", screen="/indicators/K56/")
def test_an_action_without_a_need_is_counted_and_one_click_mends_it(cast, bells):
    planned(cast, bells)
    cases, reading = found("K56", cast, as_at=MONDAY)
    assert sorted(label for _, _, label in cases) == ["For no need", "Whole"]
    assert reading.also[0] == ("For no need (there should be none)", "1")

    need = bells.mia.needs.get()
    actions.link_to_need(PlanAction.objects.get(need=None), need_id=need.pk, by=cast.priya, at=NOW)

    assert found("K56", cast, as_at=MONDAY)[1].numerator == 2


@pytest.mark.finding("S57", screen="/indicators/K83/")
def test_an_action_past_its_day_is_overdue_and_moving_the_day_is_counted_as_a_slip(cast, bells):
    planned(cast, bells)
    assert found("K83", cast, as_at=date(2025, 3, 14))[1].numerator == 0
    actions.change_date(
        PlanAction.objects.get(words="A lock on the door"), due_on=date(2025, 4, 1), because="The joiner is ill.",
        by=cast.priya, at=on(date(2025, 3, 20)),
    )  # fmt: skip

    cases, reading = found("K83", cast, as_at=date(2025, 3, 19))
    assert sorted(label for _, counts, label in cases if counts) == ["Was due by 14 March 2025"]
    cases, reading = found("K83", cast, as_at=date(2025, 3, 21))
    assert sorted((counts, label) for _, counts, label in cases) == [
        (False, "Due by 1 April 2025, put off 1 time"), (False, "Due by 11 April 2025"),
    ]  # fmt: skip
    assert reading.also == (("Put off at least once", "1 of 2"),)


@pytest.mark.finding("S13", screen="/indicators/K84/")
def test_a_plan_stands_still_until_a_review_says_that_something_changed(cast, bells):
    plan = planned(cast, bells)
    actions.finish(PlanAction.objects.first(), done_on=MONDAY, answer="Done.", by=cast.priya, at=NOW)  # activity
    assert found("K84", cast, as_at=date(2025, 5, 30))[0] == []
    [(_, stands, label)] = found("K84", cast, as_at=date(2025, 6, 10))[0]
    assert (stands, label) == (True, "No review says that anything changed")

    need = bells.mia.needs.get()
    for day, change in ((date(2025, 6, 9), Change.SAME), (date(2025, 6, 10), Change.WORSE)):
        said = [Changed(need_id=need.pk, change=change, words="As it is.")]
        actions.review(plan, Held(held_on=day, present="Mia", changes=said), by=cast.priya, at=on(date(2025, 6, 10)))

    [(_, stands, label)] = found("K84", cast, as_at=date(2025, 6, 11))[0]
    assert (stands, label) == (False, "Last changed for the child on 10 June 2025")


@pytest.mark.finding("S44", screen="/indicators/K111/")
def test_a_review_counts_with_what_the_child_says_and_another_without(cast, bells):
    plan, march = planned(cast, bells), MONDAY + timedelta(days=7)
    for days, words in ((1, "“I sleep at Gran’s.”"), (7, " ")):
        day = MONDAY + timedelta(days=days)
        actions.review(plan, Held(held_on=day, present="Ruth", childs_view=words), by=cast.priya, at=on(day))

    cases, reading = found("K111", cast, as_at=march)

    assert (reading.numerator, reading.denominator) == (1, 2)
    assert [label for _, counts, label in cases if not counts] == ["Review of a plan. Without them"]
    assert queries.reading("K111", viewer=cast.tom, as_at=march, now=on(march)).state is State.NOT_IN_DATA


@pytest.mark.finding("S33", screen="/indicators/K101/")
def test_sending_back_is_not_accepting_and_asking_again_starts_no_clock_anew(cast, bells):
    [first] = stepping_down(cast, bells)
    send_back_to_front_door(first, missing="Which school?", by=cast.elsie, at=on(date(2025, 3, 7)))
    again = ask_early_help_again(first, answer="Ravenshire.", by=cast.priya, at=on(date(2025, 3, 10)))
    assert found("K100", cast, as_at=date(2025, 3, 10))[0] == []
    assert found("K100", cast, as_at=date(2025, 3, 11))[0][0][1:] == (False, "Not accepted; the limit has passed")
    assert found("K101", cast, as_at=date(2025, 3, 17))[0] == []
    assert found("K101", cast, as_at=date(2025, 3, 18))[1].numerator == 1

    accept_for_early_help([again], lead_practitioner="Odette Marl", by=cast.elsie, at=on(date(2025, 3, 18)))

    assert found("K100", cast, as_at=date(2025, 3, 18))[0][0][1:] == (False, "Accepted after 11 working days")
    lost, reading = found("K101", cast, as_at=date(2025, 3, 18))
    assert [counts for _, counts, _ in lost] == [False]  # accepted, and not met yet
    assert reading.also[0][1] == "1"


def test_after_six_and_twelve_months_it_is_known_whether_it_held_and_how_they_came_back(cast, bells):
    asked = stepping_down(cast, bells, "mia", "noah", "baby")
    accept_for_early_help(asked, lead_practitioner="Odette Marl", by=cast.elsie, at=NOW)
    first_met_by_early_help(asked[:2], met_on=MONDAY, by=cast.elsie, at=NOW)
    step_up([asked[0]], because="She does not sleep.", by=cast.elsie, at=NOW + timedelta(days=30))
    back = [
        Referral(**TYPED, key=f"back/{child.pk}", child=child, referred_on=day, is_nfa=False)
        for child, day in ((bells.mia, date(2025, 4, 3)), (bells.noah, date(2025, 12, 1)))
    ]
    load_referrals(back, by=cast.command_line, at=NOW)

    met, _ = found("K105", cast, as_at=date(2025, 3, 31))
    assert sorted(label for _, _, label in met) == ["Met after 0 working days"] * 2 + ["Not met in ten working days"]
    assert found("K102", cast, as_at=date(2025, 9, 2))[0] == []
    six, _ = found("K102", cast, as_at=date(2025, 10, 1))
    assert {child: held for child, held, _ in six} == {bells.mia.pk: False, bells.noah.pk: True}
    year, _ = found("K103", cast, as_at=date(2026, 4, 1))
    assert {child: held for child, held, _ in year} == {bells.mia.pk: False, bells.noah.pk: False}
    came, reading = found("K104", cast, as_at=date(2025, 10, 1))
    assert sorted(label for _, _, label in came) == ["Did not come back", "Stepped up by early help, 3 April 2025"]
    assert reading.also == (("Stepped up by early help", "1"), ("Referred by others", "0"))
