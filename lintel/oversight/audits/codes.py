"""The words of an audit: Ofsted's four grades, kinds of question, and who is asked what they thought."""

from enum import IntEnum, StrEnum


class Grade(IntEnum):
    """Ofsted's four judgements, the best highest. Source: ILACS framework; the numbers are ours, for reckoning only."""

    INADEQUATE = 1
    REQUIRES_IMPROVEMENT = 2
    GOOD = 3
    OUTSTANDING = 4

    @property
    def words(self) -> str:
        return _GRADES[self]


_GRADES = {
    Grade.INADEQUATE: "Inadequate",
    Grade.REQUIRES_IMPROVEMENT: "Requires improvement to be good",
    Grade.GOOD: "Good",
    Grade.OUTSTANDING: "Outstanding",
}


class Tag(StrEnum):
    """What a question asks about: how good the work is, or whether a thing was done."""

    QUALITY = "quality"
    COMPLIANCE = "compliance"


class Core(StrEnum):
    """The two questions that no audit leaves out (PRODUCT.md S56, S57)."""

    RIGHT_PLAN = "right_plan"
    IN_TIME = "in_time"


class Voice(StrEnum):
    """Whose view of the work is asked for beside the record."""

    WORKER = "worker"
    FAMILY = "family"
    CHILD = "child"
