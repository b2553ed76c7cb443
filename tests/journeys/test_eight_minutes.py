"""
S15: the supervision of one child is written down in eight minutes.

No usability test can be held here, so the handwork is counted instead: Marcus opens the start page, begins, reads the
pack, says what became of what was agreed, answers the questions, gives a direction, keeps it and signs. The browser
counts every key, press and page by itself; the Keystroke-Level Model turns them into minutes. No clock is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lintel.journey.visiting.tests.builders import bells_visited
from lintel.oversight.supervision.models import Direction, Signature
from lintel.oversight.supervision.tests.builders import said_of, signed, wanted
from tests.cast import NOW
from tests.eight_minutes import CHALLENGE, CHANGED, FOR_WHAT, MAY_TAKE, OTHERWISE, SHOWS, a_record
from tests.keystrokes import Choose, Press, Step, Type, in_all, needs_shift, reading
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=8)

# Counted in the page itself, and kept from page to page. A choice from a list is two presses: the list, and the choice.
COUNTS_FOR_ITSELF = """(() => {
  const add = (what, many) => sessionStorage.setItem(what, Number(sessionStorage.getItem(what) || 0) + many)
  addEventListener('keydown', () => add('keys', 1), true)
  addEventListener('pointerdown', () => add('presses', 1), true)
  addEventListener('change', event => { if (event.target.tagName === 'SELECT') add('presses', 2) }, true)
  addEventListener('DOMContentLoaded', () => add('pages', 1))
})()"""
WHAT_IT_COUNTED = "['keys', 'presses', 'pages'].map(what => Number(sessionStorage.getItem(what) || 0))"


class Hands:
    """Marcus’s, on a mouse and a keyboard."""

    def __init__(self, visit, marcus) -> None:
        self.look = visit("/accessibility/", as_=marcus)
        self.page = self.look.page
        self.page.add_init_script(COUNTS_FOR_ITSELF)
        self.look.go("/start/")
        self.words = 0

    def carry_out(self, steps: list[Step]) -> None:
        for step in steps:
            for act in step.acts:
                self._do(act)
            if step.reads:
                self.words += len(self.page.locator(step.reads).first.inner_text().split())

    @property
    def counted(self) -> tuple[int, int, int]:
        return tuple(self.page.evaluate(WHAT_IT_COUNTED))

    def _do(self, act) -> None:
        match act:
            case Press(words, role):
                with self.page.expect_navigation():
                    self.page.get_by_role(role, name=words).first.click()
            case Type(field, text, over):
                self.page.locator(f"main [name='{field}']").click()
                if over:
                    self.page.keyboard.press("Control+A")
                for sign in text:
                    self.page.keyboard.press(f"Shift+{sign}" if needs_shift(sign) else sign)
            case Choose(field, option):
                self.page.locator(f"main [name='{field}']").select_option(option)


@finding("S15", screen="/supervision/")
def test_the_record_of_one_child_takes_at_most_eight_minutes_by_the_keystroke_level_model(
    visit, cast, bells, time_machine
):
    time_machine.move_to(NOW)
    bells_visited(bells, by=cast.priya, at=NOW - timedelta(hours=20))
    last_time = NOW - timedelta(days=10)
    signed(cast, bells, at=last_time, said=said_of(cast, wants=[wanted(cast, due_on=date(2025, 2, 28))]))
    earlier = Direction.objects.get()
    steps, hands = a_record(earlier=earlier.pk), Hands(visit, cast.marcus)

    hands.carry_out(steps)

    given = Direction.objects.exclude(pk=earlier.pk).select_related("discussed__session").get()
    written = given.discussed
    assert (written.changed, written.otherwise, written.challenge) == (CHANGED, OTHERWISE, CHALLENGE)
    assert (given.for_what, f"{given.due_on}") == (FOR_WHAT, "2025-03-14")
    assert Direction.objects.get(pk=earlier.pk).evidence == SHOWS
    assert Signature.objects.filter(session=written.session, is_of_supervisor=True).exists()
    modelled = replace(in_all(steps), pages=in_all(steps).pages + 1)  # the start page
    assert hands.counted == (modelled.keys, modelled.presses, modelled.pages)
    assert hands.words > 50  # the pack had something to say
    assert modelled.minutes() + reading(hands.words) <= MAY_TAKE
