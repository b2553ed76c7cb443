"""What is said of a plan, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lintel.steps.plans.codes import Change


@dataclass(frozen=True, kw_only=True)
class Intended:
    """What somebody will do: for which need, who, and by when."""

    words: str
    owner: str
    due_on: date
    need_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What has changed for the child about one need."""

    need_id: int
    change: Change
    words: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A review as it was held."""

    held_on: date
    present: str
    childs_view: str = ""
    next_on: date | None = None
    changes: Sequence[Changed] = ()
