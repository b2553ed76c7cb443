"""Finding a worker and giving them a family: the load before and after, the reasons, the ceiling, and who was first."""

from datetime import date

import pytest
from django.utils import timezone

from lintel.foundation.workforce.actions import load_absences
from lintel.foundation.workforce.models import Absence
from lintel.journey.allocating.actions import accept, allocate
from lintel.journey.allocating.tests.builders import a_worker
from lintel.journey.allocating.tests.families import ceiling_of, family_waiting
from lintel.steps.allocation.models import Allocation
from tests.cast import NOW, TYPED
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
ABOVE = {
    "over_reason": "She knows their mother.", "over_review_on-day": "10", "over_review_on-month": "3",
    "over_review_on-year": "2025",
}  # fmt: skip


@pytest.fixture
def family(cast, bells, at_nine, request):
    return once("a family waiting", lambda: family_waiting(cast, team=cast.north), request)


def where(family, worker=None, *, children=()):
    page = f"/waiting/{family[0].pk}/allocate/" + (f"{worker.pk}/" if worker else "")
    return page + ("?" + "&".join(f"child={each.pk}" for each in children) if children else "")


def give(client, family, worker, *, children=None, **typed):
    return client.post(where(family, worker, children=children or family), typed)


@finding("S34", screen="/waiting/")
def test_workers_stand_with_their_load_before_and_after_on_one_screen(client, marcus, family):
    client.force_login(marcus)

    said = " ".join(client.get(where(family)).text.replace('<span aria-hidden="true">→</span>', "").split())
    assert "Find a worker for Perrin Oakapple and Tansy Oakapple" in said
    for now, then in ((3, 5), (1, 2), (3, 5)):  # children, families (the Bells have one mother), points
        assert f'now </span>{now} <span class="govuk-visually-hidden"> then</span> <strong>{then}</strong>' in said
    assert "148 of 148" in said
    assert "<strong>For:</strong> Room for 13 more after this" in said
    assert "1 year" not in said
    assert "14 months in the service" in said


def test_only_workers_of_ones_own_teams_are_offered(client, marcus, helen, family):
    client.force_login(marcus)
    assert "Tom Ashby" not in client.get(where(family)).text.replace("Signed in", "")

    client.force_login(helen)
    assert "Tom Ashby" in client.get(where(family)).text


@finding("S34", screen="/waiting/")
def test_nothing_must_be_typed_to_give_a_family_within_the_ceiling(client, marcus, priya, family):
    client.force_login(marcus)

    said = client.get(where(family, priya.worker, children=family)).text
    assert "This will give Priya Nair 2 children" in said
    assert "above the ceiling" not in said
    answer = give(client, family, priya.worker)

    assert answer.url == "/waiting/"
    given = Allocation.objects.filter(worker=priya.worker)
    assert [(each.given_by, each.children_after, each.over_manager) for each in given] == [(marcus, 5, None)] * 2
    said = client.get("/waiting/").text
    assert "Perrin Oakapple and Tansy Oakapple given to Priya Nair, who is told." in said
    assert "Until Priya Nair accepts, Marcus Reed holds them." in said


def test_why_this_worker_is_kept_for_them_to_read(client, marcus, priya, family):
    client.force_login(marcus)

    give(client, family, priya.worker, why="You know the school.")

    assert set(Allocation.objects.values_list("why", flat=True)) == {"You know the school."}


def test_some_of_them_can_be_given_and_the_split_is_said_plainly(client, marcus, priya, family):
    client.force_login(marcus)

    for page in (where(family, children=family[:1]), where(family, priya.worker, children=family[:1])):
        assert "This splits brothers and sisters: Tansy Oakapple goes on waiting" in client.get(page).text
    give(client, family, priya.worker, children=family[:1])

    assert [each.referral for each in Allocation.objects.all()] == [family[0]]


def test_above_the_ceiling_a_manager_must_be_named_ones_own_first(client, marcus, priya, cast, family):
    ceiling_of(4, cast)
    client.force_login(marcus)

    said = client.get(where(family, priya.worker, children=family)).text
    assert "This is above the ceiling: 5 children, and 4 were agreed." in said
    names = [said.index(f"{name}, ") for name in ("Sofia Lindqvist", "Helen Strand", "Marcus Reed")]
    assert names == sorted(names)
    assert "Tom Ashby" not in said
    assert '<option value="" selected>Choose who answers</option>' in said  # nobody is named beforehand


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"over_manager": ""}, "Choose the manager who answers for it"),
        ({"over_reason": " "}, "Write why it is right to go above the ceiling"),
        ({"over_review_on-day": "3"}, "The day it is looked at again must be after today"),
        ({"over_review_on-day": ""}, "must include a day"),
        ({"over_review_on-day": "1", "over_review_on-month": "4"}, "It must be a working day by Monday 31 March 2025"),
        ({"over_review_on-day": "16"}, "It must be a working day by Monday 31 March 2025"),  # a Sunday
        ({"over_manager": "0"}, "Select a valid choice"),
    ],
)
def test_above_the_ceiling_needs_all_three(client, marcus, priya, sofia, cast, family, typed, said):
    ceiling_of(4, cast)
    client.force_login(marcus)

    answer = give(client, family, priya.worker, **({"over_manager": sofia.pk} | ABOVE | typed))

    assert said in answer.text
    assert not Allocation.objects.exists()


def test_above_the_ceiling_nothing_is_given_without_them(client, marcus, priya, cast, family):
    ceiling_of(4, cast)
    client.force_login(marcus)

    assert "There is a problem" in give(client, family, priya.worker).text
    assert not Allocation.objects.exists()


@finding("S34", screen="/allocation/above-the-ceiling/")
def test_with_all_three_it_is_given_and_kept_with_them(client, marcus, priya, sofia, cast, family):
    ceiling_of(4, cast)
    client.force_login(marcus)

    give(client, family, priya.worker, over_manager=sofia.pk, **ABOVE)

    kept = Allocation.objects.first()
    assert (kept.over_manager, kept.over_reason, kept.over_review_on) == (
        sofia, "She knows their mother.", date(2025, 3, 10),
    )  # fmt: skip


def test_a_manager_of_another_line_cannot_be_named(client, marcus, priya, tom, cast, family):
    ceiling_of(4, cast)
    client.force_login(marcus)

    assert "Select a valid choice" in give(client, family, priya.worker, over_manager=tom.pk, **ABOVE).text


def test_a_ceiling_reached_since_the_page_was_opened_asks_for_a_manager_and_keeps_the_words(
    client, marcus, priya, cast, family, monkeypatch
):
    from lintel.steps.allocation.giving.actions import AboveTheCeiling
    from lintel.web.waiting import giving

    def too_late(*args, **more):
        raise AboveTheCeiling(19, 18)

    monkeypatch.setattr(giving.actions, "allocate", too_late)
    client.force_login(marcus)

    said = give(client, family, priya.worker, why="You know the school.").text
    assert "would now hold 19; 18 were agreed. Nothing was saved." in said
    assert "You know the school.</textarea>" in said
    assert "The manager who answers for it" in said


def test_beyond_a_protected_load_it_is_not_possible_and_who_else_could_is_said(client, marcus, cast, family):
    wren = a_worker("Wren Ash", team=cast.north, is_newly_qualified=True, fte=0.1)
    client.force_login(marcus)

    page = client.get(where(family, wren, children=family)).text
    assert "Wren Ash cannot be given 2 children" in page
    assert "nobody can answer for going beyond it" in page
    assert "Priya Nair" in page
    give(client, family, wren)
    assert not Allocation.objects.exists()


def test_somebody_who_is_away_is_given_nobody(client, marcus, cast, family):
    wren = a_worker("Wren Ash", team=cast.north)
    away = Absence(**TYPED, key="away", worker=wren, starts_on=date(2025, 2, 24), ends_on=date(2025, 3, 24))
    load_absences([away], by=cast.command_line, at=NOW)
    client.force_login(marcus)

    assert "Wren Ash is away until 24 March 2025" in client.get(where(family, wren, children=family)).text
    give(client, family, wren)
    assert not Allocation.objects.exists()


# --- a colleague was first --------------------------------------------------------------------------------------------


def test_given_by_a_colleague_first_says_who_and_when_and_loses_no_word(client, marcus, sofia, priya, cast, family):
    wren = a_worker("Wren Ash", team=cast.north)
    allocate(family, worker=wren, by=sofia, at=NOW)
    client.force_login(marcus)

    answer = give(client, family, priya.worker, why="You know the school.")
    assert answer.status_code == 409
    assert "Sofia Lindqvist gave Perrin Oakapple to Wren Ash on 3 March 2025 at 09:00" in answer.text
    assert "You know the school." in answer.text
    said = client.get(where(family)).text
    assert "Already given" in said
    assert f"/waiting/{family[0].pk}/take-back/" in said


def test_where_one_of_them_was_given_first_nothing_is_given_at_all(client, marcus, sofia, priya, cast, family):
    allocate(family[:1], worker=a_worker("Wren Ash", team=cast.north), by=sofia, at=NOW)
    client.force_login(marcus)

    assert give(client, family, priya.worker).status_code == 409
    assert not Allocation.objects.filter(worker=priya.worker).exists()


def test_a_colleague_first_by_a_hair_is_the_same_page(client, marcus, sofia, priya, cast, family, monkeypatch):
    """Between reading and locking: the act itself refuses, and the page says who."""
    from lintel.web.waiting import giving

    def overtaken(found, **typed):
        if not Allocation.objects.exists():
            allocate(family, worker=priya.worker, by=sofia, at=NOW)
        return allocate(found, **typed)

    monkeypatch.setattr(giving.actions, "allocate", overtaken)
    client.force_login(marcus)

    answer = give(client, family, priya.worker, why="You know the school.")
    assert answer.status_code == 409
    assert "Sofia Lindqvist gave Perrin Oakapple to Priya Nair" in answer.text


def test_accepted_by_a_hair_the_worker_who_accepted_stays(client, marcus, sofia, priya, cast, family, monkeypatch):
    from lintel.web.waiting import giving

    wren = a_worker("Wren Ash", team=cast.north)

    def overtaken(found, **typed):
        accept(allocate(family, worker=priya.worker, by=sofia, at=NOW), by=priya, at=NOW)
        return allocate(found, **typed)

    monkeypatch.setattr(giving.actions, "allocate", overtaken)
    client.force_login(marcus)

    answer = give(client, family, wren)
    assert answer.status_code == 409
    assert "Priya Nair has held Perrin Oakapple since 3 March 2025" in answer.text
    assert not Allocation.objects.filter(worker=wren).exists()


def test_accepted_meanwhile_it_is_said_who_holds_them(client, marcus, priya, family):
    accept(allocate(family, worker=priya.worker, by=marcus, at=timezone.now()), by=priya, at=timezone.now())
    client.force_login(marcus)

    assert "Priya Nair has held Perrin Oakapple since 3 March 2025" in client.get(where(family)).text


# --- strangers --------------------------------------------------------------------------------------------------------


def test_a_worker_of_another_team_cannot_be_given_by_their_number(client, marcus, tom, family):
    client.force_login(marcus)

    assert client.get(where(family, tom.worker, children=family)).status_code == 404
    assert give(client, family, tom.worker).status_code == 404


def test_tom_finds_nobody_and_gives_nobody(client, tom, family):
    client.force_login(tom)

    for page in (where(family), where(family, tom.worker), where(family, tom.worker, children=family)):
        assert client.get(page).status_code == 404
    assert give(client, family, tom.worker).status_code == 404
    assert not Allocation.objects.exists()


def test_the_bells_who_have_a_worker_are_read_by_their_manager_and_nobody_else(client, marcus, tom, bells, at_nine):
    page = f"/waiting/{bells.referrals['mia'].pk}/allocate/"

    client.force_login(marcus)
    assert "Priya Nair has held Mia Bell since 20 February 2025" in client.get(page).text
    client.force_login(tom)
    assert client.get(page).status_code == 404
