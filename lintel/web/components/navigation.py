"""What stands in the navigation: each seat names its own entries, and people see those they may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from lintel.foundation.access.permissions import Permission, may

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True)
class Item:
    """
    One entry: its words, the name of its address, who may open it (None: everybody who is signed in), what it is for,
    and where it stands. Entries of one group share a single place: its first leads there, and the others stand beside
    it on the pages themselves, as tabs. Entries of one part of a group share a tab in the same way: where that tab is
    open, they stand on a line below. What somebody may open only one entry of has that entry's own title.
    """

    title: str
    url_name: str
    permission: Permission | None
    what_for: str
    place: int
    group: str = ""
    part: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry on one page: whether the page is it, or lies below it."""

    title: str
    target: str
    is_here: bool


@dataclass(frozen=True)
class Tab:
    """What stands beside others of its place: an entry, or those of one part."""

    named: str
    entries: list[Entry]

    @property
    def title(self) -> str:
        return self.named if len(self.entries) > 1 else self.entries[0].title

    @property
    def target(self) -> str:
        return self.entries[0].target

    @property
    def is_here(self) -> bool:
        """Whether the page belongs here."""
        return any(entry.is_here for entry in self.entries)


@dataclass(frozen=True)
class Place:
    """What stands in the navigation as one: an entry of its own, or those of a group."""

    named: str
    tabs: list[Tab]

    @property
    def title(self) -> str:
        return self.named if len(self.tabs) > 1 else self.tabs[0].title

    @property
    def target(self) -> str:
        return self.tabs[0].target

    @property
    def is_here(self) -> bool:
        """Whether the page belongs here."""
        return any(tab.is_here for tab in self.tabs)


_items: dict[str, Item] = {}


def register(*items: Item) -> None:
    """Add entries; called once by each seat's addresses."""
    for item in items:
        _items[item.url_name] = item


def items_for(user: User) -> list[Item]:
    """The entries this person may open, in order."""
    open_to = [item for item in _items.values() if item.permission is None or may(user, item.permission)]
    return sorted(open_to, key=lambda item: item.place)


def places_for(user: User, path: str) -> list[Place]:
    """
    What stands in the navigation of a page at this path: entries of one group together, where their first stands. The
    page belongs to the entry whose address it begins with; where several do, to the longest.
    """
    items = [(item, reverse(item.url_name)) for item in items_for(user)]
    above = [target for _, target in items if path == target or (target != "/" and path.startswith(target))]
    here = max(above, key=len, default=None)
    places: dict[str, Place] = {}
    tabs: dict[tuple[str, str], Tab] = {}
    for item, target in items:
        where = (item.group or item.url_name, item.part or item.url_name)
        place = places.setdefault(where[0], Place(item.group, []))
        if where not in tabs:
            tabs[where] = Tab(item.part, [])
            place.tabs.append(tabs[where])
        tabs[where].entries.append(Entry(item.title, target, is_here=target == here))
    return list(places.values())
