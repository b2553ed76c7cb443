"""Keys are given by the system administrator alone; the description is for everybody, and true."""

import pytest
from django.urls import resolve

from lintel.foundation.access.roles import Role
from lintel.foundation.api_keys.actions import use_key
from lintel.foundation.api_keys.models import ApiKey
from lintel.foundation.api_keys.permissions import BY_SCOPE
from lintel.foundation.api_keys.tests.builders import key_for, school
from lintel.web.api.keys import ApiKeyDoor
from lintel.web.api.service import api, description
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def new_key(whose, **typed):
    return {
        "name": "Register system", "agency": whose.pk, "scopes": ["contacts:write"], "expires_on-day": "31",
        "expires_on-month": "12", "expires_on-year": "2025",
    } | typed  # fmt: skip


def test_sam_gives_a_key_that_is_shown_once_and_works(client, sam, cast):
    client.force_login(sam)

    shown = client.post("/api/keys/", new_key(school(sam))).text

    secret = shown.split("<code>")[1].split("</code>")[0]
    assert use_key(secret, at=NOW).scopes == ["contacts:write"]
    assert secret not in client.get("/api/keys/").text


@pytest.mark.parametrize(("typed", "said"), [
    ({"expires_on-year": "2024"}, "must be in the future"), ({"scopes": []}, "Choose what it may do"),
    ({"agency": ""}, "Choose the agency"), ({"name": " "}, "Say what the key is for"),
])  # fmt: skip
def test_what_is_missing_is_said(client, sam, cast, typed, said):
    client.force_login(sam)

    assert said in client.post("/api/keys/", new_key(school(sam), **typed)).text
    assert not ApiKey.objects.exists()


def test_sam_revokes_a_key_and_says_why(client, sam, cast):
    made = key_for(school(sam), by=sam)
    client.force_login(sam)

    assert "Say why" in client.post(f"/api/keys/{made.key.pk}/revoke/", {"because": ""}).text
    client.post(f"/api/keys/{made.key.pk}/revoke/", {"because": "Sent by e-mail."})

    assert ApiKey.objects.get().revoked_because == "Sent by e-mail."
    assert client.get("/api/keys/999/revoke/").status_code == 404


@pytest.mark.parametrize("who", ["tom", "hart", "helen", "rosa", "dawn", "grace"])
def test_nobody_else_sees_or_gives_keys(client, cast, who):
    made = key_for(school(cast.sam), by=cast.sam)
    client.force_login(cast.people[who])

    assert client.get("/api/keys/").status_code == 403
    assert client.post("/api/keys/", new_key(made.key.agency)).status_code == 403
    assert client.post(f"/api/keys/{made.key.pk}/revoke/", {"because": "x"}).status_code == 403
    assert ApiKey.objects.get().revoked_at is None


def test_the_description_is_openapi_3_1_and_open_to_everybody(client):
    found = client.get("/api/v1/openapi.json").json()

    assert found["openapi"].startswith("3.1")
    assert "/api/v1/contacts" in found["paths"]
    assert "Hand in a contact" in client.get("/api/v1/").text


def test_every_operation_declares_its_refusals_and_every_post_its_idempotency_key():
    for path, operations in description()["paths"].items():
        for method, said in operations.items():
            assert {"401", "403", "422", "429"} <= set(map(str, said["responses"])), path
            if method == "post":
                assert {"400", "413"} <= set(map(str, said["responses"]))
                assert [p["name"] for p in said["parameters"] if p["required"]] == ["Idempotency-Key"]


def test_the_permission_a_route_names_is_the_one_its_door_asks_for(client, cast):
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            callback = resolve("/api/v1" + path.replace("{reference}", "K7QX-3MPD")).func
            for operation in view.operations:
                [door] = operation.auth_callbacks
                assert isinstance(door, ApiKeyDoor)
                assert callback.permission is door.permission is BY_SCOPE[door.scope]
                assert door.permission.held_by == {Role.INTAKE}
