"""Several acts in the same moment, against the real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returns or raises when all begin in the same moment, each on a connection of its own."""
    together = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        together.wait(timeout=60)
        try:
            return act()
        except Exception as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))
