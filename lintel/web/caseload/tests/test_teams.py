"""A manager's screens: the team, an absence, cover, another worker, somebody who leaves."""

from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.workforce.models import Absence
from lintel.journey.allocating.tests.builders import a_worker
from lintel.journey.allocating.tests.given import accepted, offered
from lintel.steps.allocation.models import Allocation, Cover, Holding, Involvement
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


@pytest.fixture
def at_work(client, cast, bells):
    client.force_login(cast.marcus)
    return client


@finding("L1", "S34", screen="/team/")
def test_the_team_page_says_whom_to_see_and_why_and_ranks_nobody(at_work, cast):
    page = at_work.get("/team/").text

    assert "Who to see, and why" in page
    assert "1 thing past the day" in page
    assert "By name, never ranked" in page
    assert "Tom Ashby" not in page


def test_a_service_manager_reads_team_by_team(client, cast, bells):
    client.force_login(cast.sofia)
    page = client.get("/team/").text
    assert page.index("Priya Nair") < page.index("Tom Ashby")

    one = client.get(f"/team/?team={cast.south.pk}").text
    assert "Tom Ashby" in one
    assert "Priya Nair" not in one


@finding("L1", "S36", screen="/team/1/")
def test_one_workers_page_leads_to_the_children_cover_and_moves(at_work, cast, bells):
    page = at_work.get(f"/team/{cast.priya.worker_id}/").text

    assert "Why to see Priya Nair" in page
    for words in ("Mia Bell", "See the child", "Arrange cover", "Write down an absence", "Priya Nair leaves"):
        assert words in page
    assert f"/children/{bells.mia.pk}/change-worker/" in page


@finding("S6", screen="/team/1/cover/")
def test_an_absence_is_written_down_and_covered_family_by_family(client, cast, bells):
    priya = cast.priya.worker_id
    client.force_login(cast.sofia)
    accepted(cast, "Tansy", family="Ambrey")
    said = {"reason": "leave", "starts_on": "2025-03-10", "ends_on": "2025-03-24"}
    client.post(f"/team/{priya}/away/", said)
    assert "There is an absence already" in client.post(f"/team/{priya}/away/", said).text
    page = client.get(f"/team/{priya}/cover/").text
    assert 'value="24"' in page  # the days of the absence stand there already

    key = min(held.pk for held in bells.involvements.values())
    asked = {"worker": cast.tom.worker_id, "begins_on": "2025-03-10", "ends_on": "2025-03-24", "those": [key]}
    assert "Choose at least one family" in client.post(f"/team/{priya}/cover/", asked | {"those": []}).text
    past = client.post(f"/team/{priya}/cover/", asked | {"begins_on": "2025-02-28"}).text
    assert "The first day must be today or later" in past
    client.post(f"/team/{priya}/cover/", asked)

    assert set(Cover.objects.values_list("involvement_id", "worker_id")) == {
        (bells.involvements[name].pk, cast.tom.worker_id) for name in ("mia", "noah", "baby")
    }
    assert "Covered by Tom Ashby" in client.get(f"/team/{priya}/").text
    assert "Covers for others" not in client.get(f"/team/{cast.tom.worker_id}/").text
    assert "1 of 18, covers 3" in client.get("/team/?as_at=2025-03-10").text


def test_back_sooner_ends_absence_and_cover(client, cast, bells):
    client.force_login(cast.priya)
    client.post(f"/team/{cast.priya.worker_id}/away/", {"reason": "sickness", "starts_on": "2025-03-03"})
    absence = Absence.objects.get()
    assert "Nobody covers for 3 children." in client.get("/my-load/").text

    client.post(f"/absences/{absence.pk}/back/", {"back_on": "2025-03-05"})

    absence.refresh_from_db()
    assert absence.ends_on == date(2025, 3, 5)
    assert "They were back by then" in client.post(f"/absences/{absence.pk}/back/", {"back_on": "2025-03-05"}).text


def test_back_later_than_was_known_is_said_in_the_same_place(client, cast, bells):
    priya = cast.priya.worker_id
    client.force_login(cast.priya)
    for first, back in (("2025-03-03", "2025-03-10"), ("2025-04-07", "2025-04-21")):
        client.post(f"/team/{priya}/away/", {"reason": "leave", "starts_on": first, "ends_on": back})
    address = f"/absences/{Absence.objects.earliest('starts_on').pk}/back/"

    assert "There is an absence already: 7 April" in client.post(address, {"back_on": "2025-04-08"}).text
    client.post(address, {"back_on": "2025-03-17"})

    assert Absence.objects.earliest("starts_on").ends_on == date(2025, 3, 17)
    client.force_login(cast.marcus)
    assert "Priya Nair is back later, on 17 March: arrange cover for 3 children" in client.get("/").text


@pytest.mark.parametrize("who", ["marcus", "sofia", "dawn"])
def test_who_holds_no_cases_writes_down_their_own_absence_and_changes_it(client, cast, who):
    user = cast.people[who]
    user.worker = user.worker or a_worker(user.name, team=cast.north, is_case_holding=False)
    user.save()
    address = f"/team/{user.worker_id}/away/"
    client.force_login(user)
    assert address in client.get("/").text

    said = {"reason": "leave", "starts_on": "2025-03-10", "ends_on": "2025-03-17"}
    page = client.post(address, said, follow=True).text

    absence = Absence.objects.get(worker=user.worker)
    assert "Away from <strong>10 March 2025</strong>, back on 17 March 2025" in page
    client.post(f"/absences/{absence.pk}/back/", {"back_on": "2025-03-24"}, follow=True)
    absence.refresh_from_db()
    assert absence.ends_on == date(2025, 3, 24)
    assert client.get(f"/team/{cast.tom.worker_id}/away/").status_code in ({200} if who == "sofia" else {403, 404})


@finding("S6", screen="/allocation/in-name-only/")
def test_who_is_a_worker_in_name_only_is_listed_with_the_reason(at_work, cast, bells, time_machine):
    assert "No child of your teams has a worker in name only" in at_work.get("/allocation/in-name-only/").text
    accepted(cast)
    time_machine.move_to(datetime(2025, 3, 6, 9, 0, tzinfo=LONDON), tick=False)
    at_work.force_login(cast.marcus)

    page = at_work.get("/allocation/in-name-only/").text

    assert "Perrin Oakapple" in page
    assert "No contact made in time" in page


@finding("S12", "S34", screen="/children/1/change-worker/")
def test_another_worker_is_chosen_with_before_and_after_and_nothing_is_typed_twice(client, cast, bells):
    client.force_login(cast.sofia)
    address = f"/children/{bells.mia.pk}/change-worker/"
    page = client.get(address).text
    assert "Tom Ashby: 1 child now, 4 then, agreed 18" in page
    assert "Ruth Bell, mother" in page

    asked = {"worker": cast.tom.worker_id, "change_reason": "LEFTRL", "handover": "She likes to be met at school."}
    those = [bells.referrals[name].pk for name in ("mia", "noah")]
    assert "Choose why" in client.post(address, {"worker": cast.tom.worker_id, "those": those}).text
    client.post(address, asked | {"those": those})

    given = Allocation.objects.unanswered()
    assert {each.child_id for each in given} == {bells.mia.pk, bells.noah.pk}
    assert {each.handover for each in given} == {"She likes to be met at school."}
    assert "who has not answered yet" in client.post(address, asked | {"those": those}).text
    for where in (address, f"/team/{cast.priya.worker_id}/", f"/team/{cast.priya.worker_id}/leaves/"):
        assert "Mia Bell: given to Tom Ashby, not answered" in client.get(where).text
    assert (
        "1 child, 2 more given and not answered; agreed 18" in client.get(f"/team/{cast.priya.worker_id}/cover/").text
    )
    client.force_login(cast.tom)
    assert "She likes to be met at school." in client.get(f"/given/{given[0].pk}/").text


@finding("S34", screen="/children/1/change-worker/")
def test_above_the_ceiling_asks_who_answers_for_it_and_keeps_every_word(client, cast, bells):
    from lintel.journey.allocating.tests.test_in_name_only import lower

    lower(2, cast.helen)
    client.force_login(cast.sofia)
    address = f"/children/{bells.mia.pk}/change-worker/"
    asked = {
        "worker": cast.tom.worker_id, "change_reason": "MANAGE", "handover": "Met at school.",
        "those": [bells.referrals[name].pk for name in ("mia", "noah")],
    }  # fmt: skip

    refused = client.post(address, asked).text
    assert "The worker would hold 3 children, agreed: 2." in refused
    assert "Met at school.</textarea>" in refused
    assert '<option value="" selected>Choose who answers</option>' in refused  # nobody is named beforehand
    said = {"over_reason": "Nobody else."}
    for missing in (said, said | {"over_manager": cast.helen.pk, "over_reason": ""}, {"over_manager": cast.helen.pk}):
        assert "needs a manager, a reason and a day after today" in client.post(address, asked | missing).text
    late = client.post(address, asked | said | {"over_manager": cast.helen.pk, "over_review_on": "2025-04-01"}).text
    assert "It must be a working day by Monday 31 March 2025" in late
    assert not Allocation.objects.exists()

    client.post(address, asked | said | {"over_manager": cast.helen.pk})  # looked at again in two weeks
    assert set(Allocation.objects.values_list("over_manager", "over_review_on")) == {(cast.helen.pk, date(2025, 3, 17))}


@finding("S3", "S12", screen="/team/1/leaves/")
def test_when_somebody_leaves_those_who_cannot_be_placed_are_held_by_a_manager(at_work, cast, bells):
    address = f"/team/{cast.priya.worker_id}/leaves/"
    page = at_work.get(address).text
    assert "to another worker" in page
    assert "1 family to hand over" in page

    assert "Choose at least one family" in at_work.post(address, {"change_reason": "LEFTRL"}).text

    at_work.post(address, {"change_reason": "LEFTRL", "those": [min(held.pk for held in bells.involvements.values())]})

    assert not Involvement.objects.in_force(NOW.date()).filter(worker=cast.priya.worker).exists()
    assert Holding.objects.filter(until_at__isnull=True, manager=cast.marcus).count() == 3
    assert "They hold no child that you may see" in at_work.get(address).text


def test_reasons_to_see_with_an_end_to_come_count_until_then(client, cast, bells):
    ReasonToSee.objects.update(ends_on=NOW.date() + timedelta(days=7))
    client.force_login(cast.sofia)

    for path in (f"/children/{bells.mia.pk}/change-worker/", f"/team/{cast.priya.worker_id}/leaves/"):
        assert "Mia Bell" in client.get(path).text


def test_a_manager_reads_of_a_day_before_only_whom_they_may_see_today(at_work, cast, bells):
    address = f"/team/{cast.priya.worker_id}/?as_at=2025-02-28"
    assert "Mia Bell" in at_work.get(address).text

    ReasonToSee.objects.filter(child=bells.mia).update(ends_on=NOW.date())

    page = at_work.get(address).text
    assert "Mia Bell" not in page
    assert "Noah Bell" in page


@finding("S12", "S41", screen="/children/1/")
def test_the_childs_page_says_whose_they_are_and_how_often_that_changed(at_work, cast, bells):
    page = at_work.get(f"/children/{bells.mia.pk}/").text

    assert "Priya Nair" in page
    assert "no change of worker in twelve months" in page
    assert f"/children/{bells.mia.pk}/handover/" in page
    assert f"/children/{bells.mia.pk}/change-worker/" in page


def test_tom_finds_nothing_of_marcuss_team(client, cast, bells):
    offered(cast)
    client.force_login(cast.tom)
    priya = cast.priya.worker_id

    for path in (
        f"/team/{priya}/", f"/team/{priya}/away/", f"/team/{priya}/cover/", f"/team/{priya}/leaves/",
        f"/children/{bells.mia.pk}/change-worker/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404
    for path in ("/team/", "/allocation/in-name-only/"):
        page = client.get(path).text
        assert "Bell" not in page
        assert "Priya" not in page


@pytest.mark.parametrize("who", ["priya", "sam", "ola", "grace", "hart"])
def test_who_manages_nobody_is_refused(client, cast, bells, who):
    client.force_login(cast.people[who])

    for path in (
        "/team/", "/allocation/in-name-only/", f"/team/{cast.priya.worker_id}/cover/",
        f"/children/{bells.mia.pk}/change-worker/",
    ):  # fmt: skip
        assert client.get(path).status_code == 403


def test_a_colleagues_page_is_not_there_for_a_worker(client, cast, bells):
    client.force_login(cast.priya)

    assert client.get(f"/team/{cast.tom.worker_id}/").status_code == 404
    assert client.get(f"/team/{cast.priya.worker_id}/").status_code == 200
