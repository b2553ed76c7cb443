"""Accounts for the system administrator, the trail for information governance, and neither for anybody else."""

import pytest

from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.models import Entry

pytestmark = pytest.mark.django_db


def test_sam_opens_an_account_and_gives_a_role(client, cast):
    client.force_login(cast.sam)

    client.post("/accounts/people/", {
        "name": "Wren Holt", "email": "wren@ravenshire.example", "password": "a door that nobody guesses",
    })  # fmt: skip
    wren = User.objects.get(email="wren@ravenshire.example")
    client.post(f"/accounts/people/{wren.pk}/", {"role": Role.TEAM_MANAGER, "team": cast.north.pk})

    assert User.objects.get(pk=wren.pk).roles == {Role.TEAM_MANAGER}


def test_a_role_that_sees_a_team_needs_one(client, cast):
    client.force_login(cast.sam)

    shown = client.post(f"/accounts/people/{cast.ines.pk}/", {"role": Role.TEAM_MANAGER, "team": ""}).content.decode()

    assert "Choose the team" in shown


def test_a_weak_password_is_refused_in_words(client, cast):
    client.force_login(cast.sam)

    shown = client.post("/accounts/people/", {
        "name": "Wren Holt", "email": "wren@ravenshire.example", "password": "password1234",
    }).content.decode()  # fmt: skip

    assert "There is a problem" in shown
    assert not User.objects.filter(email="wren@ravenshire.example").exists()


def test_sam_ends_a_role_and_closes_an_account(client, cast):
    client.force_login(cast.sam)
    grant = cast.ines.role_grants.get()

    client.post(f"/accounts/people/{cast.ines.pk}/roles/{grant.pk}/end/")
    client.post(f"/accounts/people/{cast.ines.pk}/close/")

    ines = User.objects.get(pk=cast.ines.pk)
    assert ines.roles == frozenset()
    assert not ines.is_active


@pytest.mark.parametrize("who", ["helen", "anil", "priya", "tom", "grace"])
def test_nobody_else_manages_accounts(client, cast, who):
    client.force_login(cast.people[who])

    assert client.get("/accounts/people/").status_code == 403
    assert client.post(f"/accounts/people/{cast.ines.pk}/close/").status_code == 403


def test_grace_reads_the_trail_and_leaves_an_entry_by_reading(client, cast, bells):
    client.force_login(cast.priya)
    client.get(f"/children/{bells.mia.pk}/")
    client.force_login(cast.grace)

    shown = client.get("/audit-trail/").content.decode()

    assert "record opened" in shown
    assert Entry.objects.filter(act="audit log read", by=cast.grace).exists()


def test_the_trail_can_be_narrowed_to_one_child_and_to_one_person(client, cast, bells):
    client.force_login(cast.priya)
    client.get(f"/children/{bells.mia.pk}/")
    client.force_login(cast.grace)

    about_mia = client.get(f"/audit-trail/?child={bells.mia.pk}").content.decode()
    by_tom = client.get(f"/audit-trail/?person={cast.tom.pk}").content.decode()

    assert "record opened" in about_mia
    assert "record opened" not in by_tom


@pytest.mark.parametrize("who", ["helen", "sam", "anil", "tom"])
def test_nobody_else_reads_the_trail(client, cast, who):
    client.force_login(cast.people[who])

    assert client.get("/audit-trail/").status_code == 403


def test_the_trail_names_no_child(client, cast, bells):
    client.force_login(cast.priya)
    client.get(f"/children/{bells.mia.pk}/")
    client.force_login(cast.grace)

    assert "Bell" not in client.get("/audit-trail/").content.decode()
