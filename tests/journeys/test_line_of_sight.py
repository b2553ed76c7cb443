"""
From the files an authority already has to the truth about its front door.

The analyst loads Ravenshire's Annex A and mends a row; that evening the head of service sees what conversion did, what
was changed, and every child of the week in which it began to signal.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from lintel.demo.story import Story
from lintel.foundation.access.actions import give_password, service_account
from lintel.journey.imports import tasks
from lintel.journey.imports.models import Load
from lintel.oversight.returns.actions import export_annex_a
from tests.cast import NOW, PASSWORD
from tests.ravenshire import UNTIL, written
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=30)
A_TENTH = 0.1
CHANGED_ON = Story(until=UNTIL).changed_on


@pytest.fixture(scope="module")
def annex_a(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The Annex A workbook of a tenth of Ravenshire, in which somebody typed a word where a day belongs."""
    path = tmp_path_factory.mktemp("returns") / "Ravenshire Annex A.xlsx"
    with django_db_blocker.unblock(), written(scale=A_TENTH):
        by = service_account(at=NOW)
        export_annex_a(path, starts_on=Story(until=UNTIL).starts_on, ends_on=UNTIL, by=by, at=NOW)
    book = load_workbook(path)
    contacts = book["List 1"]
    column = next(cell.column for cell in contacts[1] if cell.value == "Date of Contact")
    contacts.cell(row=20, column=column).value = "early in spring"
    book.save(path)
    return path


class Evening:
    """What the two of them do, and what they see."""

    def __init__(self, open_desk, cast) -> None:
        self.open_desk = open_desk
        self.cast = cast

    def given_the_analyst_signs_in(self):
        self.look = self._signs_in(self.cast.anil)

    def given_the_head_of_service_signs_in(self):
        self.look = self._signs_in(self.cast.helen)

    def when_she_offers_the_workbook(self, path: Path):
        self.look.follow("Load files")
        self.look.page.get_by_label("Annex A lists").check()
        self.look.page.locator("[name=file]").set_input_files(path)
        self.look.press("Read the file")
        self.load = Load.objects.latest("pk")
        tasks.read_load(load_id=self.load.pk)
        self.look.page.reload()

    def then_the_lists_are_recognised_and_nothing_is_stored(self):
        words = self.look.words
        assert "Nothing is stored yet" in words
        for name in ("List 1", "List 3", "List 4", "List 5", "List 6", "List 7"):
            assert name in words
        self.look.is_in_order()

    def when_it_is_stored(self):
        self.look.press("Store it")
        tasks.store_load(load_id=self.load.pk, user_id=self.cast.anil.pk)
        self.look.page.reload()
        self.load.refresh_from_db()

    def then_rows_in_are_accepted_or_set_aside(self, *, set_aside: int):
        assert self.load.rows_in == self.load.rows_accepted + self.load.rows_quarantined
        assert self.load.rows_quarantined == set_aside
        assert f"+ {set_aside} set aside" in self.look.words
        self.look.is_in_order()

    def when_the_row_is_mended_and_loaded(self, folder: Path):
        first = self.load
        with self.look.page.expect_download() as download:
            self.look.page.get_by_role("link", name="Download the rows").click()
        book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
        sheet = book["List 1"]
        column = next(cell.column for cell in sheet[1] if cell.value == "Date of Contact")
        sheet.cell(row=2, column=column).value = "13/03/2023"
        mended = folder / "rows to mend.xlsx"
        book.save(mended)
        self.when_she_offers_the_workbook(mended)
        self.when_it_is_stored()
        self.then_rows_in_are_accepted_or_set_aside(set_aside=0)
        assert first.quarantined.get().mended_by == self.load

    def when_the_analyst_records_the_change(self):
        self.look.follow("Indicators").follow("What was changed")
        self.look.fill(what="New wording of the threshold document", decided_by="Odile Larchmere, head of service")
        for part in ("day", "month", "year"):
            self.look.page.locator(f"[name=changed_on-{part}]").fill(str(getattr(CHANGED_ON, part)))
        self.look.press("Record the change")
        self.look.is_in_order()

    def then_home_shows_the_front_door(self):
        assert self.look.heading == "The front door"
        assert "Conversion of contacts to referrals" in self.look.words
        self.look.is_in_order()

    def when_she_opens_conversion(self):
        self.look.page.get_by_role("link", name=re.compile("Chart and definition.*Conversion")).click()
        assert self.look.heading == "Conversion of contacts to referrals"

    def then_she_sees_the_change_record_and_the_signal(self):
        assert "New wording of the threshold document" in self.look.words
        signals = self.look.page.locator(".lintel-chart--wide a[aria-label*='signal']")
        self.signal = next(
            place for place in signals.all() if _week_of(place.get_attribute("aria-label")) >= CHANGED_ON
        )
        week = _week_of(self.signal.get_attribute("aria-label"))
        # A tenth of the council has a tenth of the contacts; the whole of it signals by week four (lintel/demo/tests).
        assert week <= CHANGED_ON + timedelta(weeks=10)
        self.look.is_in_order()

    def when_she_chooses_that_point(self):
        self.week = _week_of(self.signal.get_attribute("aria-label"))
        self.signal.click()
        expect(self.look.page.get_by_role("heading", level=1)).to_have_text("The list behind this number")

    def then_she_sees_the_contacts_of_that_week(self):
        words = self.look.words
        assert f"{self.week:%-d %B %Y} to {self.week + timedelta(days=6):%-d %B %Y}" in words
        lines = self.look.page.locator("tbody tr").count()
        assert f"{lines} lines" in words
        self.look.is_in_order()

    def _signs_in(self, user):
        look = self.open_desk("/sign-in/")
        look.fill(login=user.email, password=PASSWORD)
        look.press("Sign in")
        assert look.path == "/"
        return look


def _week_of(label: str) -> date:
    """`Week of 3 March 2025: 41.2%; signal: …` → 3 March 2025"""
    words = label.removeprefix("Week of ").split(":")[0]
    return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007 — a day has no time zone


@finding("S1", "S22", "S51", screen="/indicators/K06/")
def test_from_the_files_to_the_truth_about_the_front_door(visit, cast, annex_a, tmp_path, time_machine):
    time_machine.move_to(NOW)
    for user in (cast.anil, cast.helen):
        give_password(user, password=PASSWORD, by=cast.sam, at=NOW)
    evening = Evening(visit, cast)

    evening.given_the_analyst_signs_in()
    evening.when_she_offers_the_workbook(annex_a)
    evening.then_the_lists_are_recognised_and_nothing_is_stored()
    evening.when_it_is_stored()
    evening.then_rows_in_are_accepted_or_set_aside(set_aside=1)
    evening.when_the_row_is_mended_and_loaded(tmp_path)
    evening.when_the_analyst_records_the_change()

    evening.given_the_head_of_service_signs_in()
    evening.then_home_shows_the_front_door()
    evening.when_she_opens_conversion()
    evening.then_she_sees_the_change_record_and_the_signal()
    evening.when_she_chooses_that_point()
    evening.then_she_sees_the_contacts_of_that_week()
