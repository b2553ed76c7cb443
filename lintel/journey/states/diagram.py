"""What a diagram is made of: states, and the moves from one to another, each by a real action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any

from lintel.foundation.access.permissions import Permission

# Where there is nothing yet.
BEGINNING: tuple[None, ...] = (None,)


@dataclass(frozen=True, kw_only=True)
class Move:
    """
    One way to a state.

    :param before: the states from which it leads there; the beginning, where it makes something.
    :param act: the action that does it, itself and no copy of its name.
    :param may: the permission it requires; None where it follows from an act that was allowed, or from the clock.
    :param hard_stops: their numbers in the product's list, where hard stops stand in the way.
    :param when: what is said of it besides.
    :param source: the guidance or the finding it comes from.
    """

    before: tuple[StrEnum | None, ...]
    to: StrEnum
    act: Callable[..., Any]
    may: Permission | None
    hard_stops: tuple[int, ...] = ()
    when: str = ""
    source: str


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """
    The states of one thing.

    :param words: each state in words, in the order in which a reader meets them.
    :param within: the modules all of whose actions are named here, as a move or as one that moves nothing.
    :param keeps: actions of those modules that leave the state as it is.
    """

    name: str
    of: str
    words: Mapping[StrEnum, str]
    moves: tuple[Move, ...]
    within: tuple[ModuleType, ...] = ()
    keeps: tuple[Callable[..., Any], ...] = ()

    @property
    def all_moves(self) -> list[tuple[StrEnum | None, Move]]:
        """Each move from each state it may begin in."""
        return [(before, move) for move in self.moves for before in move.before]
