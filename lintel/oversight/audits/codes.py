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


class Verdict(StrEnum):
    """What a question can be answered with, apart from words."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    NOT_KNOWN = "not_known"

    @property
    def words(self) -> str:
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.YES: "Yes", Verdict.PARTLY: "Partly", Verdict.NO: "No", Verdict.NOT_APPLICABLE: "Does not apply",
    Verdict.NOT_KNOWN: "The record does not say",
}  # fmt: skip


class Fact(StrEnum):
    """What the system can find in a record by itself, for a question whether a thing was done."""

    SEEN = "seen"
    SEEN_ALONE = "seen_alone"
    VISITS_IN_TIME = "visits_in_time"
    ASSESSED_IN_TIME = "assessed_in_time"
    VIEWS_WRITTEN = "views_written"
    PLAN_IN_FORCE = "plan_in_force"
    PLAN_REVIEWED = "plan_reviewed"
    ACTIONS_IN_TIME = "actions_in_time"
    DATES_HELD = "dates_held"
    SUPERVISED = "supervised"
    HISTORY_WEIGHED = "history_weighed"
    DECISIONS_REASONED = "decisions_reasoned"
    NOTICES_DECIDED_IN_TIME = "notices_decided_in_time"
    SAME_WORKER = "same_worker"
