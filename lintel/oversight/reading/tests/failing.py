"""What the measures find in a sentence that they are said to read wrongly."""

from __future__ import annotations

from lintel.oversight.reading.child_focus import About, about_what, has_own_words, read
from lintel.oversight.reading.copying import copied
from lintel.oversight.reading.explained import Failure
from lintel.oversight.reading.hard_words import hardest
from lintel.oversight.reading.impact import impact
from lintel.oversight.reading.people import Adult, Child, People
from lintel.oversight.reading.readability import is_passive
from lintel.oversight.reading.sentences import sentences

CHILDREN = {"mia": Child("1", "Mia", ("Mia Bell",)), "will": Child("1", "Will", ("Will Bell",))}
NOAH = Child("2", "Noah", ("Noah Bell",))


def found(failure: Failure) -> bool:
    """Whether the measure says yes to it."""
    child = CHILDREN[failure.child]
    people = People([child, NOAH], [Adult(("Ruth Bell",))])
    cut = sentences(failure.words)
    reads = read(cut, people)
    checks = {
        "present": lambda: any(child.key in each.present for each in reads),
        "life": lambda: any(about_what(each, child) is About.LIFE for each in reads),
        "own_words": lambda: any(child.key in each.present and has_own_words(each, child) for each in reads),
        "impact": lambda: bool(impact(child, reads).means_for_child),
        "hard": lambda: bool(hardest(cut)),
        "passive": lambda: any(map(is_passive, cut)),
        # Written often enough to be compared.
        "copied": lambda: copied(
            {"1": reads * 6, "2": read(sentences(failure.other), people) * 6}
        )[0].is_too_much,
    }  # fmt: skip
    return bool(checks[failure.check]())
