"""
J7, from the assessment to the kitchen table: what is known already stands in plain words for Ruth; a letter is refused
where she must not be written to; read together instead, said back in her own words, and what she does not agree with
stands on the paper.
"""

from __future__ import annotations

import pytest

from lintel.foundation.people.registering.actions import set_safe_contact
from lintel.journey.family_versions.tests.families import ASK, IMPACT, WORRY, papers_of_mia
from lintel.steps.family_versions.models import FamilyVersion, Sharing
from tests.cast import NOW

pytestmark = pytest.mark.slow
BACK = "You will help me get her up, and I wake her at half past seven."
NOT_SO = "She was late twice, not often. The bus did not come."


@pytest.fixture
def ruth_is_not_written_to(cast, bells, time_machine):
    time_machine.move_to(NOW)
    papers_of_mia(cast, bells)
    set_safe_contact(
        bells.ruth, words="He opens her post. Talk to her at school.", never_write=True, by=cast.priya, at=NOW
    )


@pytest.mark.finding("S62", screen="/family-versions/")
def test_what_ruth_reads_says_back_and_does_not_agree_with(visit, phone, cast, bells, ruth_is_not_written_to):
    priya = visit(f"/children/{bells.mia.pk}/", as_=cast.priya)
    priya.follow("What the family was given to read")
    for words in ("Assessment begun on 18 February 2025", "Ruth Bell, mother"):
        priya.page.get_by_label(words).check()
    priya.is_in_order().press("Begin")

    for carried in (
        WORRY,
        IMPACT,
        ASK,
        "Mia is at school every day, by 14 April 2025.",
        "Priya Nair, North assessment",
    ):
        assert any(carried in box.input_value() for box in priya.page.locator("textarea").all())
    priya.fill(going_well="Mia is kind to her brother. You came to every meeting.").is_in_order()
    priya.press("Save the draft and look at it")
    assert "Reading age" in priya.words
    priya.is_in_order().press("Finish it")

    priya.press("Share it")
    assert "He opens her post." in priya.words
    priya.page.get_by_label("By post").check()
    priya.fill(where="4 Mill Lane, Ravenshire").press("Write it down")
    assert "Not like this. He opens her post." in priya.words
    assert not Sharing.objects.exists()
    priya.is_in_order().page.get_by_label("Read together").check()
    priya.press("Write it down")

    told = phone(f"/family-versions/{FamilyVersion.objects.get().pk}/", as_=cast.priya)
    told.press("They said it back")
    for name in ("worry", "ask", "next"):
        told.page.locator(f"[name='{name}_said'][value='yes']").check()
        told.fill(**{f"{name}_words": BACK})
    told.is_in_order().press("Write it down")
    told.press("They do not agree").fill(words=NOT_SO).press("Write it down")
    assert BACK in told.words
    assert NOT_SO in told.is_in_order().words
    told.go(told.path + "paper/?as=page").is_in_order()
    assert NOT_SO in told.words
