"""Changing one's password, and choosing a new one when it is forgotten."""

import re

import pytest

from lintel.foundation.audit_log.models import Entry
from tests.cast import PASSWORD

NEW = "copper kettle on a hill"


@pytest.fixture
def signed_in(client, dawn_with_a_password):
    client.post("/sign-in/", {"login": "dawn@ravenshire.example", "password": PASSWORD})
    return client


def change(client, old=PASSWORD, new=NEW, again=None):
    return client.post("/account/password/", {"oldpassword": old, "password1": new, "password2": again or new})


def test_a_changed_password_is_the_one_that_opens(signed_in, dawn):
    answer = change(signed_in)

    dawn.refresh_from_db()
    assert answer.url == "/account/"
    assert "Your password is changed" in signed_in.get("/account/").text
    assert dawn.check_password(NEW)


def test_changing_it_is_an_entry(signed_in, dawn):
    change(signed_in)

    assert Entry.objects.get(act="own password changed").by == dawn


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "not this one at all"}, "That is not your password"),
        ({"new": "short"}, "at least 12 characters"),
        ({"new": "password1234"}, "too common"),
        ({"again": "something else entirely"}, "same password each time"),
    ],
)
def test_a_change_that_will_not_do_says_why(signed_in, dawn, typed, said):
    answer = change(signed_in, **typed)

    dawn.refresh_from_db()
    assert said in answer.text
    assert dawn.check_password(PASSWORD)


def test_a_forgotten_password_is_chosen_anew_by_a_link(client, dawn_with_a_password, mailoutbox):
    client.post("/password/forgotten/", {"email": "dawn@ravenshire.example"})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)
    assert link

    form = client.get(link[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})

    dawn_with_a_password.refresh_from_db()
    assert dawn_with_a_password.check_password(NEW)
    assert Entry.objects.get(act="password reset by e-mail").by == dawn_with_a_password
    assert "This link no longer works" in client.get(link[1], follow=True).text


def test_the_message_says_what_it_is_and_nothing_more(client, dawn_with_a_password, mailoutbox):
    client.post("/password/forgotten/", {"email": "dawn@ravenshire.example"})

    assert mailoutbox[0].subject == "Choose a new password for Lintel"
    assert "Ravenshire" in mailoutbox[0].body
    assert "Dawn" not in mailoutbox[0].body


def test_nobody_learns_whether_an_address_has_an_account(client, dawn_with_a_password, mailoutbox):
    known = client.post("/password/forgotten/", {"email": "dawn@ravenshire.example"})
    unknown = client.post("/password/forgotten/", {"email": "nobody@ravenshire.example"})

    assert known.url == unknown.url == "/password/forgotten/sent/"
    assert len(mailoutbox) == 1
