"""Signing in by hand, and every way of not getting in."""

from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse

from lintel.foundation.audit_log.models import Entry
from tests.cast import NOW, PASSWORD

WRONG = "That e-mail address and password do not belong together"


@pytest.fixture
def sign_in(client, dawn_with_a_password):
    def attempt(address="dawn@ravenshire.example", password=PASSWORD, **more):
        return client.post("/sign-in/", {"login": address, "password": password, **more})

    return attempt


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_the_right_password_opens_the_start_page(client, sign_in):
    answer = sign_in()

    assert answer.status_code == 302
    assert answer.url == "/"
    assert "Dawn Okafor" in client.get("/start/").text


def test_the_address_may_be_typed_in_capitals(sign_in):
    assert sign_in(address="Dawn@Ravenshire.Example ").status_code == 302


def test_signing_in_is_an_entry(sign_in, dawn):
    sign_in()

    assert Entry.objects.get(act="signed in").by == dawn


def test_a_wrong_password_is_told_plainly_and_noted(sign_in):
    answer = sign_in(password="not this one at all")

    assert answer.status_code == 200
    assert WRONG in answer.text
    assert "sign-in refused: wrong address or password" in acts()


def test_an_unknown_address_is_told_the_same(sign_in):
    assert WRONG in sign_in(address="nobody@ravenshire.example").text


def test_empty_boxes_are_named(sign_in):
    said = sign_in(address="", password="").text

    assert "Enter your e-mail address" in said
    assert "Enter your password" in said


def test_the_tenth_wrong_password_locks_the_address(sign_in):
    for _ in range(9):
        assert sign_in(password="not this one at all").status_code == 200

    tenth = sign_in(password="not this one at all")

    assert tenth.status_code == 429
    assert "Too many wrong passwords" in tenth.text
    assert "sign-in locked for 15 minutes" in acts()


def test_a_locked_address_is_refused_even_the_right_password(client, sign_in):
    for _ in range(10):
        sign_in(password="not this one at all")

    answer = sign_in()

    assert answer.status_code in (200, 429)
    assert client.get("/start/").status_code == 302


def test_a_lock_opens_after_a_quarter_of_an_hour(sign_in, time_machine):
    for _ in range(10):
        sign_in(password="not this one at all")

    time_machine.move_to(NOW + timedelta(minutes=16))

    assert sign_in().status_code == 302


def test_a_lock_keeps_nobody_else_out(client, sign_in, helen):
    helen.set_password(PASSWORD)
    helen.save()
    for _ in range(10):
        sign_in(password="not this one at all")

    assert sign_in(address="helen@ravenshire.example").status_code == 302


def test_a_right_password_forgives_the_wrong_ones(client, sign_in):
    for _ in range(2):
        for _ in range(6):
            sign_in(password="not this one at all")
        assert sign_in().status_code == 302
        client.post("/sign-out/")


def test_a_closed_account_is_not_opened(client, sign_in, dawn):
    dawn.is_active = False
    dawn.save()

    assert sign_in().url == "/sign-in/closed/"
    assert client.get("/start/").status_code == 302


def test_an_account_nobody_used_for_35_days_is_closed(sign_in, time_machine):
    time_machine.move_to(NOW + timedelta(days=60))

    assert sign_in().url == "/sign-in/closed/"


def test_nobody_signs_up(client):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/accounts/signup/").status_code == 404


def test_who_is_signed_out_is_asked_to_sign_in_and_brought_back(client, sign_in):
    asked = client.get("/account/")

    assert asked.url == "/sign-in/?next=/account/"
    assert sign_in(next="/account/").url == "/account/"


def test_nobody_is_led_to_another_site(sign_in):
    assert sign_in(next="https://elsewhere.example/").url == "/"


def test_signing_out_is_asked_first_and_noted(client, sign_in, dawn):
    sign_in()

    assert "Sign out now" in client.get("/sign-out/").text
    assert client.post("/sign-out/").url == "/sign-in/?left"
    assert "visits/left.js" in client.get("/sign-in/?left").text
    assert "visits/left.js" not in client.get("/sign-in/").text
    assert Entry.objects.get(act="signed out").by == dawn
    assert client.get("/start/").status_code == 302


def test_the_session_is_new_after_signing_in(client, sign_in):
    client.get("/sign-in/")
    sign_in()
    first = client.cookies["sessionid"].value
    client.post("/sign-out/")
    sign_in()

    assert client.cookies["sessionid"].value != first


def test_the_invented_people_are_offered_by_role(client, cast):
    said = client.get("/sign-in/").text

    assert "Helen Strand" in said
    assert "Head of service: what should worry them" in said


def test_where_people_are_real_nobody_is_offered(client, cast, settings):
    settings.PEOPLE_ARE_INVENTED = False

    assert "Helen Strand" not in client.get("/sign-in/").text
