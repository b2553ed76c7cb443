"""A council names the agencies it works with, whom to ring, and who signs in for them: from nothing, on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies import queries
from lintel.foundation.agencies.models import Agency, AgencyMember
from lintel.foundation.audit_log.models import Entry
from lintel.journey.referrers.queries import my_contacts
from lintel.steps.agency_checks.queries import requests_to_me
from lintel.steps.agency_checks.tests.builders import agency, checked
from lintel.steps.front_door.tests.builders import knock, tells_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
POLICE = {"name": "Ravenshire Police", "kind": "police", "rings_now": "01632 960 110, day and night", "is_asked": "on"}


@pytest.fixture
def police(rosa, hart):
    return agency(rosa, hart)


def test_rosa_names_the_police_and_everybody_at_the_front_door_knows_whom_to_ring(client, rosa, dawn):
    client.force_login(rosa)

    shown = client.post("/agencies/", POLICE, follow=True).text

    assert "Ravenshire Police is named" in shown
    assert [each.rings_now for each in queries.to_ring_now(viewer=dawn)] == ["01632 960 110, day and night"]
    assert Entry.objects.filter(act="agency named", by=rosa).exists()


def test_what_is_known_of_it_is_changed_and_it_stays_the_same_agency(client, rosa, police):
    client.force_login(rosa)
    page = f"/agencies/{police.pk}/"
    assert 'value="Ravenshire police"' in client.get(page).text

    client.post(page, POLICE | {"rings_now": "999", "is_asked": ""})

    found = Agency.objects.get()
    assert (found.pk, found.key, found.rings_now, found.is_asked) == (police.pk, "police", "999", False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter the agency’s name"), ({"kind": ""}, "Choose what it is"),
        ({"name": "Police"}, "There is an agency of this name already"), ({"name": "!!!"}, "a name with letters in it"),
        ({"email": "x"}, "Enter an e-mail address"),
    ],
)  # fmt: skip
def test_what_cannot_be_named_is_said(client, rosa, police, typed, said):
    client.force_login(rosa)

    assert said in client.post("/agencies/", POLICE | typed).text
    assert Agency.objects.get().name == "Ravenshire police"


def test_sam_opens_an_account_for_somebody_who_then_sees_the_portal_and_nothing_else(client, sam, police):
    client.force_login(sam)
    password = "a door that nobody guesses"
    typed = {"name": "Wren Holt", "post": "Sergeant", "email": "wren@police.example", "password": password}

    shown = client.post(f"/agencies/{police.pk}/account/", typed, follow=True).text

    assert "Wren Holt</strong>, Sergeant" in shown
    wren = User.objects.get(email="wren@police.example")
    assert wren.roles == {Role.PARTNER}
    assert queries.agency_of(viewer=wren) == police
    client.force_login(wren)
    assert client.get("/", follow=True).redirect_chain == [("/partners/", 302)]
    assert client.get("/agencies/").status_code == 403


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "hart@ravenshire.example"}, "signs in with this e-mail address"),
        ({"password": "password1234"}, "too common"),
    ],
)
def test_an_account_that_cannot_be_opened_leaves_nothing_behind(client, sam, hart, police, typed, said):
    client.force_login(sam)
    wren = {"name": "Wren Holt", "email": "wren@police.example", "password": "a door that nobody guesses"}
    typed = typed if "email" not in typed else {"email": hart.email}

    assert said in client.post(f"/agencies/{police.pk}/account/", wren | typed).text
    assert not User.objects.filter(name="Wren Holt").exists()


def test_whoever_left_sees_nothing_of_it_and_may_join_another(client, rosa, dawn, hart, bells, police, time_machine):
    contact = knock(by=dawn, once="1", children=[tells_of(bells.kit)])
    [check] = checked(contact, police, by=dawn)
    member = AgencyMember.objects.get()
    client.force_login(rosa)
    leave = f"/agencies/{police.pk}/people/{member.pk}/leave/"

    client.post(leave)

    assert queries.agency_of(viewer=hart) is None
    assert requests_to_me(viewer=hart) == my_contacts(viewer=hart) == []
    assert "any more" in client.post(leave, follow=True).text
    client.force_login(hart)
    assert client.get(f"/partners/requests/{check.pk}/").status_code == 404
    assert "You answer for no agency at present" in client.get("/partners/").text

    time_machine.shift(timedelta(days=1))
    client.force_login(rosa)
    health = agency(rosa, key="health")
    client.post(f"/agencies/{health.pk}/join/", {"user": hart.pk, "post": "Named nurse"})
    assert queries.agency_of(viewer=hart) == health
    assert requests_to_me(viewer=hart) == []
    assert "Left " in client.get(f"/agencies/{police.pk}/").text


def test_nobody_signs_in_for_two_agencies_and_nobody_of_the_council_for_one(client, rosa, dawn, hart, police):
    health = agency(rosa, key="health")
    client.force_login(rosa)

    for user in (hart, dawn):
        client.post(f"/agencies/{health.pk}/join/", {"user": user.pk})

    assert not health.members.exists()


def test_a_front_door_manager_opens_no_accounts(client, rosa, police):
    client.force_login(rosa)

    assert "A system administrator opens accounts" in client.get(f"/agencies/{police.pk}/").text
    assert client.post(f"/agencies/{police.pk}/account/", {}).status_code == 403


def test_a_person_of_another_agency_is_not_sent_away_by_a_guessed_address(client, rosa, police):
    health = agency(rosa, key="health")
    client.force_login(rosa)

    assert client.post(f"/agencies/{health.pk}/people/{police.members.get().pk}/leave/").status_code == 404
    assert client.get(f"/agencies/{health.pk + 999}/").status_code == 404
    assert police.members.get().ended_at is None


@pytest.mark.parametrize("who", ["tom", "hart", "dawn", "anil", "grace"])
def test_nobody_else_names_agencies_or_sees_who_signs_in_for_them(client, cast, police, who):
    client.force_login(cast.people[who])
    one = f"/agencies/{police.pk}/"

    for address in ("/agencies/", one):
        assert client.get(address).status_code == 403
        assert client.post(address, POLICE).status_code == 403
    for address in (f"{one}join/", f"{one}account/", f"{one}people/{police.members.get().pk}/leave/"):
        assert client.post(address, {"user": cast.hart.pk}).status_code == 403
    assert police.members.get().ended_at is None
