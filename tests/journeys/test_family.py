"""
J2 turned round: Priya hears a name on the telephone, finds the family from wherever she is, and puts its picture right.
"""

from __future__ import annotations

import pytest

from lintel.foundation.people.models import Telephone
from lintel.journey.families.tests.builders import whole_family
from tests.cast import NOW

pytestmark = pytest.mark.slow(takes=10)


def test_a_grandmother_rings_and_the_family_is_found_and_put_right(visit, cast, bells, time_machine):
    time_machine.move_to(NOW)
    whole_family(cast, bells)
    priya = visit("/accessibility/", as_=cast.priya)

    # Typing is enough: what fits appears beneath the box, with why, and Escape takes it away.
    box = priya.page.get_by_role("searchbox")
    box.type("owen hartly")
    found = priya.page.locator("#find-found")
    found.get_by_text("is like Hartley").wait_for()
    assert "Father of Mia Bell" in found.inner_text()
    priya.is_in_order()
    box.press("Escape")
    assert found.inner_text() == ""

    # By keyboard alone it is a page of its own, and the grown-up leads to the family.
    with priya.page.expect_navigation():
        box.press("Enter")
    priya.follow("Family of Owen Hartley").is_in_order()
    assert priya.heading == "The family of Mia Bell"
    assert "Ring only in school hours." in priya.words

    priya.page.get_by_text("Something changed for Owen Hartley").click()
    priya.follow("A telephone number: Owen Hartley").fill(number="07700 900789").press("Save the number")
    assert "07700 900789" in priya.words
    assert Telephone.objects.get(number="07700 900789").person == bells.owen
