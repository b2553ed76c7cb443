"""Coded answers about an earlier decision."""

from enum import StrEnum


class Verdict(StrEnum):
    """Whether the decision of the last time was right, seen from today."""

    RIGHT = "right"
    THINGS_CHANGED = "things_changed"
    UNFINISHED_OR_POOR = "unfinished_or_poor"
    CANNOT_TELL = "cannot_tell"

    @property
    def words(self) -> str:
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.RIGHT: "It was right, and nothing of it is in doubt",
    Verdict.THINGS_CHANGED: "It was right then; things have changed since",
    Verdict.UNFINISHED_OR_POOR: "Earlier work was unfinished or poor",
    Verdict.CANNOT_TELL: "It cannot be told from the record",
}
