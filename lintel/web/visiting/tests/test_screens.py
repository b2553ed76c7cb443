"""A visit on screen: written, read, put right, and set side by side; and nothing of it for somebody else's team."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.foundation.access.models import ReasonToSee
from lintel.journey.visiting.actions import visit_family
from lintel.journey.visiting.tests.builders import bells_visited, said_of
from lintel.steps.visits.models import FamilyVisit, Visit, VisitSetAside
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def typed(bells, **more):
    """What a telephone sends: all seen, one box of words, one child's own."""
    return {
        "sent_once": str(uuid4()), "children": f"{bells.mia.pk},{bells.noah.pk},{bells.baby.pk}", "all_seen": "on",
        "seen_and_heard": "The house was warm.", f"own_words_{bells.mia.pk}": "I sleep at Nan’s now.", "next_step": "",
        "day": "2025-03-03", "hour": "08:30", "way": "home", "met": "Ruth Bell, mother", "met_too": "",
        "went_with": "",
    } | more  # fmt: skip


def send(client, bells, **more):
    return client.post(f"/visits/new/{bells.mia.pk}/", typed(bells, **more), follow=True)


def test_the_form_knows_the_family_the_day_and_the_hour(client, cast, bells):
    client.force_login(cast.priya)

    page = client.get(f"/visits/new/{bells.noah.pk}/").content.decode()

    for said in ("Mia Bell, Noah Bell, Bell", "Ruth Bell, mother", 'value="2025-03-03"', 'value="09:00"'):
        assert said in page
    assert "maxlength" not in page[page.index("data-visit") : page.index("Keep this visit")]


@pytest.mark.finding("S36")
def test_a_visit_says_for_whom_it_was_kept(client, cast, bells):
    client.force_login(cast.priya)

    page = send(client, bells).content.decode()

    assert "Kept once, for Mia Bell, Noah Bell, Bell." in page
    assert FamilyVisit.objects.get().met == "Ruth Bell, mother"
    assert set(Visit.objects.values_list("child_seen", flat=True)) == {True, None}
    assert "I sleep at Nan’s now." in client.get(f"/children/{bells.mia.pk}/visits/").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [({"seen_and_heard": ""}, "Say what you saw and heard"), ({"all_seen": ""}, "Say whether Noah Bell was seen"),
     ({"hour": "10:00"}, "The visit has not been yet")],
)  # fmt: skip
def test_what_is_missing_is_said_and_the_words_stay(client, cast, bells, more, said):
    client.force_login(cast.priya)

    page = send(client, bells, **more).content.decode()

    assert said in page
    assert "I sleep at Nan’s now." in page
    assert not FamilyVisit.objects.exists()


def test_a_telephone_is_told_where_what_it_sent_became_of(client, cast, bells):
    client.force_login(cast.priya)
    json = {"Accept": "application/json"}

    answer = client.post(f"/visits/new/{bells.mia.pk}/", typed(bells), headers=json)
    refused = client.post(f"/visits/new/{bells.mia.pk}/", typed(bells, seen_and_heard=""), headers=json)

    assert answer.json() == {"kept": True, "where": f"/visits/{FamilyVisit.objects.get().pk}/"}
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["seen_and_heard"])
    assert client.get("/visits/phone/who/").json()["owner"] == str(cast.priya.pk)


def test_a_visit_is_put_right(client, cast, bells):
    visit = bells_visited(bells, by=cast.priya, at=NOW - timedelta(hours=1)).visit
    client.force_login(cast.priya)
    form = client.get(f"/visits/{visit.pk}/correct/").content.decode()

    page = client.post(
        f"/visits/{visit.pk}/correct/", typed(bells, seen_and_heard="The house was cold.", version="1"), follow=True
    ).content.decode()

    assert "The house was warm." in form
    assert "The house was cold." in page
    assert "What stood before" in page
    assert "Put right, for Mia Bell, Noah Bell, Bell." in page
    assert f'href="/children/{bells.noah.pk}/"' in page


def test_two_that_may_be_one_stand_side_by_side_and_are_put_together(client, cast, bells):
    bells_visited(bells, by=cast.marcus, at=NOW - timedelta(hours=1), heard="Marcus says tidy.")
    client.force_login(cast.priya)

    page = send(client, bells).content.decode()
    aside = VisitSetAside.objects.get()
    after = client.post(f"/visits/set-aside/{aside.pk}/", {"become": "join"}, follow=True).content.decode()

    assert "Marcus says tidy." in page
    assert "The house was warm." in page
    assert "Priya Nair: The house was warm." in after


def test_whoever_lost_the_reason_to_see_the_children_loses_no_word(client, cast, bells):
    client.force_login(cast.priya)
    ReasonToSee.objects.filter(worker=cast.priya.worker).update(ends_on=NOW.date())

    page = send(client, bells).content.decode()

    assert "The house was warm." in page
    assert "A child you no longer see" in page
    assert "Noah" not in page
    assert "Take it into the record" not in page


def test_somebody_elsewhere_sees_nothing_and_writes_nothing(client, cast, bells):
    visit = bells_visited(bells, by=cast.marcus, at=NOW - timedelta(hours=1)).visit
    bells_visited(bells, by=cast.priya)
    client.force_login(cast.tom)

    found = [
        client.get(address).status_code
        for address in (
            f"/visits/new/{bells.mia.pk}/", f"/visits/{visit.pk}/", f"/visits/{visit.pk}/correct/",
            f"/children/{bells.mia.pk}/visits/", f"/visits/set-aside/{VisitSetAside.objects.get().pk}/",
        )
    ]  # fmt: skip

    assert found == [404] * 5
    assert send(client, bells).status_code == 404
    assert "Priya" not in client.get("/visits/set-aside/").content.decode()


def test_the_page_that_stays_on_telephones_names_nobody(client, cast, bells):
    stranger = client.get("/visits/phone/").content
    client.force_login(cast.priya)

    assert client.get("/visits/phone/").content == stranger
    assert b"/visits/phone/" in client.get("/visits/worker.js").content


def test_beside_what_was_sent_nothing_stands_of_a_brother_the_sender_may_not_see(client, cast, bells):
    bells_visited(bells, by=cast.marcus, at=NOW - timedelta(hours=1), heard="Marcus says tidy.")
    ReasonToSee.objects.filter(worker=cast.priya.worker, child=bells.mia).delete()
    mine = said_of([bells.noah.pk, bells.baby.pk])
    aside = visit_family(mine, sent_once=uuid4(), by=cast.priya, at=NOW).aside
    client.force_login(cast.priya)

    page = client.get(f"/visits/set-aside/{aside.pk}/").content.decode()

    assert "Marcus says tidy." in page
    assert "All well, the midwife says." in page
    assert "I sleep at Nan’s now." not in page
    assert "A child you no longer see" not in page
