"""
What sort of thing words tell of, by plain lists of words a practitioner would use.

A label on a line whose words stand beside it, so that a chronology can be read by kind. It never says how much a thing
matters, and it decides nothing. How much of what was planted it finds is tested (`tests/test_recall.py`).
"""

from __future__ import annotations

import re

from lintel.steps.chronology_entries.codes import ItemKind

_HEALTH = r"(?:appointments?|clinics?|immunisations?|health checks?|dentist|GP|hospital|health visitor|optician|CAMHS)"
_PARTNER = r"(?:partner|boyfriend|girlfriend|husband|wife|stepfather|stepmother|step-father|step-mother)"
_WORDS: dict[ItemKind, str] = {
    ItemKind.INJURY: (
        r"\bbruis\w*|\bfractur\w*|\bbroken (?:arm|leg|wrist|rib|finger|collar ?bone)s?\b|\bburn(?:s|t)?\b"
        r"|\bscald\w*|\binjur\w*|\bblack eye\b|\bbite marks?\b|\bbitten\b|\bstitches\b"
        r"|\bcut (?:to|on|above|under)\b|\bswelling\b"
    ),
    ItemKind.MISSED_HEALTH: (
        rf"\b(?:did not|didn.t|failed to) (?:attend|come to|keep|bring)\b[^.]{{0,60}}\b{_HEALTH}\b"
        rf"|\b(?:was|were) not (?:brought|taken)\b[^.]{{0,60}}\b{_HEALTH}\b|\bnot brought to\b"
        rf"|\bmiss(?:ed|es|ing)\b[^.]{{0,50}}\b{_HEALTH}\b|\bcancelled\b[^.]{{0,40}}\b{_HEALTH}\b"
        rf"|\b(?:nobody|no one) (?:came to|at|answered) the door\b[^.]{{0,40}}\b{_HEALTH}\b"
        rf"|\b{_HEALTH}\b[^.]{{0,40}}\b(?:no access|could not get in|no reply)\b"
    ),
    ItemKind.MOVE: (
        r"\bmoved (?:house|home|away|in with|back|out of|into|address)\b|\bmoved (?:to|from) (?:an? )?(?:new |other )?"
        r"(?:flat|house|address|refuge|hostel|town|area|[A-Z]\w+)|\bevict\w+|\bnew address\b|\brefuge\b"
        r"|\bhomeless\b|\btemporary (?:accommodation|housing)\b"
    ),
    ItemKind.PARTNER_CHANGE: (
        rf"\bnew {_PARTNER}\b|\b{_PARTNER}\b[^.]{{0,25}}\b(?:moved (?:in|out)|has left|left the (?:home|house))\b"
        r"|\b(?:an?|another|new) (?:man|woman)\b[^.]{0,30}\b(?:living|staying|moved in)\b"
        r"|\bseparated\b|\bsplit up\b|\bdivorc\w+|\bback together\b"
    ),
    ItemKind.ENQUIRY: r"\bsection 47\b|\bs\.? ?47\b|\bchild protection (?:enquiry|investigation|plan|conference)\b",
    ItemKind.INCIDENT: (
        r"\bassault\w*|\bpunch\w*|\bkick(?:ed|s|ing)\b|\bslapp\w*|\bhit (?:him|her|them|the)\b|\bstrangl\w*"
        r"|\bthreaten\w*|\barrest\w*|\boverdos\w*|\bpolice (?:were|was) called\b|\bwent missing\b|\breported missing\b"
        r"|\bshouting\b|\bthrew\b|\bsmashed\b"
    ),
}
# "No bruising", "was not injured", "denies that": what is told not to be so is no event.
_NOT_SO = re.compile(
    r"\b(?:no|not|never|without|denie[sd]|nor|neither)\b(?:\W+(?!but\b|and\b)\w+){0,3}\W*$", re.IGNORECASE
)
_FOUND = {kind: re.compile(words, 0 if kind is ItemKind.MOVE else re.IGNORECASE) for kind, words in _WORDS.items()}


def kinds_told(words: str) -> tuple[ItemKind, ...]:
    """The sorts of event that words tell of, in a fixed order; those told not to have happened are left out."""
    return tuple(kind for kind, pattern in _FOUND.items() if _is_told(pattern, words))


def _is_told(pattern: re.Pattern[str], words: str) -> bool:
    for found in pattern.finditer(words):
        sentence = re.split(r"[.;!?]", words[: found.start()])[-1]
        if not _NOT_SO.search(sentence):
            return True
    return False
