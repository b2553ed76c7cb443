"""
J3: the police send what lay there for weeks.

Hart uploads nothing: his force's batch comes by mail, and Dawn looks at it before it is taken in. She sees how late it
is, takes it in, and finds the households in their order. The worker of a child who is open hears of it at once and says
that it is the child. A row that was set aside comes back mended. Rosa reads whose hours they were; Hart sees the same
numbers, and declares what is still not triaged.
"""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from lintel.foundation.notices.queries import notices
from lintel.journey.notifications import tasks
from lintel.journey.notifications.tests.builders import live_at_mill_lane, police
from lintel.steps.front_door.codes import Channel
from lintel.steps.front_door.models import Contact
from lintel.steps.police_notifications.models import Batch, Notification
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.slow

HEADINGS = [
    "Police Ref", "Incident Date", "Incident Time", "Triage Date Time", "Date Sent", "Risk Grade", "Attending Officer",
    "Circumstances", "Victim Name", "Victim DOB", "Suspect Name", "Suspect Address", "Suspect Postcode",
    "Child 1 Name", "Child 1 DOB", "Child 1 Address", "Child 1 Postcode", "Child 2 Name", "Child 2 DOB",
]  # fmt: skip
BELLS = [
    "Ruth Bell", "03/11/1988", "Owen Hartley", "3 Canal Street", "RV4 4CD", "Mia Bell", "02/09/2013", "14 Mill Lane",
    "RV1 2AB", "Noah Bell", "20/04/2018",
]  # fmt: skip
KITES = [
    "Una Kite", "04/05/1990", "Abel Stone", "9 Quarry Hill", "RV2 3BC", "Ada Kite", "05/05/2024", "", "", "", "",
]  # fmt: skip
NOBODY = ["", "", "", "", "", "Wren Marsh", "", "", "", "", ""]
SENT = "03/03/2025 08:30"
ROWS = [
    ["RC/101", "20/02/2025", "22:10", "25/02/2025 09:00", SENT, "Medium", "PC 1", "Argument, neighbour rang.", *BELLS],
    ["RC/102", "10/02/2025", "19:00", "24/02/2025 09:00", SENT, "Standard", "PC 2001", "Verbal argument.", *KITES],
    ["RC/103", "17/02/2025", "23:40", "", SENT, "Standard", "PC 2001", "Third call this month.", *KITES],
    ["RC/104", "26/02/2025", "01:15", "27/02/2025 10:00", SENT, "High", "PC 2002", "Victim strangled.", *KITES],
    ["", "01/03/2025", "20:00", "", SENT, "High", "PC 9", "Reference left out.", *NOBODY],
]  # fmt: skip


def file_of(headings, rows) -> dict[str, object]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows(rows)
    return {"name": "backlog w9.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


class Morning:
    """What they do, and what they see."""

    def __init__(self, visit, phone, cast) -> None:
        self.visit, self.phone, self.cast = visit, phone, cast

    def given_dawn_looks_at_a_file_that_has_come(self):
        self.look = self.visit("/police/", as_=self.cast.dawn)
        self.look.is_in_order()
        self.look.page.locator("input[type=file]").set_input_files(file_of(HEADINGS, ROWS))
        self.look.press("Look at the file")

    def then_she_sees_how_late_it_is_and_nothing_is_taken_in(self):
        assert "Nothing is taken in yet." in self.look.words
        assert "4 can be taken in, 1 is set aside" in self.look.words
        assert "There is no police reference" in self.look.words
        assert "4 late" in self.look.words
        assert not Contact.objects.filter(channel=Channel.POLICE_FEED).exists()
        self.look.is_in_order()

    def when_she_takes_it_in(self):
        self.look.press("Take them in")
        self.look.is_in_order()
        batch = Batch.objects.get()
        tasks.take_in(batch_id=batch.pk, user_id=self.cast.dawn.pk, at=timezone.now().isoformat())
        self.look.page.locator("#progress").wait_for(state="detached")

    def then_households_stand_in_their_order_and_none_is_doubled(self):
        assert "5 rows in = 4 accepted + 1 set aside" in self.look.words
        households = self.look.page.locator(".lintel-household").all_inner_texts()
        assert len(households) == 2
        assert "Ada Kite" in households[0]
        assert "2 further incidents since the first" in households[0].lower()
        assert "strangled" in households[0].lower()
        assert "worker was told" in households[1]
        contacts = Contact.objects.filter(channel=Channel.POLICE_FEED)
        assert {contact.received_at for contact in contacts} == {Batch.objects.get().received_at}
        self.look.is_in_order()

    def then_the_worker_and_the_manager_know_at_once(self):
        for who in (self.cast.priya, self.cast.marcus):
            assert any("The police tell of Mia Bell" in sent.words for sent in notices(viewer=who))

    def when_the_worker_says_it_is_the_child(self):
        made = Notification.objects.get(reference="RC/101")
        look = self.phone(f"/police/notifications/{made.pk}/", as_=self.cast.priya)
        look.is_in_order()
        look.press("Yes, this is the child")
        assert "Priya Nair says: this is the child" in look.words
        look.is_in_order()

    def then_nothing_was_filed_by_itself_and_the_desk_sees_the_answer(self):
        self.look.follow("RC/101")
        assert "Priya Nair says: this is the child" in self.look.words
        assert "Incident to triage" in self.look.words
        assert {line.identity for line in Notification.objects.get(reference="RC/101").contact.children.all()} == {
            "not_checked"
        }
        self.look.is_in_order()

    def when_the_row_that_was_set_aside_comes_back_mended(self):
        batch = Batch.objects.get()
        self.look.go(f"/police/batches/{batch.pk}/")
        with self.look.page.expect_download() as download:
            self.look.page.get_by_role("link", name="Download them").click()
        with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        rows[1][rows[0].index("Circumstances")] = "Reference given by telephone."
        rows[0].append("Police Ref")
        rows[1].append("RC/105")
        self.look.go("/police/")
        self.look.page.locator("input[type=file]").set_input_files(file_of(rows[0], rows[1:]))
        self.look.press("Look at the file")
        self.look.press("Take them in")
        tasks.take_in(batch_id=Batch.objects.latest("pk").pk, user_id=self.cast.dawn.pk, at=timezone.now().isoformat())
        assert batch.set_aside.get().mended_by.reference == "RC/105"

    def then_whose_hours_they_were_stays_visible_to_both(self):
        ours = self.visit("/police/partnership/", as_=self.cast.rosa)
        assert "5 late" in ours.words
        ours.is_in_order()
        theirs = self.phone("/police/portal/", as_=self.cast.hart)
        assert "5 late" in theirs.words
        assert "Mia Bell" not in theirs.words
        theirs.is_in_order()
        self.portal = theirs

    def when_the_police_declare_what_is_not_triaged(self):
        self.portal.press("Declare what is not triaged")
        self.portal.is_in_order()
        self.portal.fill(
            **{"untriaged": "212", "oldest_on-day": "12", "oldest_on-month": "2", "oldest_on-year": "2025"}
        )
        self.portal.press("Declare it")
        assert "212 declared" in self.portal.words

    def then_it_is_offered_to_the_what_if(self):
        look = self.visit("/police/partnership/", as_=self.cast.helen)
        assert "What if it arrived? Ask with these 212" in look.page.locator("main").inner_text()
        look.is_in_order()

    def then_a_single_notice_can_be_sent(self):
        self.portal.go("/police/portal/send/")
        self.portal.is_in_order()


@finding("S31", screen="/police/")
def test_what_lay_at_the_police_for_weeks_comes_at_once(visit, phone, cast, bells, time_machine, transactional_db):
    time_machine.move_to(NOW)
    police(cast)
    live_at_mill_lane(bells, by=cast.command_line)
    morning = Morning(visit, phone, cast)

    morning.given_dawn_looks_at_a_file_that_has_come()
    morning.then_she_sees_how_late_it_is_and_nothing_is_taken_in()
    morning.when_she_takes_it_in()
    morning.then_households_stand_in_their_order_and_none_is_doubled()
    morning.then_the_worker_and_the_manager_know_at_once()
    morning.when_the_worker_says_it_is_the_child()
    morning.then_nothing_was_filed_by_itself_and_the_desk_sees_the_answer()
    morning.when_the_row_that_was_set_aside_comes_back_mended()
    morning.then_whose_hours_they_were_stays_visible_to_both()
    morning.when_the_police_declare_what_is_not_triaged()
    morning.then_it_is_offered_to_the_what_if()
    morning.then_a_single_notice_can_be_sent()
