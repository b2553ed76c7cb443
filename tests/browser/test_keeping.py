"""Words that are typed and not sent yet, as people meet them."""

import pytest
from django.contrib.sessions.models import Session

from lintel.web.components.tests import doors
from tests.cast import NOW, PASSWORD

pytestmark = pytest.mark.urls("lintel.web.components.tests.doors")
LETTER = "/doors/letter/"


@pytest.fixture
def dawn_types(dawn, settings, time_machine):
    time_machine.move_to(NOW)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "keeping"}}
    doors.SENT.clear()
    dawn.set_password(PASSWORD)
    dawn.save()
    return dawn


def sign_in(look):
    return look.fill(login="dawn@ravenshire.example", password=PASSWORD).press("Sign in")


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(visit, dawn_types):
    look = visit(LETTER, as_=dawn_types).fill(words="He comes to school without a coat.")
    Session.objects.all().delete()

    look.press("Send it")
    sign_in(look)

    assert look.path == LETTER
    assert look.page.locator("[name=words]").input_value() == "He comes to school without a coat."
    look.is_in_order().page.get_by_label("A", exact=True).check()
    look.press("Send it")
    assert doors.SENT == ["He comes to school without a coat."]


def test_without_javascript_they_are_there_too(without_javascript, dawn_types):
    look = without_javascript(LETTER, as_=dawn_types).fill(words="He comes to school without a coat.")
    Session.objects.all().delete()

    sign_in(look.press("Send it"))

    assert look.page.locator("[name=words]").input_value() == "He comes to school without a coat."


def test_the_page_keeps_its_words_by_itself_and_says_so(visit, phone, dawn_types):
    look = visit(LETTER, as_=dawn_types).fill(words="He comes to school without a coat.")

    look.page.get_by_text("Draft saved at").wait_for()
    look.is_in_order()
    other = phone(LETTER, as_=dawn_types).is_in_order()
    assert other.page.locator("[name=words]").input_value() == "He comes to school without a coat."


def test_a_page_that_is_signed_out_says_so_and_still_keeps_its_words(visit, dawn_types):
    look = visit(LETTER, as_=dawn_types)
    Session.objects.all().delete()

    look.fill(words="He comes to school without a coat.").page.get_by_text("You are signed out.").first.wait_for()
    look.page.get_by_text("Sign in in another tab").first.wait_for()

    other = sign_in(visit(LETTER))
    assert other.page.locator("[name=words]").input_value() == "He comes to school without a coat."


def test_leaving_the_page_keeps_its_words(visit, dawn_types):
    look = visit(LETTER, as_=dawn_types).fill(words="He comes to school without a coat.")

    look.go("/start/").go(LETTER)

    assert look.page.locator("[name=words]").input_value() == "He comes to school without a coat."
