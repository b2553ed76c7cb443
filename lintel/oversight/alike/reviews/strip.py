"""
Taking names out of what was told, by the list of people in it. Plain values in and out.

Names become what the person is to the child; numbers, addresses and dates by which somebody could be found go too. A
machine cannot promise that nothing is left, so words that may still be names are pointed out to whoever reads each
case before the panel does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lintel.oversight.alike.similar import EMPTY_WORDS

SHORTEST_NAME = 2
LONGEST_DOUBT = 60
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[e-mail]", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("[web address]", re.compile(r"https?://\S+|www\.\S+")),
    ("[postcode]", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)),
    ("[address]", re.compile(
        r"\b\d+[a-z]?,?\s+(?:[A-Z][\w'’-]*\s+){1,3}"
        r"(?:Road|Street|Avenue|Lane|Close|Drive|Way|Court|Crescent|Terrace|Place|Grove|Gardens|Hill|Row|Mews)\b"
    )),
    ("[day]", re.compile(
        r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|March|April|May|June|July|August|September|October|November"
        r"|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?:\s+\d{4})?", re.IGNORECASE
    )),
    ("[day]", re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")),
    ("[number]", re.compile(r"\b[A-Z]{1,4}[-/ ]?\d{4,}\b|\+?\d[\d ]{6,}\d\b")),
)  # fmt: skip
_SMALL = re.compile(r"\b[a-z][a-z'’]+\b")
_CAPITAL = re.compile(r"\b[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?\b")
_ROLE_TWICE = re.compile(r"(\[[^\]]+\])(?:\s+\1)+")
# Words with a capital letter that name nobody.
_NOBODY = """
Mum Dad Mother Father Gran Grandma Grandad Nan Nana Uncle Aunt Auntie Sister Brother Baby Police School Nursery Health
Visitor Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
September October November December Christmas Easter English Welsh Scottish Irish British Facebook Instagram Snapchat
TikTok WhatsApp Age Agreement Known Contact Referral Assessment Plan Enquiry
Doctor Nurse Teacher Head Social Worker Children Child Early Help Section Council Hospital
"""
NOBODY = frozenset(_NOBODY.split())


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody in the structured list of people, every name they have or had, and what to call them instead."""

    names: Sequence[str]
    called: str
    # Of many people who are hardly in it, names that are also words ("will", "may") go only where they are names.
    only_capitals: bool = False


@dataclass(frozen=True, kw_only=True)
class Stripped:
    """What is left of a text, and words in it that may still be names."""

    text: str
    doubtful: tuple[str, ...]


def strip(text: str, people: Iterable[Named], *, ordinary: Collection[str] = ()) -> Stripped:
    """
    Take out everybody in the list and whatever has the shape of a number, an address or a day.

    :param ordinary: words in small letters that are known not to be names; see `ordinary_words`.
    """
    for shape, pattern in _PATTERNS:
        text = pattern.sub(shape, text)
    everybody = list(people)
    for whole in (True, False):
        text = _without_names(text, everybody, whole=whole)
    text = _ROLE_TWICE.sub(r"\1", text)
    return Stripped(text=text, doubtful=_doubtful(text, ordinary_words([text]) | set(ordinary)))


def ordinary_words(texts: Iterable[str]) -> set[str]:
    """Words that stand in small letters somewhere: at the beginning of a sentence they are no names either."""
    return {word for text in texts for word in _SMALL.findall(text)} | EMPTY_WORDS


def blank(text: str, word: str) -> str:
    """The text with a word that somebody found to be a name taken out."""
    return re.sub(rf"(?<!\w){re.escape(word)}(?:['’]s)?(?!\w)", "[name]", text, flags=re.IGNORECASE)


def _without_names(text: str, people: Sequence[Named], *, whole: bool) -> str:
    """First whole names, so that "Mia Bell" becomes one person; then every part, the longest first."""
    called: dict[str, str] = {}
    capitals: set[str] = set()
    for person in people:
        for name in person.names:
            for part in [name] if whole else re.split(r"[\s-]+", name):
                if len(part.strip()) >= SHORTEST_NAME:
                    # A family name that several share names nobody in particular.
                    shared = called.get(part.lower(), person.called) != person.called
                    called[part.strip().lower()] = "family" if shared else person.called
                    if person.only_capitals:
                        capitals.add(part.strip().lower())
    text = _called_instead(text, {name: called[name] for name in called if name not in capitals}, re.IGNORECASE)
    spelt = {how: called[name] for name in capitals for how in (name.title(), name.upper())}
    return _called_instead(text, spelt, re.NOFLAG)


def _called_instead(text: str, called: Mapping[str, str], flags: re.RegexFlag) -> str:
    """The longest name first, all in one go: what stands instead is never searched for names again."""
    if not called:
        return text
    names = "|".join(re.escape(name) for name in sorted(called, key=lambda each: (-len(each), each)))
    known = {name.lower(): role for name, role in called.items()}
    pattern = rf"(?<![\w\[])(?P<name>{names})(?P<of>(?:['’]s)?)(?![\w\]])"
    return re.sub(pattern, lambda found: f"[{known[found['name'].lower()]}]{found['of']}", text, flags=flags)


def _doubtful(text: str, ordinary: Collection[str]) -> tuple[str, ...]:
    """Words with a capital that name nobody we know of and, where they begin a sentence, are not ordinary."""
    found: dict[str, None] = {}
    bare = re.sub(r"\[[^\]]*\]", lambda shape: "x" * len(shape[0]), text)
    for match in _CAPITAL.finditer(bare):
        before = bare[: match.start()].rstrip()
        begins = not before or before[-1] in '.!?:\n"“'
        word = re.sub(r"['’]s$", "", match[0])
        if word not in NOBODY and not (begins and word.lower() in ordinary):
            found[word[:LONGEST_DOUBT]] = None
    return tuple(found)
