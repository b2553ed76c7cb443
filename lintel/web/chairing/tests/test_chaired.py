"""The plans a chair oversees: facts, what is overdue longest first."""

import pytest

from lintel.journey.conferring.tests.builders import a_chair, protected, to_review
from lintel.journey.overseeing.queries import plans_overseen
from lintel.journey.overseeing.tests.builders import LATER, overseen
from lintel.steps.conferences.actions import book
from lintel.steps.visits.models import Visit
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.finding("S16")]


@pytest.fixture(autouse=True)
def seven_weeks_later(time_machine):
    time_machine.move_to(LATER, tick=False)


def page(client, user, address="/plans-chaired/"):
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_chair_sees_what_was_done_what_slipped_and_what_does_not_move(client, cast, bells):
    chair, _ = overseen(cast, bells)

    shown = page(client, chair)

    assert "1 of 2 done" in shown
    assert "1 late" in shown
    assert "1 moved to a later day" in shown
    assert "1 of 2 needs without progress" in shown
    assert "no better at 2 reviews in a row" in shown
    assert "Was due by 28 Apr 2025" in shown
    assert "not asked for" in shown
    assert f'href="/children/{bells.mia.pk}/protection/"' in shown
    assert 'href="/plans-chaired/"' in page(client, chair, "/start/")


def test_what_has_been_overdue_longest_stands_first(client, cast, bells):
    chair, _ = overseen(cast, bells)
    protected(cast, chair, bells.noah)  # nobody has seen him since

    shown = page(client, chair)

    assert shown.index("Noah Bell") < shown.index("Mia Bell")


def test_a_review_that_is_booked_after_its_day_is_shown_as_booked_late(client, cast, bells):
    chair, plan = overseen(cast, bells)
    review = to_review(cast, plan, at=LATER)
    assert "asked for, not booked" in page(client, chair)

    book(review, booked_for=LATER.replace(month=6, day=23), place="", by=cast.priya, at=LATER)

    assert "booked late, for 23 Jun 2025" in page(client, chair)


def test_each_chair_sees_their_own_and_managers_those_of_their_children(client, cast, bells):
    overseen(cast, bells)
    other = a_chair(cast, "Imre Vale")
    protected(cast, other, bells.noah)

    assert [each.line.pk for each in plans_overseen(viewer=other, at=LATER)] == [bells.noah.pk]
    for manager in (cast.marcus, cast.sofia, cast.helen, cast.ines):
        assert {each.line.pk for each in plans_overseen(viewer=manager, at=LATER)} == {bells.mia.pk, bells.noah.pk}
    assert "chaired by Imre Vale" in page(client, cast.helen)


def test_an_unborn_child_is_seen_when_somebody_visits_about_them(cast, bells):
    chair = a_chair(cast)
    protected(cast, chair, bells.baby)
    Visit.objects.create(key="visit/baby", screen="visit", child=bells.baby, visited_on=LATER.date())

    (plan,) = plans_overseen(viewer=chair, at=LATER)
    assert (plan.visits.last_on, plan.visits.is_over) == (LATER.date(), False)


def test_somebody_of_another_team_sees_none_of_them_and_nobody_before_a_plan(client, cast, bells):
    overseen(cast, bells)

    assert "No child you oversee" in page(client, cast.tom)
    assert "Mia" not in page(client, cast.tom)
    assert plans_overseen(viewer=cast.helen, at=NOW) == []
