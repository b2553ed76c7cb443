"""A machine of an agency hands contacts in: once, within its scopes, and told in words what is wrong."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from lintel.foundation.api_keys.actions import revoke_key
from lintel.foundation.api_keys.codes import KeyScope
from lintel.foundation.api_keys.models import Delivery
from lintel.foundation.api_keys.tests.builders import key_for, school
from lintel.foundation.audit_log.models import Entry
from lintel.journey.handovers.actions import decide_contact
from lintel.steps.front_door import queries
from lintel.steps.front_door.codes import Means, Outcome
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.telling.actions import tell_informant
from lintel.steps.front_door.tests.builders import chosen_for, knock
from lintel.web.api.tests.calling import PERRIN, ask, send
from tests.cast import NOW, build_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_counted_yet(at_nine):
    cache.clear()


@pytest.fixture
def secret(sam, cast):
    return key_for(school(sam), by=sam).secret


def test_a_contact_is_on_the_desk_with_its_receipt_and_its_clock(client, secret, dawn, cast):
    answer = send(client, secret)

    assert answer.status_code == 201
    contact = Contact.objects.get(reference=answer.json()["reference"])
    assert contact in queries.awaiting_decision(viewer=dawn)
    assert (contact.received_at, contact.held_by_team, contact.source) == (NOW, cast.front_door, "2A")
    assert (contact.informant.name, contact.informant.agency.key) == ("Wren Tallow", "larchmere-academy")
    assert contact.children.get().as_told["given"] == "Perrin"


def test_a_danger_now_stands_first(client, secret):
    send(client, secret, PERRIN | {"is_danger_now": True})

    assert Contact.objects.get().priority == "now"


def test_an_unborn_child_has_an_expected_date(client, secret):
    send(client, secret, PERRIN | {"children": [{"family": "Oakapple", "date_of_birth": "2025-06-30"}]})

    assert Contact.objects.get().children.get().child.birth_date_certainty == "expected"


# --- once ---


def test_sent_again_it_is_answered_the_same_and_done_once(client, secret, time_machine):
    first = send(client, secret)
    time_machine.move_to(NOW + timedelta(hours=3), tick=False)
    again = send(client, secret)

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (Contact.objects.count(), Delivery.objects.count()) == (1, 1)


def test_the_same_name_with_another_body_is_refused_in_words(client, secret):
    send(client, secret)

    answer = send(client, secret, PERRIN | {"words": "Something else."})

    assert answer.status_code == 422
    assert "came before, with something else in it" in answer.json()["detail"]
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("once", [None, "short", "with spaces in it", "x" * 201, "schlüssel-1"])
def test_a_delivery_without_a_good_name_of_its_own_is_refused(client, secret, once):
    answer = send(client, secret, once=once)

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]
    assert not Contact.objects.exists()


def test_what_was_refused_can_be_mended_and_sent_under_the_same_name(client, secret):
    assert send(client, secret, PERRIN | {"words": ""}).status_code == 422
    assert send(client, secret).status_code == 201


def test_a_new_key_of_the_same_agency_does_not_do_it_twice(client, secret, sam):
    first = send(client, secret)
    other = key_for(school(sam), by=sam).secret

    assert send(client, other).json() == first.json()
    assert Contact.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ten_at_once_are_one_contact_and_ten_equal_answers(time_machine):
    time_machine.move_to(NOW, tick=False)
    sam = build_cast().sam
    secret = key_for(school(sam), by=sam).secret

    def one_of_them(_: int) -> tuple[int, bytes]:
        try:
            answer = send(Client(), secret)
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as at_once:
        answers = list(at_once.map(one_of_them, range(10)))

    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert (Contact.objects.count(), Delivery.objects.count()) == (1, 1)


# --- keys ---


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer lintel_x", "Bearer \xff" * 99])
def test_without_a_good_key_nothing_opens(client, secret, header):
    headers = {"Authorization": header} if header is not None else {}

    answer = client.post("/api/v1/contacts", json.dumps(PERRIN), content_type="application/json", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "WWW-Authenticate" in answer.headers
    assert not Contact.objects.exists()


def test_a_session_is_no_key(client, cast):
    for who in cast.people.values():
        client.force_login(who)
        assert client.post("/api/v1/contacts", "{}", content_type="application/json").status_code == 401
        assert client.get("/api/v1/contacts/K7QX-3MPD").status_code == 401


def test_a_key_does_only_what_its_scopes_say(client, sam, cast):
    reads = key_for(school(sam), KeyScope.STATUS_READ, by=sam).secret
    writes = key_for(school(sam), KeyScope.CONTACTS_WRITE, by=sam).secret

    assert send(client, reads).status_code == 403
    reference = send(client, writes).json()["reference"]
    assert ask(client, writes, reference).status_code == 403
    assert ask(client, reads, reference).status_code == 200
    assert Entry.objects.filter(act="API refused: hand in contacts through the API").exists()


def test_an_expired_and_a_revoked_key_open_nothing_and_say_so(client, sam, cast, time_machine):
    made = key_for(school(sam), by=sam, days=1)
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    assert "expired" in send(client, made.secret).json()["detail"]
    revoked = key_for(school(sam), by=sam, at=NOW + timedelta(days=2))
    revoke_key(revoked.key, because="Lost.", by=sam, at=NOW + timedelta(days=2))

    assert "revoked" in send(client, revoked.secret).json()["detail"]
    assert not Contact.objects.exists()


def test_an_account_that_lost_its_role_hands_nothing_in(client, sam, cast):
    made = key_for(school(sam), by=sam)
    made.key.account.role_grants.update(ended_at=NOW)

    assert send(client, made.secret).status_code == 403


def test_trying_keys_is_slowed_down(client, secret, settings):
    answers = [send(client, f"lintel_abcdefghij_{'A' * 43}").status_code for _ in range(62)]

    assert set(answers[:60]) == {401}
    assert answers[-1] == 429
    assert Entry.objects.filter(act="API refused: NotAKey").count() == 60
    assert send(client, secret).status_code == 201


# --- what is wrong is said ---


@pytest.mark.parametrize(("body", "where", "what"), [
    (PERRIN | {"words": ""}, "words", "empty"),
    ({"words": "x"}, "writer", "is missing"),
    (PERRIN | {"wrods": "x"}, "wrods", "not a field we know"),
    (PERRIN | {"children": [{"date_of_birth": "4 May"}]}, "children[0].date_of_birth", "a day such as"),
    (PERRIN | {"children": [{"date_of_birth": "0001-01-01"}]}, "children[0].date_of_birth", "between the years"),
    (PERRIN | {"children": [{"given": "x" * 121}]}, "children[0].given", "longer than 120"),
    (PERRIN | {"children": [{}] * 21}, "children", "more than 20"),
    (PERRIN | {"concerns": ["worry"]}, "concerns[0]", "one of the words"),
    (PERRIN | {"happened_at": "2025-03-02T09:00:00"}, "happened_at", "time zone"),
    (PERRIN | {"happened_at": "2025-03-04T09:00:00Z"}, "happened_at", "later than now"),
    (PERRIN | {"consent": "not_sought"}, "consent_reason", "is missing"),
    (PERRIN | {"words": "a\0b"}, "words", "cannot be kept"),
    (PERRIN | {"words": "\ud800"}, "words", "cannot be kept"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_words_and_nothing_is_taken_in(client, secret, body, where, what):
    answer = send(client, secret, body)

    assert answer.status_code == 422
    assert any(where == each["where"] and what in each["what"] for each in answer.json()["errors"]), answer.json()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "nonsense", "[" * 20_000, b"\xff\xfe{}"])
def test_what_is_no_json_is_refused(client, secret, body):
    assert send(client, secret, body).status_code in (400, 422)


def test_more_than_five_megabytes_are_refused_unread(client, secret):
    answer = send(client, secret, PERRIN | {"words": "x" * (5 * 1024 * 1024)})

    assert answer.status_code == 413


@pytest.mark.parametrize("words", [
    "<script>alert(1)</script>", "Robert'); DROP TABLE people;--", "=cmd|' /C calc'!A0", "مرحبا \u202e اسم",
    "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "\u200b\ufeff", "𝒽ℯ", "line\r\nline\ttab",
])  # fmt: skip
def test_hostile_text_is_kept_exactly(client, secret, words):
    body = PERRIN | {"words": f"a{words}z", "children": [{"given": words[:120]}]}

    reference = send(client, secret, body).json()["reference"]

    contact = Contact.objects.get(reference=reference)
    assert contact.words == f"a{words}z"
    assert contact.children.get().as_told["given"] == words[:120]


# --- what became of it ---


def test_an_agencys_machine_hears_what_the_agency_was_told(client, secret, dawn, femi):
    reference = send(client, secret).json()["reference"]
    contact = Contact.objects.get(reference=reference)
    decide_contact(contact, chosen_for(contact, Outcome.ADVICE), by=femi, at=NOW)
    assert ask(client, secret, reference).json()["standing"] == "decided"

    tell_informant(contact, means=Means.EMAIL, to="Wren Tallow", text="Advice was given.", by=dawn, at=NOW)

    assert ask(client, secret, reference).json()["told"] == "Advice was given."


def test_contacts_of_others_are_not_there(client, secret, sam, dawn):
    others = key_for(school(sam, key="nethermere"), by=sam).secret
    reference = send(client, others).json()["reference"]
    telephoned = knock(by=dawn, once="1")

    for guess in (reference, telephoned.reference, "K7QX-3MPD", "%00", "..%2f..", "' OR 1=1"):
        assert ask(client, secret, guess).status_code in (404, 422), guess


def test_every_delivery_and_refusal_is_in_the_audit_log(client, secret):
    send(client, secret)
    send(client, "lintel_no")

    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"API delivery taken in", "contact handed in through the API", "API refused: NotAKey"} <= acts


def test_one_key_may_not_ask_for_ever(client, secret, monkeypatch):
    from lintel.web.api.keys import EachKey

    monkeypatch.setattr(EachKey, "allow_request", lambda *_: False)
    monkeypatch.setattr(EachKey, "wait", lambda *_: 30.0)

    answer = send(client, secret)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
