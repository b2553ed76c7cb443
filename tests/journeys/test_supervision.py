"""
J9: Marcus supervises Priya twice.

The first time the list says whom to speak of and why, the pack says what changed and what Mia said, and the talk ends
in a direction. Priya sees it differently, and both sign. It is not done; four weeks later it stands first on the list,
in the pack and in the record. What Marcus carries forward without noticing, the page shows him. A colleague who is not
told whose it is reads the record; what Priya said of herself stands on no child’s page.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lintel.journey.visiting.tests.builders import bells_visited
from lintel.oversight.supervision.models import Direction, Rating, SupervisionSession
from lintel.oversight.supervision.tests.builders import draw_all
from lintel.statute.calendar import LONDON
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=25)

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NEXT_TIME = datetime(2025, 3, 31, 10, 0, tzinfo=LONDON)
WHY = "I do not know how to talk with her"
CHANGED = (
    "Mia has slept at her grandmother’s since the weekend and has been at school every day. Her mother has not opened "
    "the door to anybody since Thursday."
)
OTHERWISE = "Perhaps her mother is ashamed and not hostile. We have asked her nothing about herself."
CHALLENGE = "I asked why nobody has spoken with Mia’s father. Nobody had thought of it."
VIEW = "He frightens me. I do not want to ring him alone."
DIRECTION, FOR_WHAT = "Ring Mia’s father together", "Mia knows whether her father will collect her on Fridays"
PERSONAL = "I have not slept properly since January."


def day(on, name):
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


class TwoSessions:
    """What they do, and what they see; each page is looked at on a desk and on a telephone."""

    def __init__(self, visit, cast, bells, clock) -> None:
        self.visit, self.cast, self.bells, self.clock = visit, cast, bells, clock
        self.they_sign_in()

    def they_sign_in(self):
        self.marcus, self.priya = (self.visit("/start/", as_=who) for who in (self.cast.marcus, self.cast.priya))

    @property
    def session(self) -> str:
        return f"/supervision/{SupervisionSession.objects.order_by('pk').last().pk}/"

    def in_order(self, look):
        look.is_in_order()
        look.page.set_viewport_size(PHONE)
        look.is_in_order()
        look.page.set_viewport_size(DESK)

    # --- the first session ---

    def when_priya_chooses_mia(self):
        self.priya.go("/supervision/").follow("Choose whom to speak of next time")
        self.in_order(self.priya)
        self.priya.page.get_by_label("Mia Bell", exact=True).check()
        self.priya.fill(**{f"why-{self.bells.mia.pk}": WHY})
        self.priya.press("Keep my choice")

    def then_the_list_fits_the_hour_and_says_why(self):
        look = self.marcus.go("/supervision/")
        assert "they fit" in look.words
        self.in_order(look)
        look.follow("Priya Nair")
        look.page.get_by_label("Minutes there are").fill("8")
        look.press("Make the list fit")
        assert "1 child fits" in look.words
        assert f"Chosen by the worker: {WHY}" in look.words
        assert "Not this time: the time is full." in look.words
        self.in_order(look)
        look.press("Begin with this list")

    def and_the_pack_says_what_mia_said(self):
        self.in_order(self.marcus)
        self.marcus.follow("Prep pack")
        assert "I sleep at Nan’s now." in self.marcus.words
        self.in_order(self.marcus)

    def and_the_screen_is_quiet_while_they_talk(self):
        self.priya.go(f"{self.session}talk/")
        assert "How else could we understand it?" in self.priya.words
        assert self.priya.page.locator("main textarea").count() == 0
        self.in_order(self.priya)

    def when_marcus_writes_what_was_said_with_a_direction(self):
        look = self.marcus.go(f"{self.session}talk/").follow("Mia Bell")
        look.fill(**{
            "changed": CHANGED, "otherwise": OTHERWISE, "first-what": DIRECTION, "first-for": FOR_WHAT,
            **day(date(2025, 3, 14), "first-due"),
        })  # fmt: skip
        look.press("Keep what was said")
        assert "why nothing needed to be" in look.words  # nothing was questioned, and no word is lost
        assert look.page.locator("[name=changed]").input_value() == CHANGED
        look.fill(challenge=CHALLENGE)
        self.in_order(look)
        look.press("Keep what was said")
        assert DIRECTION in look.words
        look.press("Sign as supervisor")

    def then_priya_sees_it_differently_and_signs(self):
        look = self.priya.go("/")
        assert "waits for your own view and your signature" in look.words
        look.go(f"{self.session}view/")
        look.page.get_by_label("Your own view of Mia Bell").fill(VIEW)
        look.page.get_by_label("I see it differently: Mia Bell").check()
        self.in_order(look)
        look.press("Sign this record")
        assert "Signed by both" in look.words
        assert VIEW in look.words

    def and_what_she_said_of_herself_is_for_the_two_of_them(self):
        look = self.marcus.go(f"/supervision/workers/{self.cast.priya.worker_id}/personal/")
        look.fill(words=PERSONAL)
        self.in_order(look)
        look.press("Keep it for the two of us")
        assert PERSONAL in self.priya.go("/supervision/personal/").words
        assert PERSONAL not in self.priya.go(f"/children/{self.bells.mia.pk}/supervision/").words
        self.in_order(self.priya)

    # --- four weeks later ---

    def when_nothing_was_done_it_stands_first(self):
        self.clock.move_to(NEXT_TIME)
        self.they_sign_in()
        look = self.marcus.go("/")
        assert "1 direction of supervision is past its day" in look.words
        look.go(f"/supervision/workers/{self.cast.priya.worker_id}/")
        assert f"Not done: {DIRECTION} (due 14 March)" in look.words
        look.press("Begin with this list")
        look.follow("Prep pack")
        assert "Not done since last time" in look.words

    def and_what_is_carried_forward_is_seen(self):
        look = self.marcus.go(f"{self.session}children/{self.bells.mia.pk}/")
        given = Direction.objects.get().pk
        look.page.locator(f"[name=became-{given}]").select_option("carry")
        look.fill(**{f"words-{given}": "Priya was alone.", "changed": CHANGED, "challenge": CHALLENGE})
        look.page.get_by_text("Carry it to another day").first.click()
        look.fill(**day(date(2025, 4, 4), f"due-{given}"))
        look.press("Keep what was said")
        assert "stood in the last record of Mia Bell too" in look.words
        assert "Her mother has not opened the door to anybody since Thursday." in look.words
        self.in_order(look)
        look.press("Sign as supervisor")

    def then_it_is_done_by_priya_with_what_shows_it(self):
        look = self.priya.go("/supervision/directions/")
        assert "carried to 4 April 2025" in look.words
        self.in_order(look)
        look.follow("Say what became of it")
        look.page.get_by_label("Done", exact=True).check()
        self.in_order(look)
        look.press("Write it down")
        assert "Nothing agreed in supervision waits for you." in look.words

    def and_sofia_reads_one_blind(self):
        look = self.visit("/supervision/reading/", as_=self.cast.sofia)
        self.in_order(look)
        look.page.locator("main .lintel-list a").first.click()
        assert "Priya" not in look.words
        assert "Marcus" not in look.words
        for name in ("child", "reflection", "challenge", "direction", "follow_through", "support"):
            look.page.locator(f"[name={name}][value='2']").check()
        self.in_order(look)
        look.press("Hand in")
        assert "No mean is shown until it is 0.6 or more." in look.words


@finding("S15", "S37", "S38", "S39", screen="/supervision/")
def test_two_sessions_a_direction_that_was_not_done_and_a_record_read_blind(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    draw_all(cast)
    bells_visited(bells, by=cast.priya, at=NOW - timedelta(hours=20))
    sessions = TwoSessions(visit, cast, bells, time_machine)

    sessions.when_priya_chooses_mia()
    sessions.then_the_list_fits_the_hour_and_says_why()
    sessions.and_the_pack_says_what_mia_said()
    sessions.and_the_screen_is_quiet_while_they_talk()
    sessions.when_marcus_writes_what_was_said_with_a_direction()
    sessions.then_priya_sees_it_differently_and_signs()
    sessions.and_what_she_said_of_herself_is_for_the_two_of_them()
    sessions.when_nothing_was_done_it_stands_first()
    sessions.and_what_is_carried_forward_is_seen()
    sessions.then_it_is_done_by_priya_with_what_shows_it()
    sessions.and_sofia_reads_one_blind()

    done = Direction.objects.get()
    assert (done.due_on, done.done_on) == (date(2025, 3, 14), NEXT_TIME.date())
    assert Rating.objects.count() == 1
