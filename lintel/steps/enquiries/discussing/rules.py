"""When all can meet, who must be told that nobody has, and what a discussion owes. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lintel.statute.calendar import require_a_zone
from lintel.statute.limits import TimeLimit
from lintel.steps.enquiries.codes import Attendance, Conduct, Party, Purpose

# --- slots ------------------------------------------------------------------------------------------------------------

ROUNDED_TO = timedelta(minutes=5)


@dataclass(frozen=True)
class Span:
    """A time somebody can join, from a moment until (not including) another."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        require_a_zone(self.starts_at, self.ends_at)


def first_slot(
    offered: Mapping[int, Sequence[Span]], *, minutes: int, not_before: datetime
) -> datetime | None:  # fmt: skip
    """
    The first time at which every party that is needed can join for so long, on a full five minutes; None if there is
    none yet.

    :param offered: by party, the times it offers; a party that offers none keeps everybody from meeting.
    """
    if not offered:
        return None
    length = timedelta(minutes=minutes)
    free = [_joined(spans) for spans in offered.values()]
    # Only where somebody's time begins, or now, can the first time that suits everybody begin.
    starts = {_rounded_up(not_before), *(_rounded_up(start) for spans in free for start, _ in spans)}
    for start in sorted(each for each in starts if each >= not_before.astimezone(UTC)):
        if all(any(begin <= start and start + length <= end for begin, end in spans) for spans in free):
            return start.astimezone(not_before.tzinfo)
    return None


def in_the_way(offered: Mapping[int, Sequence[Span]], *, minutes: int, not_before: datetime) -> list[int]:
    """The parties without any one of whom the others could meet: whom to ring first when there is no slot."""
    if first_slot(offered, minutes=minutes, not_before=not_before) is not None:
        return []
    without = {party: {other: times for other, times in offered.items() if other != party} for party in offered}
    return [
        party for party, others in without.items()
        if first_slot(others, minutes=minutes, not_before=not_before) is not None
    ]  # fmt: skip


def _joined(spans: Iterable[Span]) -> list[tuple[datetime, datetime]]:
    """Times in order, those that touch or overlap made one."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted((span.starts_at.astimezone(UTC), span.ends_at.astimezone(UTC)) for span in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _rounded_up(moment: datetime) -> datetime:
    since = moment.astimezone(UTC) - datetime(2000, 1, 1, tzinfo=UTC)
    return datetime(2000, 1, 1, tzinfo=UTC) + -(-since // ROUNDED_TO) * ROUNDED_TO


# --- postponing (hard stop 7) -----------------------------------------------------------------------------------------


def missing_to_postpone(*, party: str, reason: str, interim_safety: str) -> list[str]:
    """What must be said before a slot is moved or cancelled, and is not; moving is postponing, however short."""
    said = {"who postpones": party, "why": reason, "what keeps the child safe until then": interim_safety}
    return [what for what, words in said.items() if not words.strip()]


def was_moved(*, slot_starts_at: datetime | None, minutes: int, held_at: datetime) -> bool:
    """Whether a discussion was held after its slot was over: it was postponed, and nobody said so."""
    return slot_starts_at is not None and held_at >= slot_starts_at + timedelta(minutes=minutes)


# --- the ladder -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Rung:
    """Who is told, on both sides, that a child waits for a strategy discussion; `limit` is how long after the cause."""

    number: int
    limit: str
    ours: str
    theirs: str = ""


RUNGS = (
    Rung(number=1, limit="strategy_team_manager", ours="team manager"),
    Rung(number=2, limit="strategy_service_manager", ours="service manager", theirs="detective inspector"),
    Rung(number=3, limit="strategy_director", ours="director of children’s services", theirs="superintendent"),
)


def standing_rung(
    *, triggered_at: datetime, held_at: datetime | None, at: datetime, limits: Mapping[str, TimeLimit]
) -> Rung | None:
    """The rung that stands at a moment: the highest whose time is over, as long as no discussion has been held."""
    if held_at is not None and held_at <= at:
        return None
    over = [rung for rung in RUNGS if limits[rung.limit].due_at(triggered_at) <= at]
    return over[-1] if over else None


# --- quorum -----------------------------------------------------------------------------------------------------------

# Working Together: at the least. A local list may add to it, never take away.
AT_THE_LEAST = frozenset({Party.SOCIAL_CARE, Party.POLICE, Party.HEALTH})


def quorum_of(local: Iterable[str]) -> list[Party]:
    """Who must be present: the three safeguarding partners, and whom the authority adds."""
    wanted = AT_THE_LEAST | {Party(each) for each in local}
    return [party for party in Party if party in wanted]


def missing_from_quorum(quorum: Iterable[str], attendance: Iterable[tuple[str, str]]) -> list[Party]:
    """The parties that must be present and are not. Whoever sent information was not there."""
    there = {party for party, how in attendance if how == Attendance.PRESENT}
    return [Party(party) for party in quorum if party not in there]


# --- the six purposes, and what is decided ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One purpose: answered in words or, with a reason, set aside."""

    answer: str = ""
    set_aside_because: str = ""

    @property
    def is_settled(self) -> bool:
        return bool(self.answer.strip()) != bool(self.set_aside_because.strip())


def unsettled(answers: Mapping[Purpose, Answered]) -> list[Purpose]:
    """The purposes that are neither answered nor set aside, or both."""
    return [purpose for purpose in Purpose if purpose not in answers or not answers[purpose].is_settled]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided for one child."""

    is_enquiry: bool
    because: str
    safety_tonight: str
    conduct: Conduct | None = None
    is_medical_needed: bool = False
    who_speaks: str = ""
    speaks_at: datetime | None = None


def missing_to_decide(decided: Decided) -> list[str]:
    """What a decision for a child must also say, and does not."""
    said = {"why": decided.because.strip(), "what keeps the child safe tonight": decided.safety_tonight.strip()}
    if decided.is_enquiry:
        said |= {
            "single or joint": decided.conduct or "", "who speaks to the child": decided.who_speaks.strip(),
            "when they speak to the child": str(decided.speaks_at or ""),
        }  # fmt: skip
    return [what for what, words in said.items() if not words]


# --- which discussion began the enquiry -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Enquiry:
    """
    What tells whether an enquiry is open: files seldom say that one ended, so a conference held for it, "no conference
    required" and the end of the episode end it as well.
    """

    ended_on: date | None = None
    conference_on: date | None = None
    conference_not_required: bool = False
    episode_closed_on: date | None = None

    def is_open(self, on: date) -> bool:
        """Whether it is not over on a day; one that began later stands as well, so that two never overlap."""
        ends = [day for day in (self.ended_on, self.conference_on, self.episode_closed_on) if day is not None]
        return not self.conference_not_required and all(on < day for day in ends)


def begins_an_enquiry(*, decides_for_one: bool, held_on: date, enquiries: Collection[Enquiry]) -> bool:
    """
    Whether a discussion begins an enquiry: it decides for one, and none is open. Holding another discussion must not
    buy more time while a child waits: the clock to the conference runs from the one that began it (K63).
    """
    return decides_for_one and not any(enquiry.is_open(held_on) for enquiry in enquiries)
