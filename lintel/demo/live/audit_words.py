"""What the people of Ravenshire write in audits. Nobody of whom they write exists."""

from __future__ import annotations

from lintel.oversight.audit_cycles.codes import LearningTheme
from lintel.oversight.audits.codes import Core, Grade, Verdict

AUDITORS = (
    "Wystan Corrigale", "Orla Thistleby", "Peregrine Mossop", "Idony Blakelaw", "Fulke Ravensworth", "Sabra Eldermire",
    "Joss Whinnerah",
)  # fmt: skip
QUESTION = "Is the right plan in place for each child, and is it being progressed in good time?"
FOURTH_NOTICE = "Before a child came back to us, was each notice of the police read by itself, or as a pattern?"
FAMILY = "She rings when she says she will. We still do not know what has to be different for this to end."
WORKER = "I would see the father earlier. I had seventeen children that month, and the school form took a week."
OTHERWISE = "The dates moved with the school holidays, and what they were for was done before."
WHY = {
    Grade.INADEQUATE: "Nobody has seen this child’s home for months, and a risk that was told twice led to nothing.",
    Grade.REQUIRES_IMPROVEMENT: "Visits are kind, but the plan lists tasks, and nobody asks why nothing moves.",
    Grade.GOOD: "The child is seen and heard, the plan is the right one and moves, and decisions say why.",
    Grade.OUTSTANDING: "The child’s life is clearly better, and the record shows how: persistent, inventive work.",
}
NOT_BORNE_OUT = "What is quoted shows that somebody visited. It does not show that anything changed for the child."
_RIGHT = {
    Grade.INADEQUATE: (Verdict.NO, "A child protection plan: the harm goes on, and this plan is too little."),
    Grade.REQUIRES_IMPROVEMENT: (Verdict.PARTLY, "The same plan, with what must be different by when."),
    Grade.GOOD: (Verdict.YES, "This one: it names the harm, what must change, and who will see that it does."),
    Grade.OUTSTANDING: (Verdict.YES, "This one, written with the family in their own words, and nearly met."),
}  # fmt: skip
_IN_TIME = {
    Grade.INADEQUATE: (Verdict.NO, "The first step was due in the spring and was not begun; no manager asked."),
    Grade.REQUIRES_IMPROVEMENT: (Verdict.PARTLY, "Half of the steps came late; supervision noted it, no more."),
    Grade.GOOD: (Verdict.YES, "Each step was done by its day, or somebody wrote why not and set another."),
    Grade.OUTSTANDING: (Verdict.YES, "Ahead of its days: the family asked for the last step to be brought forward."),
}  # fmt: skip
# Of each tool one more question that is answered beside the two core ones, and what is written there.
POOR_OF = {
    "whole_journey": "analysis", "oversight": "reflective", "domestic_abuse_notices": "pattern_seen",
}  # fmt: skip
_ALSO = {
    "whole_journey": (
        "It says what happened and not what it means for this child.",
        "History is weighed and fathers are part of it; it says what would change the worker’s mind.",
        "The pattern of the last two years is there. What the child lives with in the evenings is not.",
    ),
    "oversight": (
        "It goes through the tasks. Why the same three stand there again is not asked.",
        "Two explanations were weighed, and the second one changed what was done next.",
        "The worker says that they are stuck, and the record moves on to the next child.",
    ),
    "domestic_abuse_notices": (
        "Each notice was answered with the same letter. Nobody counted them.",
        "The fourth was read as a fourth, with what the school had seen in the same weeks.",
        "The dates stand in the chronology. What was done to her between them does not.",
    ),
}
ACTIONS = (
    ("See the child alone and ask what evenings at home are like.", "Somebody knows what the child lives with."),
    ("Write what must be different by when, with the parents.", "The parents know what the plan is for."),
    ("Bring the father into the plan.", "Both parents keep the child safe, not one."),
    ("Hold the review that was put off, with school and health there.", "Help comes from all who promised it."),
)
DONE = "Written up in the record of this week’s visit."
LEARNED = (
    (LearningTheme.RIGHT_PLAN, "Plans list tasks. Where they say what must be different, things move.",
     "A morning in every team on writing what must be different."),
    (LearningTheme.ANALYSIS, "Assessments describe well and explain little; fathers are often missing.", ""),
    (LearningTheme.OVERSIGHT, "Supervision notices that a plan stands still and seldom asks what will be done.",
     "The supervision form asks first what was decided last time, and what came of it."),
)  # fmt: skip
LEARNED_OF = {
    "domestic_abuse_notices": (
        (LearningTheme.HISTORY, "A fourth notice is read as one more, and not as a fourth.",
         "The front door sees how many notices came in twelve months before it reads the newest."),
        (LearningTheme.FATHERS, "We write of the couple, and ask only of her that she keeps the children safe.", ""),
    ),
    "whole_journey": LEARNED,
    "oversight": (
        (LearningTheme.OVERSIGHT, "Supervision goes through tasks, and seldom asks what if we are wrong.",
         "Each session names one child of whom we may be wrong, and says what we would then see."),
    ),
}  # fmt: skip
SAID = "One graded the effort, the other what changed for the child. The descriptor speaks of what changed."
ALIKE = "A plan that says what is done and not what must be different is not graded good."


def answers(given: Grade, number: int, *, tool: str) -> list[tuple[str, Verdict, str]]:
    """What somebody answers who gives this grade: both core questions, and one more of this tool."""
    also, said = Verdict.YES if given >= Grade.GOOD else Verdict.PARTLY, _ALSO[tool]
    return [
        (Core.RIGHT_PLAN, *_RIGHT[given]), (Core.IN_TIME, *_IN_TIME[given]),
        (POOR_OF[tool], also, said[number % len(said)]),
    ]  # fmt: skip
