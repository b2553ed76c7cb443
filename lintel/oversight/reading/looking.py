"""Looking at what somebody writes: passages and people in; bars, quoted sentences with why, and hard words out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256

from lintel.oversight.reading import codes
from lintel.oversight.reading.child_focus import Read, child_focus, read
from lintel.oversight.reading.codes import Measure
from lintel.oversight.reading.copying import Copied, copied
from lintel.oversight.reading.hard_words import HardSentence, hardest, plain_words, unexplained
from lintel.oversight.reading.impact import impact
from lintel.oversight.reading.people import Child, People, Stage
from lintel.oversight.reading.readability import Readability, readability
from lintel.oversight.reading.sentences import sentences

SHARED = "shared"
MOST_QUOTED = 5


@dataclass(frozen=True)
class Passage:
    """Something written: whose part it stands in (`shared`, or the key of a child), under which heading."""

    whose: str
    title: str
    words: str


@dataclass(frozen=True)
class Needs:
    """How many needs of a child are on the record, and how many of them say what shows it."""

    written: int
    with_evidence: int


@dataclass(frozen=True)
class Bar:
    """So many of so many, in words. Nothing says how many would be good."""

    code: str
    label: str
    count: int
    of: int
    words: str

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.of) if self.of else 0


@dataclass(frozen=True)
class Quoted:
    """A sentence that is pointed at, and why. `mark` finds it again without keeping it."""

    measure: Measure
    text: str
    why: str

    @property
    def mark(self) -> str:
        return mark_of(self.text)


@dataclass(frozen=True)
class OfChild:
    """What was found of one child."""

    child: Child
    bars: tuple[Bar, ...]
    own_words: tuple[str, ...]
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True)
class OfPassage:
    """How one section reads."""

    title: str
    reads: Readability
    plain: Mapping[str, str]
    letters: Mapping[str, str]
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True)
class Look:
    """All that was found, of the measures that are on."""

    words: int
    names: Mapping[str, str]
    children: tuple[OfChild, ...]
    copied: tuple[tuple[Copied, tuple[Quoted, ...]], ...]
    passages: tuple[OfPassage, ...]

    @property
    def quoted(self) -> Iterator[Quoted]:
        """Every sentence that is pointed at."""
        for rows in (
            *(each.quoted for each in self.children), *(rows for _, rows in self.copied),
            *(each.quoted for each in self.passages),
        ):  # fmt: skip
            yield from rows


def look(passages: Sequence[Passage], people: People, *, needs: Mapping[str, Needs], measures: Set[Measure]) -> Look:
    """Everything the measures find in these passages, and nothing of a measure that is off."""
    cut = [(passage, sentences(passage.words)) for passage in passages]
    found = [(passage, read(each, people)) for passage, each in cut]
    parts = {
        child.key: [each for passage, reads in found if passage.whose == child.key for each in reads]
        for child in people.children
    }
    shared = [each for passage, reads in found if passage.whose == SHARED for each in reads]
    return Look(
        sum(len(each.tokens) for _, found_in in cut for each in found_in),
        {child.key: child.name for child in people.children},
        tuple(
            _of_child(child, shared, parts[child.key], needs.get(child.key, Needs(0, 0)), measures)
            for child in people.children
            if measures & codes.OF_A_CHILD and (shared or parts[child.key])
        ),
        tuple(_copied(parts, people)) if Measure.COPYING in measures else (),
        tuple(
            OfPassage(
                passage.title, readability(each), plain_words(each), unexplained(each), tuple(map(_hard, hardest(each)))
            )
            for passage, each in cut
            if Measure.PLAIN_WORDS in measures and each
        ),
    )


def mark_of(text: str) -> str:
    """A digest of a sentence by its words alone: a comma more does not make it another."""
    return sha256(" ".join(re.findall(r"\w+", text.lower())).encode()).hexdigest()


def _of_child(child: Child, shared: list[Read], own: list[Read], needs: Needs, measures: Set[Measure]) -> OfChild:
    bars: list[Bar] = []
    quoted: list[Quoted] = []
    own_words: tuple[str, ...] = ()
    if Measure.CHILD_FOCUS in measures:
        focus = child_focus(child, [*shared, *own])
        name, of = child.name, len(focus.present)
        bars += [
            Bar("present", f"{name} is in the sentence", of, len(focus.sentences), "sentences"),
            Bar("life", f"About {name}’s life", len(focus.about_life), of, f"sentences with {name}"),
            Bar("needs", "Needs that say what shows it", needs.with_evidence, needs.written, "needs on the record"),
        ]
        if child.stage is not Stage.UNBORN:
            shown = "What the baby showed" if child.stage is Stage.BABY else f"{name}’s own words, or what was shown"
            bars.insert(2, Bar("own_words", shown, len(focus.own_words), of, f"sentences with {name}"))
        own_words = tuple(each.text for each in focus.own_words)[:MOST_QUOTED]
        quoted += _about_services(child, focus.about_services) + _without(child, own)
    if Measure.IMPACT in measures:
        found = impact(child, [*shared, *own])
        bars.append(
            Bar("impact", f"Ends in what it means for {child.name}", len(found.means_for_child),
                len(found.about_adults), "sentences about adults")
        )  # fmt: skip
        why = f"Is about an adult and does not say what it means for {child.name}."
        quoted += [Quoted(Measure.IMPACT, each.text, why) for each in found.stops_there[:MOST_QUOTED]]
    return OfChild(child, tuple(bars), own_words, tuple(quoted))


def _about_services(child: Child, found: Sequence[Read]) -> list[Quoted]:
    why = f"Has {child.name} in it, and says what services do rather than what life is like."
    return [Quoted(Measure.CHILD_FOCUS, each.text, why) for each in found[:MOST_QUOTED]]


def _without(child: Child, own: Sequence[Read]) -> list[Quoted]:
    """Sentences of the child's own part that name adults, or say whose plan it is, and nothing of the child."""
    why = f"Stands in {child.name}’s own part, and {child.name} is not in it by name."
    found = [each for each in own if each.mentions and child.key not in each.present]
    return [Quoted(Measure.CHILD_FOCUS, each.text, why) for each in found[:MOST_QUOTED]]


def _copied(parts: Mapping[str, Sequence[Read]], people: People) -> Iterator[tuple[Copied, tuple[Quoted, ...]]]:
    names = {child.key: child.name for child in people.children}
    for pair in copied(parts):
        why = f"Stands in {names[pair.one]}’s part and in {names[pair.other]}’s."
        quoted = [Quoted(Measure.COPYING, each.text, why) for each in pair.sentences]
        if pair.is_too_much or quoted:
            yield pair, tuple(quoted[:MOST_QUOTED])


def _hard(found: HardSentence) -> Quoted:
    plain = word_meanings(found)
    return Quoted(
        Measure.PLAIN_WORDS, found.sentence.text, "; ".join(filter(None, [found.why, plain])) or "Hard to read"
    )


def word_meanings(found: HardSentence) -> str:
    """The words of our work in a hard sentence, in one line."""
    return "words of our work: " + ", ".join((*found.words, *found.letters)) if found.words or found.letters else ""
