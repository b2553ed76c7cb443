"""
J1, to the receipt, and a member of the public: two people who have no account knock, each on what they have in hand.

Given a school's safeguarding lead with a worry, when she fills in what she knows, saves it for the bell, comes back by
the link, checks and sends it, then she has a number and the front door has the contact. Given a neighbour with a
telephone, who does not want to say who she is, then a few words are enough.
"""

import pytest

from lintel.foundation.agencies.actions import name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.steps.front_door.queries import awaiting_decision
from tests.cast import NOW


@pytest.fixture
def ravenshire(cast, settings, time_machine):
    """The front door is there, its list of agencies has a school, and nobody has sent anything yet."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "journey"}}
    time_machine.move_to(NOW)
    name_agency(key="primary", name="Ravenshire Primary", kind=AgencyKind.SCHOOL, by=cast.rosa, at=NOW)
    return cast


@pytest.mark.parametrize("look", ["visit", pytest.param("phone", marks=pytest.mark.long)])
def test_a_school_tells_us_of_a_child(look, visit, phone, ravenshire):
    look = {"visit": visit, "phone": phone}[look]("/tell-us/").is_in_order()
    look.follow("I work with children or families").is_in_order()

    look.fill(words="He comes to school without a coat, and says he is cold at night.")
    look.fill(**{"child-0-given": "Perrin", "child-0-family": "Oakapple", "child-0-age": "about 7"})
    look.page.get_by_text("3 of 10 said").wait_for()
    look.press("Save and come back later").is_in_order()
    link = look.page.locator("a[href*='/tell-us/again/']").get_attribute("href")

    look.go(link).is_in_order()
    assert "You saved this on 3 March 2025" in look.words
    look.page.get_by_label("No", exact=True).check()
    look.press("Add another child").fill(**{"child-1-given": "Linnet", "child-1-family": "Oakapple"})
    look.page.get_by_label("They know, and they agree").check()
    look.page.locator("[name=agency]").select_option("Ravenshire Primary")
    look.fill(name="Wren Tallow", post="Designated safeguarding lead", email="wren@ravenshireprimary.example")
    look.press("Check before you send").is_in_order()
    assert "You have said 5 of 10 things" in look.words
    look.press("Send it now").is_in_order()

    contact = awaiting_decision(viewer=ravenshire.dawn).get()
    assert contact.reference in look.words
    assert "within 3 working days" in look.words
    assert contact.children.count() == 2
    assert look.go(link).heading == "This link opens nothing any more"


@pytest.mark.parametrize("look", [pytest.param("visit", marks=pytest.mark.long), "phone"])
def test_a_neighbour_tells_us_without_saying_who_she_is(look, visit, phone, ravenshire):
    look = {"visit": visit, "phone": phone}[look]("/tell-us/")
    look.follow("I am a neighbour").is_in_order()

    look.page.get_by_label("Yes", exact=True).check()
    assert look.page.get_by_text("You can send this form afterwards.").is_visible()
    look.is_in_order().fill(words="The baby at number 4 has cried for two hours and nobody answers the door.")
    look.fill(**{"child-0-address": "4 Tanner’s Row"})
    look.press("Check before you send").is_in_order().press("Send it now").is_in_order()

    contact = awaiting_decision(viewer=ravenshire.dawn).get()
    assert contact.reference in look.words
    assert contact.priority == "now"
    assert "ring now" in look.words


def test_it_needs_no_javascript(without_javascript, ravenshire):
    look = without_javascript("/tell-us/public/").fill(words="He is out on the street every night.")

    look.press("Add another child").fill(**{"child-1-given": "Linnet"})
    look.press("Check before you send").is_in_order().press("Change something").is_in_order()
    look.press("Check before you send").press("Send it now")

    assert awaiting_decision(viewer=ravenshire.dawn).get().reference in look.words


def test_it_needs_no_mouse(visit, ravenshire):
    look = visit("/tell-us/public/")
    keys = look.page.keyboard

    look.page.locator("[name=words]").focus()
    keys.type("He is out on the street every night.")
    keys.press("Tab")
    keys.press("Enter")  # in a line of the form: on to the answers, nothing else
    look.page.get_by_role("heading", name="Check before you send").wait_for()
    look.page.get_by_role("button", name="Send it now").focus()
    keys.press("Enter")

    look.page.get_by_role("heading", name="We have it").wait_for()


def test_what_is_wrong_is_said_where_one_looks_first(visit, ravenshire):
    look = visit("/tell-us/professional/").fill(**{"child-0-born-day": "31", "child-0-born-month": "2"})

    look.press("Check before you send").is_in_order()

    assert "Write what you have seen or heard" in look.words
    assert look.page.title().startswith("Error:")


EMAIL = """From: Wren Tallow <wren@ravenshireprimary.example>
Sent: 03 March 2025 08:41
Subject: Perrin Oakapple

He comes to school without a coat, and says he is cold at night.
"""


@pytest.mark.parametrize("look", ["visit", pytest.param("phone", marks=pytest.mark.long)])
def test_the_desk_takes_in_an_email(look, visit, phone, ravenshire):
    look = {"visit": visit, "phone": phone}[look]("/front-door/email/", as_=ravenshire.dawn).is_in_order()

    look.fill(pasted=EMAIL).press("Read it").is_in_order()
    look.page.get_by_label("Somebody who works with the family").check()
    look.fill(**{"child-0-given": "Perrin", "child-0-family": "Oakapple"})
    look.press("Add another child").is_in_order().press("Take it in")

    contact = awaiting_decision(viewer=ravenshire.dawn).get()
    assert look.path == f"/front-door/{contact.pk}/"
    assert "without a coat" in look.words
    assert f"{contact.received_at:%H:%M}" == "08:41"
