"""What stands in the navigation: each seat names its own entries, and people see those they may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import Permission, may

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Item:
    """
    One entry: its words, the name of its address, who may open it (None: everybody who is signed in), what it is for,
    and where it stands.
    """

    title: str
    url_name: str
    permission: Permission | None
    what_for: str
    place: int


_items: dict[str, Item] = {}


def register(*items: Item) -> None:
    """Add entries; called once by each seat's addresses."""
    for item in items:
        _items[item.url_name] = item


def items_for(user: User) -> list[Item]:
    """The entries this person may open, in order."""
    open_to = [item for item in _items.values() if item.permission is None or may(user, item.permission)]
    return sorted(open_to, key=lambda item: item.place)
