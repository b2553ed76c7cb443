"""Writing the workforce."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.foundation.workforce.models import Absence, Appointment, Post, Team, Worker

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def load_teams(records: Sequence[Team], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_workers(records: Sequence[Worker], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_posts(records: Sequence[Post], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_appointments(records: Sequence[Appointment], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)


def load_absences(records: Sequence[Absence], *, by: User, at: datetime) -> Loaded:
    return lay_down(records, by=by, at=at)
