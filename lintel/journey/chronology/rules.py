"""What a line of the chronology is, which lines are one event, and in which order lines stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lintel.journey.chronology.codes import OF_STEP, Source
from lintel.steps.chronology_entries.codes import ItemKind

# On one day in the order of the journey, so that a contact stands below the referral it led to.
STEPS = (
    "family", "police", "contact", "agency", "early_help", "referral", "allocation", "assessment", "enquiry",
    "conference", "plan", "visit", "promise", "family_version", "sharing", "said_back", "document", "entry", "transfer",
    "closure",
)  # fmt: skip
# Which of several accounts of one event says what it was: whoever was nearest to it.
SAYS_WHAT = ("police", "contact", "referral")
# What is read of brothers and sisters: what happened. Who worked with them, and what was promised, is on their pages.
OF_THE_FAMILY = frozenset(ItemKind) - {ItemKind.WORKER, ItemKind.PROMISE, ItemKind.NAME}


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words about one child of a line or several."""

    whose: tuple[int, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class Marked:
    """That somebody said a line matters; `taken_back` says by whom, when and why it was taken back, if it was."""

    pk: int
    by: str
    on: date
    because: str
    taken_back: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One thing that happened. `until` is the first day it no longer held; None for an event or what still holds.

    `lasts` is true for what has a length (an episode, a plan), so that "still open" can be told from "a single day".

    :param known_on: the day it was told, where that is later than the day it happened.
    :param event: what happened, where several records tell of the same; empty where nothing else can.
    :param thought_of_with: another event somebody thought of together with this one; the same only on the same day.
    :param told_in: which records tell of it, in words.
    :param records: what it was read from, as "front_door.childcontact/12"; significance is said of these.
    """

    on: date
    what: str
    detail: str = ""
    lasts: bool = False
    until: date | None = None
    came_from: str = ""
    step: str = ""
    pk: int = 0
    whose: tuple[int, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    known_on: date | None = None
    event: str = ""
    thought_of_with: str = ""
    told_in: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    parts: tuple[Part, ...] = ()
    mark: Marked | None = None
    were_marked: tuple[Marked, ...] = ()

    def __post_init__(self) -> None:
        if not self.parts and self.detail:
            object.__setattr__(self, "parts", (Part(whose=self.whose, words=self.detail),))
        if not self.sources:
            object.__setattr__(self, "sources", (OF_STEP.get(self.step, Source.SOCIAL_CARE),))


def in_order(lines: Iterable[Line], *, oldest_first: bool = False) -> list[Line]:
    """Newest first; on one day in the order of the journey, so that a contact stands below the referral it led to."""
    rank = {step: number for number, step in enumerate(STEPS)}
    return sorted(lines, key=lambda line: (line.on, rank.get(line.step, len(STEPS)), line.pk), reverse=not oldest_first)


def as_at(lines: Iterable[Line], day: date) -> list[Line]:
    """The chronology as it stood at the end of a day: nothing told later, and nothing ended that had not ended yet."""
    return [
        line if line.until is None or line.until <= day else replace(line, until=None)
        for line in lines
        if (line.known_on or line.on) <= day
    ]


# --- one event, one line ----------------------------------------------------------------------------------------------


def one_line_for_one_event(lines: Iterable[Line]) -> list[Line]:
    """
    One line for what several records tell of one event, and for what was done for brothers and sisters alike.

    Records tell of the same event only where the record itself says so: the notice and the contact it came in as, each
    child of one contact, contacts that somebody thought of together. Never because they look alike: two visits to one
    child on one day, or two notices of one evening, stay two.
    """
    events: dict[str, list[Line]] = {}
    others: dict[tuple[object, ...], list[Line]] = {}
    times: Counter[tuple[object, ...]] = Counter()
    for line in lines:
        if line.event:
            events.setdefault(line.event, []).append(line)
            continue
        alike = (line.step, line.on, line.what, line.detail, line.lasts, line.until, line.known_on)
        # The second of one child's lines that read alike meets the second of the others', never the first of its own.
        times[alike, line.whose] += 1
        others.setdefault((*alike, times[alike, line.whose]), []).append(line)
    return [_joined(group) for group in (*_thought_of_together(events), *others.values())]


def _thought_of_together(events: dict[str, list[Line]]) -> list[list[Line]]:
    """
    What somebody thought of together is one event where it was on one day and the police told of one incident at most:
    the same desk also thinks of two evenings in one household together.
    """
    for event, lines in list(events.items()):
        first = events.get(next((line.thought_of_with for line in lines if line.thought_of_with), ""))
        if first is None or first is lines:
            continue
        one_day = min(line.on for line in first) == min(line.on for line in lines)
        incidents = {line.pk for line in (*first, *lines) if line.step == "police"}
        if one_day and len(incidents) <= 1:
            first += events.pop(event)
    return list(events.values())


def _joined(lines: Sequence[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    ordered = sorted(lines, key=lambda line: (_says_what(line), line.on, line.pk))
    known = [line.known_on for line in lines if line.known_on]
    return replace(
        ordered[0], on=min(line.on for line in lines), known_on=min(known) if known else None,
        whose=tuple(sorted({pk for line in lines for pk in line.whose})), parts=_parts_of(ordered),
        kinds=_each_once(kind for line in ordered for kind in line.kinds),
        told_in=_each_once(words for line in ordered for words in line.told_in),
        records=_each_once(record for line in ordered for record in line.records),
        sources=_each_once(source for line in ordered for source in line.sources),
        came_from=", ".join(_each_once(line.came_from for line in ordered if line.came_from)),
    )  # fmt: skip


def _says_what(line: Line) -> int:
    return SAYS_WHAT.index(line.step) if line.step in SAYS_WHAT else len(SAYS_WHAT)


def _parts_of(lines: Iterable[Line]) -> tuple[Part, ...]:
    said: dict[str, set[int]] = {}
    for line in lines:
        for part in line.parts:
            said.setdefault(part.words, set()).update(part.whose)
    return tuple(Part(whose=tuple(sorted(whose)), words=words) for words, whose in said.items())


def _each_once(found: Iterable[object]) -> tuple:  # type: ignore[type-arg]
    return tuple(dict.fromkeys(found))


# --- what somebody said matters ---------------------------------------------------------------------------------------


def with_marks(lines: Iterable[Line], marks: Mapping[str, Sequence[Marked]]) -> list[Line]:
    """
    Each line with the mark that stands on it, and those that were taken back.

    :param marks: by what a line was read from.
    """
    return [_with_marks(line, [mark for record in line.records for mark in marks.get(record, ())]) for line in lines]


def _with_marks(line: Line, marks: Sequence[Marked]) -> Line:
    if not marks:
        return line
    standing = next((mark for mark in marks if not mark.taken_back), None)
    return replace(line, mark=standing, were_marked=tuple(mark for mark in marks if mark.taken_back))


# --- what somebody asked to see ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which lines somebody asked to see; nothing said means all."""

    child: int
    kinds: frozenset[ItemKind] = frozenset()
    sources: frozenset[Source] = frozenset()
    only_significant: bool = False
    only_child: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def hides(self) -> bool:
        return bool(self.kinds or self.sources or self.only_significant or self.only_child or self.first or self.last)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The lines asked for, and how many are hidden, in words, by the first reason that hides each."""

    lines: tuple[Line, ...]
    hidden: tuple[tuple[str, int], ...]

    @property
    def how_many_hidden(self) -> int:
        return sum(count for _, count in self.hidden)


def chosen(lines: Iterable[Line], asked: Asked) -> Shown:
    """The lines somebody asked to see, in the order they were in, and what that hides."""
    kept: list[Line] = []
    hidden: Counter[str] = Counter()
    for line in lines:
        if why := _why_hidden(line, asked):
            hidden[why] += 1
        else:
            kept.append(line)
    return Shown(lines=tuple(kept), hidden=tuple(hidden.items()))


def _why_hidden(line: Line, asked: Asked) -> str:
    reasons = (
        (asked.only_child and asked.child not in line.whose, "only of brothers and sisters"),
        (_outside(line, asked), "outside these days"),
        (asked.kinds and not asked.kinds & set(line.kinds), "of another kind"),
        (asked.sources and not asked.sources & set(line.sources), "from another side"),
        (asked.only_significant and line.mark is None, "not marked as significant"),
    )
    return next((words for is_so, words in reasons if is_so), "")


def _outside(line: Line, asked: Asked) -> bool:
    # What lasts is shown for every day on which it held.
    ends = (line.until or date.max) if line.lasts else line.on
    return bool((asked.first and ends < asked.first) or (asked.last and line.on > asked.last))
