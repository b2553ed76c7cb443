"""What of the things a professional's form asks for was told (K13), whichever way it came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lintel.steps.front_door.codes import Consent
from lintel.steps.front_door.completeness import Item
from lintel.steps.front_door.intake.actions import TellsOf

NEEDS_A_REASON = (Consent.REFUSED, Consent.NOT_SOUGHT, Consent.DISPENSED_WITH)

_OF_EACH_CHILD: dict[Item, Callable[[TellsOf], Any]] = {
    Item.CHILD_NAME: lambda child: child.particulars.given or child.particulars.family,
    Item.CHILD_BORN: lambda child: child.particulars.date_of_birth,
    Item.CHILD_ADDRESS: lambda child: child.particulars.address or child.particulars.postcode,
    Item.CHILD_SCHOOL: lambda child: child.school,
}


def items_said(
    *, children: Sequence[TellsOf], adults: Sequence[TellsOf], words: str, done: str, consent: Consent | None,
    consent_reason: str, can_be_reached: bool,
) -> list[str]:  # fmt: skip
    """The items of the fixed list that were said."""
    said = {item: bool(children) and all(map(asked, children)) for item, asked in _OF_EACH_CHILD.items()}
    said |= {
        Item.PARENTS: bool(adults), Item.SEEN: bool(words.strip()), Item.DONE: bool(done.strip()),
        Item.AGREEMENT: consent is not None and bool(consent not in NEEDS_A_REASON or consent_reason.strip()),
        # Whoever tells us for an agency says who they are: without that nothing is taken in.
        Item.WHO: True, Item.REACHED: can_be_reached,
    }  # fmt: skip
    return [item.value for item in Item if said[item]]
