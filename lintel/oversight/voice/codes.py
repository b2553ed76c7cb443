"""Coded answers of the worker's voice."""

from enum import IntEnum, StrEnum

STATEMENT = "I can do my work safely this week"


class Answer(IntEnum):
    """How far a worker agrees with the statement of the week."""

    NO = 1
    HARDLY = 2
    IN_PART = 3
    MOSTLY = 4
    YES = 5

    @property
    def words(self) -> str:
        return {1: "No", 2: "Hardly", 3: "In part", 4: "Mostly", 5: "Yes"}[self.value]


class Pulse(StrEnum):
    """How it stands with one person and the pulse of a week."""

    NOT_ASKED = "not_asked"
    TO_GIVE = "to_give"
    GIVEN = "given"


class Ended(StrEnum):
    """How what a worker said came to its end, in the worker's own word."""

    SETTLED = "settled"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return {"settled": "It is settled", "withdrawn": "Taken back"}[self.value]
