"""A police force hands notifications in by machine: nothing twice, nothing lost, nothing for another force."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache

from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.tests.builders import key_for, school
from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.front_door.models import Contact
from lintel.steps.police_notifications.models import Batch, Notification, QuarantinedRow
from lintel.web.api.tests.calling import send
from tests.cast import NOW

pytestmark = pytest.mark.django_db
ONE: dict[str, Any] = {
    "reference": "RP/25/0301-7", "occurred_at": "2025-03-01T22:40:00Z", "triaged_at": "2025-03-02T09:00:00Z",
    "sent_at": "2025-03-03T08:30:00Z", "grade": "medium", "narrative": "Shouting heard by a neighbour.",
    "place": "3 Tanner's Row", "postcode": "RV1 2AB", "children_present": True,
    "people": [
        {"role": "victim", "first_name": "Wren", "surname": "Oakapple", "date_of_birth": "1990-01-02"},
        {"role": "child", "first_name": "Perrin", "surname": "Oakapple", "date_of_birth": "2017-05-04"},
    ],
}  # fmt: skip
PATH = "police/notifications"
CSV = (
    "Incident number,Incident date,Child 1 name,Child 1 DOB,Postcode\r\n"
    "RP/1,01/03/2025,Perrin Oakapple,04/05/2017,RV1 2AB\r\n"
    "RP/2,the first of March,Linnet Oakapple,,RV1 2AB\r\n"
)


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet(at_nine):
    cache.clear()


@pytest.fixture
def secret(sam, rosa, cast):
    return key_for(agency(rosa, kind=AgencyKind.POLICE), by=sam).secret


def send_file(client, secret, content, *, kind="text/csv", once="batch-0001"):
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": once}
    return client.post(f"/api/v1/{PATH}/batch", content, content_type=kind, headers=headers)


def test_a_notification_is_a_contact_on_the_desk_with_its_four_times_apart(client, secret):
    answer = send(client, secret, ONE, path=PATH)

    assert (answer.status_code, answer.json()["turned_out"]) == (201, "new")
    contact = Contact.objects.get(reference=answer.json()["contact_reference"])
    held = Notification.objects.get()
    assert (contact.channel, contact.received_at) == ("police_feed", NOW)
    times = (held.occurred_at, held.triaged_at, held.sent_at, held.received_at)
    assert [f"{at.astimezone():%H:%M}" for at in times if at] == ["22:40", "09:00", "08:30", "09:00"]
    assert [line.as_told["given"] for line in contact.children.all()] == ["Perrin"]


def test_sent_again_under_its_reference_it_is_the_same(client, secret):
    send(client, secret, ONE, path=PATH)

    assert send(client, secret, ONE, path=PATH, once="delivery-0002").json()["turned_out"] == "same"
    assert Contact.objects.count() == 1


def test_what_cannot_be_taken_in_is_kept_and_said(client, secret):
    future = ONE | {"occurred_at": "2025-03-09T22:40:00Z"}

    answer = send(client, secret, future, path=PATH)

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert QuarantinedRow.objects.count() == 1
    assert send(client, secret, future, path=PATH).json() == answer.json()
    assert QuarantinedRow.objects.count() == 1


def test_a_file_is_taken_in_and_what_is_wrong_in_it_is_set_aside(client, secret):
    answer = send_file(client, secret, CSV)

    said = answer.json()
    assert answer.status_code == 201
    assert (said["rows_in"], said["rows_accepted"], said["rows_set_aside"], said["notices_new"]) == (2, 1, 1, 1)
    assert said["set_aside"][0]["reference"] == "RP/2"
    assert send_file(client, secret, CSV).json() == said
    assert Contact.objects.count() == 1


def test_xml_and_json_are_taken_in_as_well(client, secret):
    xml = (
        "<notifications><notification><reference>RP/3</reference><incident_date>2025-03-01</incident_date>"
        "<narrative>Shouting</narrative>"
        "</notification></notifications>"
    )
    assert send_file(client, secret, xml, kind="application/xml").json()["rows_accepted"] == 1
    listed = json.dumps([ONE, ONE | {"reference": "RP/9", "occurred_at": "2025-03-09T22:40:00Z"}])
    said = send_file(client, secret, listed, kind="application/json", once="batch-0002").json()
    assert (said["rows_in"], said["rows_accepted"], said["rows_set_aside"]) == (2, 1, 1)


def test_a_list_of_one_household_is_one_contact_and_one_batch(client, secret):
    listed = [ONE | {"reference": f"RP/{n}", "occurred_at": f"2025-03-0{n}T22:40:00Z"} for n in (1, 2, 9)]
    listed.append(listed[0] | {"narrative": "The neighbour rang once more."})

    said = send_file(client, secret, json.dumps(listed), kind="application/json").json()

    counted = ("rows_in", "rows_accepted", "rows_set_aside", "notices_new", "notices_same", "notices_changed")
    assert [said[name] for name in counted] == [4, 3, 1, 2, 0, 1]
    assert [(each["row"], each["reference"]) for each in said["set_aside"]] == [(3, "RP/9")]
    assert (Contact.objects.count(), Notification.objects.filter(is_latest=True).count()) == (1, 2)
    batch = Batch.objects.get()
    assert (batch.rows_in, batch.rows_accepted, batch.notices_new, batch.state) == (4, 3, 2, "taken_in")


@pytest.mark.parametrize(("content", "kind", "status"), [
    ("", "text/csv", 422), ("[]", "application/json", 422), ("{}", "application/json", 422),
    ("[1]", "application/json", 422), ("{", "application/json", 400), ("[" * 50_000, "application/json", 400),
    ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "application/xml", 422), (b"\0\xff\xfe", "text/csv", 422),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_taken_in(client, secret, content, kind, status):
    assert send_file(client, secret, content, kind=kind).status_code == status
    assert not Contact.objects.exists()


def test_only_a_police_force_with_the_scope_hands_notifications_in(client, sam, rosa, cast):
    of_a_school = key_for(school(sam), KeyScope.NOTIFICATIONS_WRITE, by=sam).secret
    without = key_for(agency(rosa, kind=AgencyKind.POLICE), KeyScope.CONTACTS_WRITE, by=sam).secret

    for secret in (of_a_school, without):
        assert send(client, secret, ONE, path=PATH).status_code == 403
        assert send_file(client, secret, CSV).status_code == 403
    assert not Notification.objects.exists()
