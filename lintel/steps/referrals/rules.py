"""What stands in the way of closing an episode, and what looks odd about a reason. Plain values in, verdicts out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lintel.steps.referrals.codes import AFTER_ASSESSMENT, DIED, MOVED_AWAY, TO_EARLY_HELP


class Bar(StrEnum):
    """Why an episode is not closed now."""

    DANGER = "danger"
    EARLY_HELP = "early_help"
    NOT_ACCEPTED_ELSEWHERE = "not_accepted_elsewhere"

    @property
    def may_be_passed_over(self) -> bool:
        """A danger is looked into and cleared; early help and another authority may be passed over for a reason."""
        return self is not Bar.DANGER


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    What stands when somebody wants to close.

    :param steps_down: whether early help was asked to go on with the family, and has not sent them back.
    :param was_met: whether early help accepted, and met the family.
    :param is_accepted_elsewhere: whether another authority accepted the child.
    """

    is_in_danger: bool = False
    steps_down: bool = False
    was_met: bool = False
    is_accepted_elsewhere: bool = False
    is_assessed: bool = False
    has_died: bool = False
    had_a_plan: bool = False
    had_an_enquiry: bool = False
    is_protected: bool = False


def bars(reason: str, standing: Standing) -> list[Bar]:
    """What stands in the way (hard stops 4 and 9, and J17); nothing where the episode may be closed."""
    found = {
        Bar.DANGER: standing.is_in_danger,
        Bar.EARLY_HELP: standing.steps_down and not standing.was_met,
        Bar.NOT_ACCEPTED_ELSEWHERE: reason == MOVED_AWAY and not standing.is_accepted_elsewhere,
    }
    return [bar for bar, stands in found.items() if stands]


def odd_about(reason: str, standing: Standing) -> list[str]:
    """What the returns will ask about this reason, in words. It is shown and stops nobody."""
    after_assessment = reason in AFTER_ASSESSMENT
    found = {
        "The assessment is not authorised, and this reason says that there was one.":
            after_assessment and not standing.is_assessed,
        "There was a plan or an enquiry in this episode: the census then wants “for any other reason”.":
            after_assessment and (standing.had_a_plan or standing.had_an_enquiry),
        "Early help was not asked to go on with the family.": reason == TO_EARLY_HELP and not standing.steps_down,
        "No day of death is recorded.": reason == DIED and not standing.has_died,
        "The child is under a child protection plan; only a conference ends it.": standing.is_protected,
    }  # fmt: skip
    return [words for words, is_so in found.items() if is_so]
