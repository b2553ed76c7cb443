"""What somebody is to a child, and how far along a child is, from plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lintel.foundation.people.codes import RelationshipKind as Kind
from lintel.foundation.people.families.rules import IN_WORDS, turned
from lintel.journey.families.picture.people import Known


class Stage(StrEnum):
    """How far along a child is; of several that hold, the first says it."""

    PROTECTED = "protected"
    IN_NEED = "in_need"
    WAITING = "waiting"
    ASSESSED = "assessed"
    DECIDED = "decided"
    EARLY_HELP = "early_help"
    ASKED_EARLY_HELP = "asked_early_help"
    AT_THE_DOOR = "at_the_door"
    CLOSED = "closed"
    NEVER = "never"

    @property
    def words(self) -> str:
        return _STAGES[self]


_STAGES = {
    Stage.PROTECTED: "Child protection plan", Stage.IN_NEED: "Child in need plan",
    Stage.WAITING: "Waits for a worker", Stage.ASSESSED: "In assessment",
    Stage.DECIDED: "Assessed", Stage.EARLY_HELP: "Early help",
    Stage.ASKED_EARLY_HELP: "Early help is asked", Stage.AT_THE_DOOR: "To be decided at the front door",
    Stage.CLOSED: "Closed", Stage.NEVER: "Nothing open, and nothing before",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """What the record says of one child on a day: since when each holds, or when the last episode was closed."""

    protected_since: date | None = None
    in_need_since: date | None = None
    referred_on: date | None = None
    has_worker: bool = False
    assessed_on: date | None = None
    helped_since: date | None = None
    help_asked_on: date | None = None
    told_of_on: date | None = None
    closed_on: date | None = None


def stage_of(so_far: SoFar) -> tuple[Stage, date | None]:
    """The stage, and since when; for a closed child the day of closing."""
    referred = Stage.ASSESSED if so_far.has_worker else Stage.WAITING
    answers = (
        (Stage.PROTECTED, so_far.protected_since), (Stage.IN_NEED, so_far.in_need_since),
        (Stage.DECIDED, so_far.assessed_on if so_far.has_worker and so_far.referred_on else None),
        (referred, so_far.referred_on), (Stage.EARLY_HELP, so_far.helped_since),
        (Stage.ASKED_EARLY_HELP, so_far.help_asked_on), (Stage.AT_THE_DOOR, so_far.told_of_on),
        (Stage.CLOSED, so_far.closed_on),
    )  # fmt: skip
    return next(((stage, since) for stage, since in answers if since is not None), (Stage.NEVER, None))


# --- what somebody is to a child --------------------------------------------------------------------------------------


def kinship(other: int, about: int, known: Known) -> str:
    """What `other` is to the child the page is about, in words; nothing where no line says it."""
    if other == about:
        return ""
    ways = (_said, _shares_parents, _grandparent, _partner_of_parent, _sibling_of_parent, _parent_of_half_sibling)
    return next((words for way in ways if (words := way(other, about, known))), "")


def _said(other: int, about: int, known: Known) -> str:
    """What the record says outright; a tie that holds before one that ended."""
    for has_ended in (False, True):
        for tie in known.ties:
            if tie.has_ended is has_ended and tie.both == {other, about}:
                if tie.kind in (Kind.SIBLING, Kind.HALF_SIBLING) and _shares_parents(other, about, known):
                    continue
                words = IN_WORDS[tie.kind] if tie.person == other else turned(tie.kind)
                return f"{words}, until it ended" if has_ended else words
    return ""


def _shares_parents(other: int, about: int, known: Known) -> str:
    mine, theirs = set(known.parents.get(about, [])), set(known.parents.get(other, []))
    shared = mine & theirs
    if not shared:
        return ""
    is_half = len(shared) == 1 and len(mine) > 1 and len(theirs) > 1
    said_half = any(tie.kind is Kind.HALF_SIBLING and tie.both == {other, about} for tie in known.ties)
    said_whole = any(tie.kind is Kind.SIBLING and tie.both == {other, about} for tie in known.ties)
    half = "half-" if said_half or (is_half and not said_whole) else ""
    return {"M": f"{half}brother", "F": f"{half}sister"}.get(known.figures[other].sex, f"{half}brother or {half}sister")


def _grandparent(other: int, about: int, known: Known) -> str:
    if any(other in known.parents.get(parent, []) for parent in known.parents.get(about, [])):
        return {"M": "grandfather", "F": "grandmother"}.get(known.figures[other].sex, "grandparent")
    return ""


def _partner_of_parent(other: int, about: int, known: Known) -> str:
    for parent in known.parents.get(about, []):
        if (tie := known.partners(other, parent)) is not None:
            former = "former " if tie.has_ended else ""
            return f"{_parent(parent, known)}’s {former}partner"
    return ""


def _sibling_of_parent(other: int, about: int, known: Known) -> str:
    for parent in known.parents.get(about, []):
        said = any(
            tie.kind in (Kind.SIBLING, Kind.HALF_SIBLING) and tie.both == {other, parent} for tie in known.ties
        )  # fmt: skip
        if said or _shares_parents(other, parent, known):
            return {"M": "uncle", "F": "aunt"}.get(known.figures[other].sex, "aunt or uncle")
    return ""


def _parent_of_half_sibling(other: int, about: int, known: Known) -> str:
    for child, parents in known.parents.items():
        if other in parents and child != about and _shares_parents(child, about, known):
            return f"{_parent(other, known)} of a {_shares_parents(child, about, known)}"
    return ""


def _parent(pk: int, known: Known) -> str:
    return {"M": "father", "F": "mother"}.get(known.figures[pk].sex, "parent")
