"""The code from an app after the password."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from lintel.foundation.audit_log.models import Entry
from tests.cast import PASSWORD


def code_for(secret: str) -> str:
    """What an app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def sign_in(client, dawn_with_a_password):
    def attempt():
        return client.post("/sign-in/", {"login": "dawn@ravenshire.example", "password": PASSWORD})

    return attempt


@pytest.fixture
def at_the_door(client, sign_in) -> None:
    """Dawn has signed in, and typed her password again before changing how she does."""
    sign_in()
    client.post("/sign-in/again/", {"password": PASSWORD})


@pytest.fixture
def secret(client, at_the_door) -> str:
    """Dawn has turned on the second step; this is what her app was told."""
    shown = client.get("/account/second-step/on/").text
    found = re.search(r'lintel-secret">([A-Z2-7]+)<', shown)
    assert found
    client.post("/account/second-step/on/", {"code": code_for(found[1])})
    return found[1]


def test_changing_how_one_signs_in_asks_for_the_password_again(client, sign_in):
    sign_in()

    answer = client.get("/account/second-step/on/")

    assert answer.url.startswith("/sign-in/again/?next=")
    assert "Type your password again" in client.get(answer.url).text


def test_a_wrong_password_typed_again_is_told_plainly(client, sign_in):
    sign_in()

    assert "That is not your password" in client.post("/sign-in/again/", {"password": "no"}).text


def test_the_picture_for_the_app_needs_no_other_site(client, at_the_door):
    assert 'src="data:image/svg+xml;base64,' in client.get("/account/second-step/on/").text


def test_turning_it_on_leaves_an_entry_and_recovery_codes(client, secret, dawn):
    assert Entry.objects.filter(act="second step added", by=dawn).count() == 1
    assert Entry.objects.filter(act="recovery codes added", by=dawn).count() == 1
    assert "10 of 10 are left" in client.get("/account/recovery-codes/").text


def test_a_wrong_first_code_turns_nothing_on(client, at_the_door):
    client.get("/account/second-step/on/")

    said = client.post("/account/second-step/on/", {"code": "000000"}).text

    assert "That code is not right" in said
    assert not Authenticator.objects.exists()


def test_the_password_alone_no_longer_opens_anything(client, secret, sign_in):
    client.post("/sign-out/")

    assert sign_in().url == "/sign-in/code/"
    assert client.get("/start/").status_code == 302


def test_the_code_opens(client, secret, sign_in, time_machine):
    client.post("/sign-out/")
    sign_in()
    time_machine.shift(60)

    answer = client.post("/sign-in/code/", {"code": code_for(secret)})

    assert answer.url == "/"
    assert client.get("/start/").status_code == 200


def test_the_same_code_does_not_open_twice(client, secret, sign_in):
    code = code_for(secret)
    answers = []
    for _ in range(2):
        client.post("/sign-out/")
        sign_in()
        answers.append(client.post("/sign-in/code/", {"code": code}).status_code)

    assert answers == [302, 200]


def test_a_wrong_code_is_told_and_noted(client, secret, sign_in, dawn):
    client.post("/sign-out/")
    sign_in()

    said = client.post("/sign-in/code/", {"code": "000000"}).text

    assert "That code is not right" in said
    assert Entry.objects.get(act="sign-in refused: wrong code").subject_id == dawn.pk


def test_codes_cannot_be_guessed_for_long(client, secret, sign_in, time_machine):
    client.post("/sign-out/")
    sign_in()
    time_machine.shift(60)
    for _ in range(10):
        client.post("/sign-in/code/", {"code": "000000"})

    said = client.post("/sign-in/code/", {"code": code_for(secret)})

    assert said.status_code == 200
    assert "too many wrong attempts" in said.text


def test_a_recovery_code_opens_once(client, secret, sign_in):
    recovery = client.get("/account/recovery-codes/download/").text.split()[0]
    client.post("/sign-out/")
    sign_in()
    assert client.post("/sign-in/code/", {"code": recovery}).url == "/"
    client.post("/sign-out/")
    sign_in()

    assert client.post("/sign-in/code/", {"code": recovery}).status_code == 200


def test_the_secret_is_not_readable_in_the_database(client, secret):
    kept = Authenticator.objects.get(type="totp").data["secret"]

    assert secret not in kept


def test_turning_it_off_leaves_an_entry(client, secret, dawn):
    client.post("/account/second-step/off/")

    assert not Authenticator.objects.filter(type="totp").exists()
    assert Entry.objects.filter(act="second step removed", by=dawn).exists()


def test_an_old_session_types_the_password_again_first(client, secret, time_machine):
    time_machine.shift(600)

    assert client.get("/account/second-step/off/").url.startswith("/sign-in/again/?next=")


def test_new_recovery_codes_replace_the_old(client, secret):
    old = client.get("/account/recovery-codes/download/").text.split()
    client.post("/account/recovery-codes/new/")

    assert not set(old) & set(client.get("/account/recovery-codes/download/").text.split())
    assert Entry.objects.filter(act="recovery codes added").count() == 2
