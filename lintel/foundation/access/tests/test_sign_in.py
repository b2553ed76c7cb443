"""Signing in: every attempt is in the audit log, and an account nobody uses is closed to whoever finds its password."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import include, path

from lintel.foundation.access.actions import close_account, give_password, reopen_account
from lintel.foundation.access.gate import SIGNED_IN, allow
from lintel.foundation.access.models import User
from lintel.foundation.access.sign_in import AccountsAreGivenNotTaken
from lintel.foundation.access.tasks import disable_what_nobody_uses
from lintel.foundation.audit_log.models import Entry
from tests.cast import LONDON, NOW, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", allow(SIGNED_IN)(lambda request: HttpResponse(request.user.name)), name="home"),
]


IN_JUNE = datetime(2025, 6, 2, 9, 0, tzinfo=LONDON)
SENT_TO_SIGN_IN = "/account/login/?next=/"
PAGES = {"account/login.html": "{{ form.errors }}", "account/logout.html": "Sign out?"}


@pytest.fixture(autouse=True)
def plain_pages(settings):
    """Pages of one line: how they look is the business of the screens."""
    loader = ("django.template.loaders.locmem.Loader", PAGES)
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]


@pytest.fixture
def dawn_with_a_password(cast):
    return give_password(cast.dawn, password=PASSWORD, by=cast.sam, at=NOW)


def sign_in(client, *, at, email="dawn@ravenshire.example", password=PASSWORD):
    with time_machine.travel(at, tick=False):
        return client.post("/account/login/", {"login": email, "password": password})


def start_page(client, *, at):
    """What they find at the front of the house: their name, or the way to the sign-in page."""
    with time_machine.travel(at, tick=False):
        answer = client.get("/")
    return answer.content.decode() or answer.headers["Location"]


def last_entry():
    return Entry.objects.order_by("pk").last()


def test_signing_in_is_written_down(client, dawn_with_a_password):
    sign_in(client, at=NOW)

    assert start_page(client, at=NOW) == "Dawn Okafor"
    assert (last_entry().act, last_entry().by, last_entry().at) == ("signed in", dawn_with_a_password, NOW)


def test_signing_out_is_written_down(client, dawn_with_a_password):
    sign_in(client, at=NOW)

    with time_machine.travel(NOW, tick=False):
        client.post("/account/logout/")

    assert start_page(client, at=NOW) == SENT_TO_SIGN_IN
    assert (last_entry().act, last_entry().by) == ("signed out", dawn_with_a_password)


def test_a_wrong_password_is_written_down_beside_the_account(client, dawn_with_a_password):
    sign_in(client, at=NOW, password="not-her-password")

    assert start_page(client, at=NOW) == SENT_TO_SIGN_IN
    assert (last_entry().act, last_entry().by) == ("sign-in refused: wrong address or password", None)
    assert last_entry().subject_id == dawn_with_a_password.pk


def test_what_was_typed_is_not_kept_where_it_is_nobodys_address(client, dawn_with_a_password):
    sign_in(client, at=NOW, email="a-secret@typed.into.the.wrong.box", password="a-secret-password")

    assert last_entry().act == "sign-in refused: wrong address or password"
    assert last_entry().subject_id is None
    assert "secret" not in str(list(Entry.objects.values()))


def test_a_closed_account_cannot_sign_in(client, cast, dawn_with_a_password):
    close_account(cast.dawn, by=cast.sam, at=NOW)

    sign_in(client, at=NOW)

    assert start_page(client, at=NOW) == SENT_TO_SIGN_IN
    assert last_entry().act.startswith("sign-in refused")


def test_an_account_used_within_35_days_can_sign_in(client, dawn_with_a_password):
    User.objects.filter(pk=dawn_with_a_password.pk).update(last_login=IN_JUNE)

    sign_in(client, at=IN_JUNE + timedelta(days=35))

    assert start_page(client, at=IN_JUNE + timedelta(days=35)) == "Dawn Okafor"


def test_an_account_nobody_used_for_35_days_is_disabled_at_the_door(client, dawn_with_a_password):
    User.objects.filter(pk=dawn_with_a_password.pk).update(last_login=IN_JUNE)
    too_late = IN_JUNE + timedelta(days=35, minutes=1)

    answer = sign_in(client, at=too_late)

    assert answer.headers["Location"] == "/account/inactive/"
    assert start_page(client, at=too_late) == SENT_TO_SIGN_IN
    assert not User.objects.get(pk=dawn_with_a_password.pk).is_active
    assert last_entry().act == "sign-in refused: the account is closed"
    assert last_entry().subject_id == dawn_with_a_password.pk


def test_an_account_that_is_opened_again_can_sign_in(client, cast, dawn_with_a_password):
    sign_in(client, at=IN_JUNE)
    reopen_account(dawn_with_a_password, by=cast.sam, at=IN_JUNE)

    sign_in(client, at=IN_JUNE)

    assert start_page(client, at=IN_JUNE) == "Dawn Okafor"


def test_the_background_worker_disables_what_nobody_uses(cast):
    disable_what_nobody_uses(timestamp=int((NOW + timedelta(days=40)).timestamp()))

    assert not User.objects.filter(is_active=True, is_service_account=False).exists()


def test_nobody_opens_an_account_for_themselves(rf):
    assert AccountsAreGivenNotTaken().is_open_for_signup(rf.get("/")) is False
