"""What every walk at random shares: people who try what they may and what they may not, and time that passes."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import NotAllowed
from tests.cast import NOW

MOVES_WANTED = max(100, int(os.environ.get("LINTEL_MOVES", "0")) // 4)


class Moves(RuleBasedStateMachine):
    """
    One walk; what it wrote is gone after it.

    `refused` is what the product may answer to somebody who tries; any other exception is a fault.
    """

    refused: ClassVar[tuple[type[Exception], ...]] = ()
    takes = timedelta(minutes=41)
    moves = 0

    def __init__(self, people: dict[str, User]) -> None:
        super().__init__()
        self.people = people
        self.now = NOW
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def attempt(self, act: Callable[..., Any], *given: Any, who: str, **how: Any) -> Any:
        """Somebody does something; whether they may is the product's to say. None where it was refused."""
        type(self).moves += 1
        self.now += self.takes
        by = self.people[who]
        try:
            with transaction.atomic():
                return act(*given, by=by, at=self.now, **how)
        except self.refused as why:
            self.nobody_is_refused_what_they_may_do(by, why)
            return None

    def nobody_is_refused_what_they_may_do(self, by: User, why: Exception) -> None:
        assert not (isinstance(why, NotAllowed) and by.holds(why.permission))


def at_length(walks: int, *, steps: int = 60) -> settings:
    """So many walks of so many steps; the same ones every time."""
    return settings(
        max_examples=max(1, walks), stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
