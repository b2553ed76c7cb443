"""What a referrer may know of where a contact stands. It is about all that they told us, never about one child."""

from enum import StrEnum


class Standing(StrEnum):
    WITH_US = "with_us"
    DECIDED = "decided"
    TOLD = "told"

    @property
    def words(self) -> str:
        return _STANDINGS[self]


_STANDINGS = {
    Standing.WITH_US: "We have it, and somebody is working on it",
    Standing.DECIDED: "Decided. You will be told what happens and why",
    Standing.TOLD: "Decided, and you were told",
}
