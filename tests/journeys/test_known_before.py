"""
A child comes back (J18). Femi reads the contact, and the last time on one page; he says that earlier work was poor.
Priya reads the whole story on her telephone and the last time on one page, marks what matters and chooses only that,
and writes beside what was written last time. Helen draws up a list, and the child is on it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from lintel.journey.assessing.actions import authorise_assessments
from lintel.journey.assessing.tests.builders import TEN, sent
from lintel.journey.last_time.tests.given import known_before
from lintel.oversight.legacy.models import CohortChild
from lintel.steps.assessments.models import Assessment
from lintel.steps.chronology_entries.models import Mark
from lintel.steps.front_door.tests.builders import knock, tells_of
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("at_nine")]
WORDS = "She came in with a bruise on her arm and would not say how."


@pytest.fixture
def came_back(cast, bells):
    """Mia's episode of 2024 ended with things undone, and she was assessed; this morning school told us of her."""
    known_before(cast, bells)
    assessed = sent(cast, bells)
    authorise_assessments(list(assessed.assessments.order_by("pk")), by=cast.marcus, at=TEN)
    return knock(
        by=cast.dawn, once="again", received_at=NOW - timedelta(hours=1), words=WORDS, children=[tells_of(bells.mia)]
    )


@finding("S40", screen="/looking-again/")
@finding("S41", screen="/children/<child>/last-time/")
@finding("S47", screen="/children/<child>/")
def test_a_child_who_was_known_before_does_not_start_again_from_nothing(
    visit, phone, time_machine, cast, bells, came_back
):
    femi = visit(f"/front-door/{came_back.pk}/", as_=cast.femi).follow("Last time").is_in_order()
    assert "Ask for play therapy." in femi.words
    femi.page.get_by_label("Earlier work was unfinished or poor").check()
    femi.fill(words="What was agreed was not done.").press("Write it down").is_in_order()
    assert LookBack.objects.get().verdict == Verdict.UNFINISHED_OR_POOR

    priya = phone(f"/children/{bells.mia.pk}/", as_=cast.priya)
    assert WORDS in priya.words
    priya.follow("This matters").fill(because="Nobody saw her alone last time.").press("Mark it")
    assert Mark.objects.get().marked_by == cast.priya
    priya.page.get_by_text("Choose what to show").click()
    priya.page.get_by_label("Only what is marked as significant").check()
    priya.press("Show these").is_in_order()
    assert "Nobody saw her alone last time." in priya.words
    assert "Child in need plan" not in priya.words
    priya.follow("Last time").is_in_order()
    assert "What was agreed was not done." in priya.words
    assert "Was the old decision right?" not in priya.words

    time_machine.move_to(TEN)
    priya.go(f"/children/{bells.mia.pk}/assess/").press("Begin the assessment")
    again = Assessment.objects.get(child=bells.mia, authorised_on=None)
    priya.go(f"/assessments/{again.family_id}/write/{bells.mia.pk}/")
    last_said = priya.page.get_by_role("region", name="Last time:")
    assert last_said.filter(has_text="“I count the stairs until it is quiet.”").count() == 1
    priya.is_in_order()

    helen = visit("/looking-again/draw-up/", as_=cast.helen)
    helen.fill(**{
        "name": "The winter", "days": "60", "first_day-day": "1", "first_day-month": "1", "first_day-year": "2024",
        "last_day-day": "30", "last_day-month": "6", "last_day-year": "2024", "why": "They waited.",
    }).press("Draw it up").is_in_order()  # fmt: skip
    assert "Earlier work said to be unfinished or poor" in helen.words
    assert CohortChild.objects.get().child == bells.mia
