"""The two pages of a signed what-if: always two, always the same, refused before a signature."""

import re
import sys
import zlib

import pytest

from lintel.foundation.audit_log.models import Entry
from lintel.oversight.demand.what_if import actions
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.oversight.demand.what_if.tests.builders import scenario_with_names, small_scenario
from lintel.web.planning import two_pages
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.django_db]

LONG = (
    "Accept seven in ten contacts from schools and police in every corner of the county and beyond it, from September"
)
LONG_NAME = "The north-western multi-agency assessment, safeguarding and support team of the county and its neighbours"


def a_what_if(cast, name="Accept more", scenario=None, **levers):
    asked = actions.draw_up(name, as_things_are=scenario or small_scenario(weeks=8), by=cast.ola, at=NOW)
    if levers:
        actions.move_levers(asked, levers=levers, by=cast.ola, at=NOW)
        asked.refresh_from_db()
    return asked


def signed(cast, *args, **more):
    asked = a_what_if(cast, *args, **more)
    return actions.sign(actions.run(asked, runs=4_000, by=cast.ola, at=NOW), by=cast.helen, at=NOW)


def conversion(source="every", **more):
    return {"to": 0.7, "source": source, "from_week": 0, "over_weeks": 4} | more


@pytest.fixture
def asked(cast):
    return signed(cast, conversion=[conversion()])


def paper_of(client, user, asked, query=""):
    client.force_login(user)
    return client.get(f"/what-ifs/{asked.pk}/paper/{query}")


@finding("S2", screen="/what-ifs/")
def test_a_signed_what_if_prints_on_two_pages(client, cast, asked):
    answer = paper_of(client, cast.helen, asked)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    entry = Entry.objects.filter(act="exported").get()
    assert (entry.by, entry.subject_id, entry.details["pages"]) == (cast.helen, asked.pk, 2)


def test_the_pdf_says_its_title_and_language_and_is_tagged(cast, asked):
    made = two_pages.printed(two_pages.words_of_the_paper(asked, viewer=cast.helen))

    inside = unpacked(made.pdf)
    assert made.pages == 2
    assert b"/MarkInfo" in inside
    assert b"/Lang (en)" in inside
    assert b"http://www.aiim.org/pdfua/ns/id/" in inside


def unpacked(pdf):
    """A PDF with whatever is compressed in it unpacked."""
    found = re.findall(rb"FlateDecode.*?stream\n(.*?)\nendstream", pdf, flags=re.S)
    return pdf + b"".join(zlib.decompressobj().decompress(each) for each in found)


@pytest.mark.slow
def test_printed_twice_it_is_the_same_to_the_last_byte(cast, asked):
    first, second = (
        two_pages.printed(two_pages.words_of_the_paper(asked, viewer=who)) for who in (cast.helen, cast.ola)
    )

    assert first.pdf == second.pdf


@pytest.mark.slow
def test_long_names_and_a_dozen_levers_still_stand_on_two_pages(cast):
    scenario = scenario_with_names(LONG_NAME, weeks=8)
    post = {"number": 2, "team": LONG_NAME, "is_agency": True, "is_funded": False, "until_week": 7}
    asked = signed(
        cast, LONG, scenario, conversion=[conversion(LONG_NAME, from_week=week) for week in range(4)], volume=1.2,
        waves=[{"source": LONG_NAME, "contacts": 400, "from_week": week, "over_weeks": 2} for week in range(4)],
        assessment_length=0.8, posts=[post | {"from_week": week} for week in range(4)],
    )  # fmt: skip

    words = two_pages.words_of_the_paper(asked, viewer=cast.helen)
    words["sentences"] = words["sentences"] + [LONG] * 4
    words["foretold"] = [LONG] * 3
    made = two_pages.printed(words)

    assert words["more"] == 4
    assert made.pages == 2


def test_what_is_not_signed_does_not_print(client, cast):
    asked = a_what_if(cast)
    client.force_login(cast.helen)

    shown = client.get(f"/what-ifs/{asked.pk}/paper/", follow=True).content.decode()

    assert "Only a signed what-if prints: sign it first." in shown
    assert not Entry.objects.filter(act="exported").exists()


def test_it_says_what_is_asked_what_would_happen_and_what_it_does_not_know(client, cast, asked):
    shown = paper_of(client, cast.helen, asked, "?as=page").content.decode()

    for words in (
        "You are asked to decide:", "70 in 100 of all contacts become a referral", "What would happen",
        "eight futures out of ten", "In numbers", "What it rests on", "What it does not know",
        "No child is predicted.", f"What-if {asked.pk}, signed by Helen Strand on 3 March 2025",
    ):  # fmt: skip
        assert words in shown
    assert shown.count("<svg") == 2


def test_without_pango_it_says_what_to_install_and_offers_the_page(client, cast, asked, monkeypatch):
    class NoPango:
        def __getattr__(self, name):
            raise OSError("cannot load library 'libpango'")

    monkeypatch.setitem(sys.modules, "weasyprint", NoPango())

    answer = paper_of(client, cast.helen, asked)

    assert answer.status_code == 503
    assert "apt-get install libpango" in answer.content.decode()
    assert f"/what-ifs/{asked.pk}/paper/?as=page" in answer.content.decode()


def test_a_social_worker_is_refused(client, cast, asked):
    assert paper_of(client, cast.tom, asked).status_code == 403


def test_a_what_if_that_is_not_there(client, cast):
    client.force_login(cast.helen)

    assert client.get("/what-ifs/99/paper/").status_code == 404


def test_the_page_to_print_is_in_order_and_the_what_if_leads_to_it(visit, phone, cast, asked):
    for look in (visit, phone):
        look(f"/what-ifs/{asked.pk}/", as_=cast.helen).follow("The same to print from the browser").is_in_order()
    assert WhatIf.objects.get().signed_at == NOW
