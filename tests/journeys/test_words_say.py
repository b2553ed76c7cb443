"""Priya writes about Mia and reads beside it what her words say meanwhile; one sentence she sees differently."""

import pytest

from lintel.oversight.reading.models import SeenDifferently
from lintel.oversight.reading.tests.builders import MIA, SHARED, measures_on
from tests.cast import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# The browser waits this long at most for what is promised within a second of the last key, on a busy machine.
PATIENCE = 10_000


@pytest.mark.finding("S9", "S43", "S62", screen="/words/children/")
def test_the_words_are_looked_at_while_they_are_written(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    measures_on(cast)
    look = visit(f"/words/children/{bells.mia.pk}/", as_=cast.priya)
    panel = look.page.locator("[data-words-panel]")
    panel.get_by_text("Nothing is written yet.").wait_for(timeout=PATIENCE)
    assert not panel.get_by_role("button", name="Look at my words").is_visible()

    look.fill(shared=SHARED)
    panel.get_by_text("1 of 4 sentences", exact=True).wait_for(timeout=PATIENCE)
    panel.locator("summary", has_text="Sentences about Mia to look at again").click()
    assert panel.get_by_text("Owen Hartley denies the allegation.").is_visible()

    # What was opened stays open while she goes on.
    look.page.locator(f"[name='child_{bells.mia.pk}']").fill(MIA)
    panel.get_by_text("3 of 8 sentences", exact=True).or_(panel.get_by_text("2 of 7 sentences", exact=True)).wait_for(
        timeout=PATIENCE
    )
    assert panel.get_by_text("Owen Hartley denies the allegation.").is_visible()
    look.is_in_order()

    panel.locator("li", has_text="Owen Hartley denies").locator("summary").click()
    panel.locator("li", has_text="Owen Hartley denies").get_by_role("button", name="said elsewhere").click()
    panel.get_by_text("Noted: you see it differently.").wait_for(timeout=PATIENCE)
    assert SeenDifferently.objects.get().because == "says it elsewhere"


def test_without_script_the_words_are_looked_at_on_a_page_of_their_own(without_javascript, cast, bells, time_machine):
    time_machine.move_to(NOW)
    measures_on(cast)
    look = without_javascript(f"/words/children/{bells.mia.pk}/", as_=cast.priya).fill(shared=SHARED)
    with look.page.context.expect_page() as opened:
        look.page.get_by_role("button", name="Look at my words").click()
    page = opened.value
    page.locator("summary", has_text="Sentences about Mia to look at again").click()
    page.locator("li", has_text="Owen Hartley denies").locator("summary").click()
    page.locator("li", has_text="Owen Hartley denies").get_by_role("button", name="said elsewhere").click()
    page.get_by_role("heading", name="You see it differently").wait_for()

    assert SeenDifferently.objects.count() == 1
    assert look.page.locator("[name=shared]").input_value() == SHARED
