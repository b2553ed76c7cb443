"""What every seat shares, as people meet it: signing in, the head and foot of the page, forms, long work, errors."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.cast import NOW, PASSWORD

ANYBODY = [
    "/sign-in/", "/accessibility/", "/cookies/", "/password/forgotten/", "/password/forgotten/sent/",
    "/sign-in/closed/", "/password/new/3-wrong/", "/password/new/done/", "/no-such-page/",
]  # fmt: skip
SIGNED_IN = ["/start/", "/account/", "/account/password/", "/sign-out/", "/sign-in/again/", "/no-such-page/"]

doors = pytest.mark.urls("lintel.web.components.tests.doors")


@pytest.fixture
def dawn_can_type(dawn, time_machine, settings):
    """Dawn has a password, on a day on which her account is not forgotten, and nobody has tried before her."""
    time_machine.move_to(NOW)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "browser"}}
    dawn.set_password(PASSWORD)
    dawn.save()
    return dawn


def type_in(look, password=PASSWORD):
    return look.fill(login="dawn@ravenshire.example", password=password).press("Sign in")


def test_the_pages_for_anybody_are_in_order(visit, phone, cast):
    for path in ANYBODY:
        visit(path).is_in_order()
        phone(path).is_in_order()


def test_the_pages_of_ones_own_account_are_in_order(visit, phone, helen):
    for path in SIGNED_IN:
        visit(path, as_=helen).is_in_order()
        phone(path, as_=helen).is_in_order()


def test_a_page_that_is_not_in_order_says_what_is_wrong(visit):
    look = visit("/sign-in/")
    look.page.evaluate("""() => {
      const more = '<h1>Another</h1><input name="x"><p id="wide">.</p>'
      document.querySelector('main').insertAdjacentHTML('beforeend', more)
      document.querySelector('#wide').style.width = '2000px'
    }""")

    found = " ".join(look.faults())

    assert "it has not one main heading" in found
    assert 'wider than its window: <p id="wide"' in found
    assert 'label: <input name="x">' in found


def test_somebody_signs_in_and_out(visit, dawn_can_type):
    look = type_in(visit("/account/"))

    assert look.path == "/account/"
    assert "Dawn Okafor" in look.is_in_order().words
    look.press("Sign out")
    assert look.path == "/sign-in/?left"


def test_signing_in_needs_no_javascript(without_javascript, dawn_can_type):
    look = type_in(without_javascript("/account/"))

    assert look.path == "/account/"
    look.is_in_order().press("Sign out")
    assert look.path == "/sign-in/?left"


def test_signing_in_needs_no_mouse(visit, dawn_can_type):
    look = visit("/account/")
    keys = look.page.keyboard

    keys.press("Tab")  # "Skip to main content"
    keys.press("Enter")
    keys.press("Tab")
    keys.type("dawn@ravenshire.example")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")

    look.page.get_by_role("heading", name="Your account").wait_for()


def test_a_wrong_password_is_said_where_one_looks_first(visit, dawn_can_type):
    look = type_in(visit("/sign-in/"), password="not this one at all")

    assert look.page.title().startswith("Error: Sign in")
    assert look.page.evaluate("() => document.activeElement.className").startswith("govuk-error-summary")
    assert "do not belong together" in look.is_in_order().words


def test_a_locked_address_is_told_what_to_do(visit, phone, dawn_can_type):
    look = visit("/sign-in/")
    for _ in range(10):
        type_in(look, password="not this one at all")

    assert look.heading == "Too many wrong passwords"
    look.is_in_order()


def test_an_invented_person_is_one_press_away(visit, dawn_can_type, settings):
    dawn_can_type.set_password(settings.DEMO_PASSWORD)
    dawn_can_type.save()

    look = visit("/sign-in/?next=/account/").press("Dawn Okafor")

    assert "dawn@ravenshire.example" in look.words


def test_somebody_turns_on_the_second_step_and_signs_in_with_it(visit, dawn_can_type, time_machine):
    look = type_in(visit("/account/")).follow("Turn on the second step")
    look.is_in_order().fill(password=PASSWORD).press("Continue")
    found = re.search(r"type these letters into it: ([A-Z2-7]+)", look.is_in_order().words)
    assert found

    look.fill(code=format_hotp_value(hotp_value(found[1], int(time.time()) // 30))).press("Turn it on")
    assert "10 of 10 are left" in look.is_in_order().words
    look.go("/account/").is_in_order().press("Sign out")
    type_in(look)
    assert look.is_in_order().heading == "The second step"
    time_machine.shift(60)
    look.fill(code=format_hotp_value(hotp_value(found[1], int(time.time()) // 30))).press("Sign in")

    assert look.go("/account/").heading == "Your account"


@doors
def test_a_refusal_is_in_order(visit, phone, helen):
    for look in (visit, phone):
        assert look("/doors/accounts/", as_=helen).is_in_order().heading == "You may not open this"


@doors
def test_every_kind_of_field_is_in_order_empty_and_wrong(visit, phone, db):
    for look in (visit, phone):
        assert "There is a problem" in look("/doors/form/").is_in_order().press("Save").is_in_order().words


@doors
def test_a_fault_leads_to_its_box(visit, db):
    look = visit("/doors/form/").press("Save")

    look.page.get_by_role("link", name="Enter date of birth").click()

    assert look.page.evaluate("() => document.activeElement.id") == "id_born_on-day"


@doors
def test_long_work_shows_how_far_it_is_and_then_what_came_of_it(visit, db):
    look = visit("/doors/work/")

    assert "50% done" in look.is_in_order().words
    look.page.get_by_role("heading", name="Done").wait_for()


@doors
def test_long_work_is_followed_without_javascript(without_javascript, db):
    look = without_javascript("/doors/work/")

    look.page.get_by_role("heading", name="Done").wait_for()


@doors
def test_a_page_that_breaks_is_in_order(visit, db):
    look = visit("/doors/broken/")

    assert look.heading == "Something went wrong on our side"
    look.complaints.clear()  # Chromium says that it was answered 500, which is what we asked for


def test_the_page_fits_when_it_is_made_four_times_as_large(open_window, helen):
    for path in ("/sign-in/", "/account/", "/start/"):
        look = open_window("four times as large", as_=helen if path != "/sign-in/" else None,
                           viewport={"width": 320, "height": 256})  # fmt: skip
        assert look.go(path).sticks_out() == []


def test_on_paper_the_doors_are_left_out(visit, helen):
    look = visit("/account/", as_=helen)

    look.page.emulate_media(media="print")

    assert not look.page.get_by_role("navigation", name="Main").is_visible()
    assert look.page.get_by_role("heading", name="Your account").is_visible()
