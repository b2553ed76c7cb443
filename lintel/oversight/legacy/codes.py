"""Coded answers about a child whose earlier work was looked at again."""

from enum import StrEnum


class Finding(StrEnum):
    """What somebody decided who looked again."""

    NOTHING_MORE = "nothing_more"
    UNDER_WAY = "under_way"
    TO_REOPEN = "to_reopen"

    @property
    def words(self) -> str:
        return _FINDINGS[self]


_FINDINGS = {
    Finding.NOTHING_MORE: "The child came to no harm by it, and nothing more is needed",
    Finding.UNDER_WAY: "Help is under way, and it covers what was missed",
    Finding.TO_REOPEN: "It has to be decided anew: a contact is written for the front door",
}
