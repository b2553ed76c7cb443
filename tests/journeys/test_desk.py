"""
The desk: somebody rings who will not give a name (J2), and an hour in which sixty contacts wait (J4).

Dawn takes a call and types while the caller talks; Femi decides; Rosa sees whether they will be through; Nell takes the
desk over at night.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lintel.journey.handovers.actions import decide_contact
from lintel.steps.front_door.codes import Channel, Outcome
from lintel.steps.front_door.desk import actions
from lintel.steps.front_door.models import ChildContact, Contact, Informant, PassedOver
from lintel.steps.front_door.tests.builders import chosen_for, tells_of
from lintel.web.front_door.tests.builders import a_child, agencies_to_ring, come_in
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow


def live():
    return Contact.objects.filter(held_by_team__isnull=False)


class Telephone:
    """Dawn's morning at the telephone."""

    def __init__(self, open_window, cast) -> None:
        self.open_window, self.cast = open_window, cast

    def when_dawn_takes_a_call(self):
        self.look = self.open_window("/front-door/", as_=self.cast.dawn).is_in_order()
        self.look.press("Take a call")
        assert "That is its time of receipt" in self.look.words

    def when_she_types_the_child_first_and_the_words_as_they_fall(self):
        page = self.look.page
        page.get_by_label("First name").press_sequentially("Mia")
        page.get_by_label("Family name").press_sequentially("Bell")
        page.get_by_role("button", name=re.compile("This is the child.*Mia Bell")).wait_for()
        self.look.press("This is the child")
        self.look.fill(words="I hear her screaming at night. I don’t want them to know it was me.", name="Una Crake")
        page.get_by_label("Who is ringing?").select_option("Member of the public")
        page.get_by_label("They want to stay unnamed").check()
        page.get_by_label("No", exact=True).check()
        self.look.is_in_order()

    def when_it_cannot_wait(self):
        self.look.press("It cannot wait: now")

    def then_it_is_saved_stands_first_and_says_whom_to_ring(self):
        assert self.look.heading == "Ring now"
        assert "01632 960 201" in self.look.is_in_order().words
        self.contact = live().get()
        assert "screaming at night" in self.contact.words
        assert "Is the child safe right now? No" in self.contact.words
        assert self.contact.danger_flagged_at is not None

    def then_who_rang_is_nowhere_until_somebody_who_may_opens_it(self):
        assert Informant.objects.get(contact=self.contact).is_sealed
        for who in (self.cast.dawn, self.cast.priya, self.cast.femi):
            look = self.open_window(f"/front-door/{self.contact.pk}/", as_=who).is_in_order()
            assert "Una Crake" not in look.page.content()
        look.press("Open the seal")
        assert "Una Crake" in look.is_in_order().words


@finding("S18", screen="/front-door/call/")
@pytest.mark.parametrize("window", ["desk", pytest.param("phone", marks=pytest.mark.long)])
def test_somebody_rings_who_does_not_want_to_be_known(window, visit, phone, cast, bells):
    agencies_to_ring(cast.sam)
    morning = Telephone({"desk": visit, "phone": phone}[window], cast)

    morning.when_dawn_takes_a_call()
    morning.when_she_types_the_child_first_and_the_words_as_they_fall()
    morning.when_it_cannot_wait()
    morning.then_it_is_saved_stands_first_and_says_whom_to_ring()
    morning.then_who_rang_is_nowhere_until_somebody_who_may_opens_it()


def test_somebody_asks_for_advice_and_it_is_one_line_without_javascript(without_javascript, cast, bells):
    look = without_javascript("/front-door/", as_=cast.dawn).press("Take a call")

    look.fill(line="Where to find a nursery place").press("Advice only")

    assert "Noted in one line" in look.is_in_order().words
    assert not live().exists()


class Hour:
    """An hour at the desk with a queue that will not be through in time."""

    def __init__(self, open_window, cast) -> None:
        self.open_window, self.cast = open_window, cast

    def given_contacts_wait(self, bells):
        by = self.cast.dawn
        self.late = come_in(by, "late", tells_of(bells.mia), hours_ago=30)
        self.again = come_in(by, "again", tells_of(bells.mia), tells_of(bells.noah), hours_ago=3)
        for number in range(6):
            come_in(by, f"{number}", hours_ago=23 + number / 10)
        self.danger = come_in(by, "danger", a_child("Wilf", "Hale"), hours_ago=0, is_danger_now=True)

    def when_rosa_looks(self):
        self.look = self.open_window("/front-door/", as_=self.cast.rosa).is_in_order()
        self.look.press("Sit down at the desk")

    def then_she_sees_that_it_will_not_be_through_and_asks_for_help(self):
        assert "9 contacts wait for a decision, 1 out of time" in self.look.heading
        assert "The desk will not be through in time" in self.look.is_in_order().words
        self.look.follow("Ask other teams for help").is_in_order()
        self.look.page.get_by_label("Early help").check()
        self.look.fill(words="One who decides until noon").press("Ask for help")
        assert "asked Early help: One who decides until noon" in self.look.is_in_order().words

    def when_what_belongs_together_is_gathered(self):
        self.look.go("/front-door/").press("Think of them together")
        assert "One piece of thinking" in self.look.is_in_order().words

    def then_dawn_is_given_the_danger_first(self):
        self.dawn = self.open_window("/front-door/", as_=self.cast.dawn).press("Pull the next one")
        assert "Wilf Hale" in self.dawn.is_in_order().heading

    def when_she_leaves_it_she_says_why_and_gets_the_next(self):
        self.dawn.follow("Leave it for somebody else").press("Leave it")
        assert "Say why" in self.dawn.is_in_order().words
        self.dawn.fill(reason="My sister lives next door to them").press("Leave it")
        assert PassedOver.objects.get().reason == "My sister lives next door to them"

    def when_femi_pulls_he_gets_what_she_left(self):
        femi = self.open_window("/front-door/", as_=self.cast.femi).press("Pull the next one")
        assert "Wilf Hale" in femi.is_in_order().heading
        assert "My sister lives next door" in femi.words
        decide_contact(self.danger, chosen_for(self.danger, Outcome.REFERRAL), by=self.cast.femi, at=NOW)
        femi.go("/front-door/hand-over/")
        femi.fill(words="Mia’s mother rings back at six").press("Hand it over")
        femi.is_in_order()

    def then_nell_sees_all_of_today_decided_and_open(self):
        nell = self.open_window("/front-door/today/", as_=self.cast.nell).is_in_order()
        assert "Wilf Hale" in nell.words
        assert "Decided" in nell.words
        assert "Mia’s mother rings back at six" in nell.go("/front-door/hand-over/").is_in_order().words
        assert live().filter(held_by_team=self.cast.out_of_hours).count() == 8


@finding("S26", screen="/front-door/")
@pytest.mark.parametrize("window", ["desk", pytest.param("phone", marks=pytest.mark.long)])
def test_an_hour_at_the_desk_that_will_not_be_through_in_time(window, visit, phone, cast, bells, time_machine):
    time_machine.move_to(NOW)
    hour = Hour({"desk": visit, "phone": phone}[window], cast)

    hour.given_contacts_wait(bells)
    hour.when_rosa_looks()
    hour.then_she_sees_that_it_will_not_be_through_and_asks_for_help()
    hour.when_what_belongs_together_is_gathered()
    hour.then_dawn_is_given_the_danger_first()
    hour.when_she_leaves_it_she_says_why_and_gets_the_next()
    hour.when_femi_pulls_he_gets_what_she_left()
    hour.then_nell_sees_all_of_today_decided_and_open()


@pytest.mark.django_db
@finding("S26", screen="/front-door/")
@pytest.mark.long
def test_sixty_waiting_contacts_are_handled_in_their_order_and_each_has_one_owner_all_the_while(cast, time_machine):
    """Dawn pulls and gathers, Femi and Rosa pull and decide on the page, in turn, sixty times."""
    time_machine.move_to(NOW, tick=False)
    channels = (Channel.TELEPHONE, Channel.EMAIL, Channel.FORM, Channel.PUBLIC_FORM)
    waiting = [
        come_in(
            cast.dawn, str(number), a_child(f"Child{number}", f"Family{number}"), hours_ago=number / 4,
            channel=channels[number % 4], is_danger_now=number == 7,
        ).pk
        for number in range(60)
    ]  # fmt: skip
    danger = waiting[7]
    dawn, femi, rosa = _signed_in(cast.dawn), _signed_in(cast.femi), _signed_in(cast.rosa)
    given: list[int] = []

    for number in range(60):
        gathered = _pulled(dawn)
        assert Contact.objects.get(pk=gathered).held_by == cast.dawn
        dawn.post(f"/front-door/{gathered}/ready/")
        decides = (femi, rosa)[number % 2]
        given.append(_pulled(decides))
        assert Contact.objects.get(pk=given[-1]).held_by == (cast.femi, cast.rosa)[number % 2]
        _decided(decides, given[-1], "referral" if given[-1] == danger else "advice")
        assert live().count() == 60
        assert Contact.objects.awaiting_decision().count() == 59 - number

    # Whoever is in danger, then the least time left: not one twice, not one left.
    assert given == [danger, *(pk for pk in reversed(waiting) if pk != danger)]
    assert not Contact.objects.awaiting_decision().exists()


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _pulled(client) -> int:
    return int(client.post("/front-door/next/").headers["Location"].split("/")[-2])


def _decided(client, contact, outcome) -> None:
    line = ChildContact.objects.get(contact=contact).pk
    said = {"about": line, f"{line}-outcome": outcome, f"{line}-level": "2", f"{line}-rationale": "As was told."}
    said[f"{line}-consent"], said["step"] = "given", "confirm"
    assert client.post(f"/front-door/{contact}/decide/", said).status_code == 302
    assert ChildContact.objects.get(pk=line).outcome == outcome


@pytest.mark.django_db
def test_whatever_one_does_a_waiting_contact_is_always_on_exactly_one_desk(cast, bells):
    contact = come_in(cast.dawn, "1")

    def owner():
        contact.refresh_from_db()
        return (contact.held_by_team.name, contact.held_by and contact.held_by.name)

    actions.take(contact, by=cast.dawn, at=NOW)
    assert owner() == ("Front door", "Dawn Okafor")
    actions.take_over(contact, because="She has gone home", by=cast.femi, at=NOW)
    assert owner() == ("Front door", "Femi Adeyemi")
    actions.say_ready(contact, by=cast.femi, at=NOW)
    assert owner() == ("Front door", None)
    actions.hand_over(from_team=cast.front_door, to_team=cast.out_of_hours, words="All quiet", by=cast.femi, at=NOW)
    assert owner() == ("Out of hours", None)
