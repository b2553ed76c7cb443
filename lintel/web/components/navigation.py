"""What stands in the navigation: each seat names its own entries, and people see those they may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import Permission, may

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Item:
    """One entry: its words, the name of its address, who may open it, what it is for, and where it stands."""

    title: str
    url_name: str
    permission: Permission
    what_for: str
    place: int


_items: dict[str, Item] = {}


def register(*items: Item) -> None:
    """Add entries; called once by each seat's addresses."""
    for item in items:
        _items[item.url_name] = item


def items_for(user: User) -> list[Item]:
    """The entries this person may open, in order."""
    return sorted((item for item in _items.values() if may(user, item.permission)), key=lambda item: item.place)
