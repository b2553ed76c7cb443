"""The measures, how they stand, and why somebody sees a sentence differently."""

from enum import StrEnum


class Measure(StrEnum):
    """What is looked for. Each is switched on, and validated, by itself."""

    CHILD_FOCUS = "child-focus"
    IMPACT = "impact"
    COPYING = "copied-text"
    PLAIN_WORDS = "plain-words"

    @property
    def title(self) -> str:  # type: ignore[override]
        return {
            "child-focus": "Child focus",
            "impact": "What it means for the child",
            "copied-text": "Copied between brothers and sisters",
            "plain-words": "Plain words",
        }[self.value]


OF_A_CHILD = frozenset({Measure.CHILD_FOCUS, Measure.IMPACT})


class Standing(StrEnum):
    """Whether people who read the same texts agree with a measure."""

    TRIAL = "trial"
    VALIDATED = "validated"


class Differently(StrEnum):
    """Why a writer sees a sentence differently. Chosen, never typed: nothing about a family is kept."""

    CHILD_IS_IN_IT = "child is in it"
    SAYS_IT_ELSEWHERE = "says it elsewhere"
    RIGHT_FOR_THIS_READER = "right for this reader"
    RIGHTLY_THE_SAME = "rightly the same"
    MEASURE_IS_WRONG = "measure is wrong"

    @property
    def words(self) -> str:
        return {
            "child is in it": "The child is in it, in other words",
            "says it elsewhere": "It is said elsewhere in the text",
            "right for this reader": "It is right for who will read it",
            "rightly the same": "It is the same for both children",
            "measure is wrong": "It reads the sentence wrongly",
        }[self.value]


MAY_BE_SAID_OF: dict[Measure, tuple[Differently, ...]] = {
    Measure.CHILD_FOCUS: (Differently.CHILD_IS_IN_IT, Differently.SAYS_IT_ELSEWHERE, Differently.MEASURE_IS_WRONG),
    Measure.IMPACT: (Differently.CHILD_IS_IN_IT, Differently.SAYS_IT_ELSEWHERE, Differently.MEASURE_IS_WRONG),
    Measure.COPYING: (Differently.RIGHTLY_THE_SAME, Differently.MEASURE_IS_WRONG),
    Measure.PLAIN_WORDS: (Differently.RIGHT_FOR_THIS_READER, Differently.MEASURE_IS_WRONG),
}
