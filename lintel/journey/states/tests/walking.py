"""Walking the real path: which named action moved something, from which state, to which."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction

from lintel.journey.states.diagram import Diagram

Step = tuple[StrEnum | None, str, StrEnum]


def named(act: Callable[..., Any]) -> str:
    """“steps.enquiries.discussing.actions.decide”"""
    return f"{act.__module__}.{act.__name__}".removeprefix("lintel.")


@dataclass
class Walk:
    """Walks of one diagram, and every move that was seen on them."""

    diagram: Diagram
    went: set[Step] = field(default_factory=set)

    def go(
        self, act: Callable[[], Any], *, read: Callable[[], StrEnum | None], to: StrEnum,
        by: Callable[..., Any] | None = None,
    ) -> Any:  # fmt: skip
        """
        Act, and see which of the diagram's actions was entered meanwhile, however deep; afterwards it stands so.

        :param read: where it stands; None while there is nothing yet.
        :param by: which of the actions it was, where several were entered.
        """
        before = read()
        made, entered = self._entered(act)
        if by is not None and named(by) in entered:
            entered = [named(by)]
        assert len(entered) == 1, f"one move at a time, not {entered}"
        after = read()
        assert after == to, f"after {entered[0]} it is {after}"
        self.went.add((before, entered[0], to))
        return made

    def must_have_gone_everywhere(self) -> None:
        """Every move that is drawn was walked, and none was walked that is not drawn."""
        drawn = {(before, named(move.act), move.to) for before, move in self.diagram.all_moves}
        assert self.went - drawn == set(), "walked, and not drawn"
        assert drawn - self.went == set(), "drawn, and not walked"

    def _entered(self, act: Callable[[], Any]) -> tuple[Any, list[str]]:
        codes = {inspect.unwrap(move.act).__code__: named(move.act) for move in self.diagram.moves}
        entered: list[str] = []

        def see(frame: Any, _: str, __: Any) -> None:
            if frame.f_code in codes:
                entered.append(codes[frame.f_code])

        before = sys.gettrace()
        # Told of every function that is entered, and of nothing within it.
        sys.settrace(see)
        try:
            return act(), entered
        finally:
            sys.settrace(before)


@contextmanager
def undone() -> Iterator[None]:
    """A walk of its own: afterwards the record is as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
