"""Somebody marks words in the record, and they stand under the question; on that evidence it is handed in."""

import pytest

from lintel.journey.assessing.tests.builders import sent
from lintel.oversight.audits.models import Citation, Grading
from lintel.oversight.audits.tests.builders import an_auditor, planned
from tests.trace import finding

pytestmark = [pytest.mark.usefixtures("at_nine"), pytest.mark.slow]
HER_WORDS = "I count the stairs until it is quiet."


def mark(look, words):
    """Mark an entry's words as a finger would: a press at their beginning, three times."""
    look.page.locator("[data-entry] p", has_text=words).first.click(click_count=3)
    look.page.wait_for_selector("[data-cite-bar]:not([hidden])")


def cite(look, words, question, slug):
    mark(look, words)
    look.page.get_by_label("Cite for").select_option(label=question)
    look.page.get_by_role("button", name="Cite", exact=True).click()
    look.page.wait_for_selector(f'[data-evidence="{slug}"] blockquote')


@finding("S54", screen="/audits/")
@finding("S56", screen="/audits/")
@finding("S57", screen="/audits/")
def test_evidence_is_cited_by_marking_the_record_and_nothing_is_handed_in_without_it(visit, phone, cast, bells):
    wyn = an_auditor(cast)
    sent(cast, bells)
    audit = planned(cast, bells.mia, auditor=wyn)
    desk = visit(f"/audits/{audit.pk}/", as_=wyn)
    desk.is_in_order()

    desk.fill(**{"words-right_plan": "A plan that names the nights.", "words-in_time": "Nothing has a day yet."})
    desk.press("Hand in the audit")
    assert "“Is the right plan in place?” has no evidence." in desk.words
    assert not Grading.objects.exists()
    desk.is_in_order()

    for question, slug in (
        ("Is the right plan in place for this child?", "right_plan"),
        ("Is it being progressed in good time?", "in_time"),
        ("The grade", "grade"),
    ):
        cite(desk, HER_WORDS, question, slug)
    assert set(Citation.objects.values_list("question", flat=True)) == {"right_plan", "in_time", ""}
    # What was typed before is still there: nothing was sent, and the page was not left.
    assert desk.page.locator("#id_words-right_plan").input_value() == "A plan that names the nights."
    for name in ("verdict-right_plan", "verdict-in_time"):
        desk.page.locator(f"input[name='{name}'][value='no']").check()
    desk.page.get_by_label("Requires improvement to be good").check()
    desk.fill(why="She is heard, and nobody plans for the nights.")
    desk.press("Hand in the audit")

    assert Grading.objects.get().grade == 2
    assert "The grade: Requires improvement to be good" in desk.words
    assert HER_WORDS in desk.words
    desk.is_in_order()
    other = planned(cast, bells.noah, auditor=wyn)
    phone(f"/audits/{other.pk}/", as_=wyn).is_in_order()
