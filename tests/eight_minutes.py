"""
What a manager's hands do to write down the supervision of one child, from the start page to the signature (S15).

The texts are invented, and about twice as long as those of the supervisions Ravenshire is shown with.
`tests/journeys/test_eight_minutes.py` carries these steps out in a browser, which counts for itself;
`python -m bench supervision` prints them as a table.
"""

from __future__ import annotations

from tests.keystrokes import Act, Choose, Press, Step, Type

MAY_TAKE = 8.0
WORKER = "Priya Nair"
SHOWS = "The nurse came to school on Tuesday and Mia has a place at the dentist."
CHANGED = (
    "Mia has slept at her grandmother's since the weekend and says that it is quieter there. She was at school every "
    "day this week, for the first time since Christmas. Her mother has not opened the door to anybody since Thursday, "
    "and nobody has told Mia why."
)
OTHERWISE = (
    "Perhaps her mother is ashamed and not hostile: we have asked her nothing about herself since the referral. Mia's "
    "grandmother would say that it has been like this every winter."
)
CHALLENGE = (
    "I asked why nobody has spoken with Mia's father. Nobody had thought of it, because he does not live there. We "
    "agreed that he is part of the plan, and that Mia is asked first."
)
WHAT, FOR_WHAT = "Ask Mia, then ring her father together", "Mia knows whether her father will collect her on Fridays"


def a_record(*, earlier: int) -> list[Step]:
    """
    The steps in order.

    :param earlier: the number of the direction given last time, of which is said what became of it.
    """
    became = (Choose(f"became-{earlier}", "Done"), Type(f"words-{earlier}", SHOWS))
    direction: tuple[Act, ...] = (
        Type("first-what", WHAT), Type("first-due-day", "14", over=True), Type("first-due-month", "3", over=True),
        Type("first-for", FOR_WHAT),
    )  # fmt: skip
    return [
        Step("Open supervision from the start page, and begin", (
            Press("Supervision"), Press(WORKER), Press("Begin with this list", "button"),
        )),
        Step("Read the prep pack", (Press("Prep pack"),), reads="main .lintel-room"),
        Step("Open the record", (Press("Write down what was said"),)),
        Step("Say what became of what was agreed", became),
        Step("What has changed for the child?", (Type("changed", CHANGED),)),
        Step("How else could we understand it?", (Type("otherwise", OTHERWISE),)),
        Step("What was questioned", (Type("challenge", CHALLENGE),)),
        Step("What will be different: who, what, by when, for what", direction),
        Step("Keep it, and sign", (Press("Keep what was said", "button"), Press("Sign as supervisor", "button"))),
    ]  # fmt: skip
