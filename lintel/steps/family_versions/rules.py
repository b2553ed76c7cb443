"""What stands in a family version, sentence by sentence, and how it may reach whom. Plain values in, verdicts out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lintel.foundation.people.rules import is_written_to
from lintel.steps.family_versions.codes import Reader, Way

# --- what it says ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class WorryWords:
    """One worry, as it is written down."""

    worry: str
    impact: str = ""
    better: str = ""
    ask: str = ""
    will_do: str = ""
    need_id: int | None = None

    @property
    def is_empty(self) -> bool:
        return not any((self.worry, self.impact, self.better, self.ask, self.will_do))


@dataclass(frozen=True, kw_only=True)
class Words:
    """All the words of a family version."""

    title: str
    ring: str
    letter: str = ""
    going_well: str = ""
    next_steps: str = ""
    worries: Sequence[WorryWords] = ()


def mark_of(words: Words) -> str:
    """A short mark of all the words, so that somebody who changes a draft says which words they had before them."""
    worries = [(w.worry, w.impact, w.better, w.ask, w.will_do, w.need_id) for w in words.worries]
    said = (words.title, words.letter, words.going_well, words.next_steps, words.ring, worries)
    return sha256(repr(said).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and the words under it. `level` is 0 where there is no heading, 2 for a part, 3 within a worry."""

    heading: str
    text: str
    level: int
    key: str


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence with its number, and the same in another language where that was put in."""

    number: int
    words: str
    translated: str = ""


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A section laid out sentence by sentence, paragraph by paragraph."""

    section: Section
    heading: Sentence | None
    paragraphs: Sequence[Sequence[Sentence]]

    @property
    def sentences(self) -> list[Sentence]:
        """Heading first, then every sentence."""
        return [*([self.heading] if self.heading else []), *(each for lines in self.paragraphs for each in lines)]


DISAGREE = (
    "Tell us, in your own words. We will write down what you say and keep it with this paper. It will not be held "
    "against you."
)


def sections_of(words: Words, *, child: str, reader: Reader) -> list[Section]:
    """What stands on the paper, in its order. A part with no words is left out, heading and all."""
    who = "you" if reader is Reader.YOUNG_PERSON else child
    several = len(words.worries) > 1
    found = [("", words.letter, 0, "letter"), ("What is going well", words.going_well, 2, "going_well")]
    for number, each in enumerate(words.worries, start=1):
        heading = f"What we are worried about ({number})" if several else "What we are worried about"
        found += [
            (heading, each.worry, 2, f"worry_{number}"),
            (f"What this is like for {who}", each.impact, 3, f"impact_{number}"),
            ("What will be better", each.better, 3, f"better_{number}"),
            ("What we ask you to do", each.ask, 3, f"ask_{number}"),
            ("What we will do", each.will_do, 3, f"will_do_{number}"),
        ]
    found += [
        ("What happens next, and when", words.next_steps, 2, "next_steps"),
        ("Who to ring", words.ring, 2, "ring"), ("If you do not agree", DISAGREE, 2, "disagree"),
    ]  # fmt: skip
    return [
        Section(heading=h, text=text.strip(), level=level, key=key) for h, text, level, key in found if text.strip()
    ]


# --- sentences -------------------------------------------------------------------------------------------------------

ENDS = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][”’\"')]))\s+(?=[“‘\"'(]?[A-Z0-9])")
SHORTENED = re.compile(r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|e\.g|i\.e|No|p\.m|a\.m)\.$")


def sentences_in(text: str) -> list[list[str]]:
    """The sentences of each paragraph; a new line begins another paragraph."""
    return [_split(line.strip()) for line in text.splitlines() if line.strip()]


def _split(line: str) -> list[str]:
    found: list[str] = []
    for part in ENDS.split(line):
        if found and SHORTENED.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def laid_out(
    sections: Iterable[Section], *, title: str, translated: Mapping[int, str] | None = None
) -> tuple[Sentence, list[Laid]]:
    """
    The title and every section with each sentence numbered, from 1 for the title on.

    :param translated: sentences in another language, by number.
    """
    put_in, counted = translated or {}, iter(range(1, 100_000))

    def next_one(words: str) -> Sentence:
        number = next(counted)
        return Sentence(number=number, words=words, translated=put_in.get(number, ""))

    first = next_one(title)
    laid = []
    for section in sections:
        heading = next_one(section.heading) if section.heading else None
        paragraphs = [[next_one(words) for words in lines] for lines in sentences_in(section.text)]
        laid.append(Laid(section=section, heading=heading, paragraphs=paragraphs))
    return first, laid


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """A translation as it was pasted: by number, and what did not fit."""

    sentences: Mapping[int, str]
    missing: Sequence[int] = ()
    unknown: Sequence[int] = ()


# "12. Dzień dobry", "12) …"; from a spreadsheet "12<tab>English<tab>…", of which the last column counts.
NUMBERED = re.compile(r"^\s*(\d{1,4})\s*(?:[.):]\s*|\t(?:.*\t)?)(.*)$")


def pasted(text: str, *, numbers: Sequence[int]) -> Pasted:
    """Read a translation back by its numbers; a line without a number goes on from the one before."""
    found: dict[int, str] = {}
    latest = 0
    for line in text.splitlines():
        if begun := NUMBERED.match(line):
            latest = int(begun.group(1))
            found[latest] = begun.group(2).strip().strip('"').strip()
        elif latest and line.strip():
            found[latest] = f"{found[latest]} {line.strip()}".strip()
    wanted = set(numbers)
    return Pasted(
        sentences={number: words for number, words in found.items() if number in wanted and words},
        missing=sorted(number for number in wanted if not found.get(number)),
        unknown=sorted(set(found) - wanted),
    )


# --- how it may reach them (hard stop 11) -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SafeRule:
    """A safe-contact rule of somebody in the family. `is_theirs`: of whoever the paper is for."""

    words: str
    never_write: bool
    is_theirs: bool
    address: str = ""


def forbidden_by(rules: Iterable[SafeRule], *, way: Way, where: str = "") -> str:
    """
    The rule that forbids it, in its words; empty where none does.

    Reading together leaves nothing behind, so no rule forbids it. A rule without an address holds for all paper that
    its own person would keep or receive; one with an address for whatever goes there, whoever it is sent to.
    """
    for rule in rules:
        if not rule.never_write or not way.leaves_paper:
            continue
        if (rule.is_theirs and not rule.address) or (rule.address and is_written_to(rule.address, where)):
            return rule.words
    return ""


@dataclass(frozen=True)
class Secret:
    """An address that must not be read by whoever the paper is for."""

    lines: str
    postcode: str = ""


def gives_away(texts: Mapping[str, str], secrets: Iterable[Secret]) -> list[str]:
    """The parts in which a confidential address stands, by its street or its postcode."""
    kept = list(secrets)
    return [key for key, text in texts.items() if any(_stands_in(secret, text) for secret in kept)]


def _stands_in(secret: Secret, text: str) -> bool:
    postcode = _squeezed(secret.postcode)
    return (bool(postcode) and postcode in _squeezed(text)) or (
        bool(secret.lines.strip()) and is_written_to(secret.lines, text)
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).lower()
