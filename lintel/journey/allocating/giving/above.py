"""Children given to one worker above the ceiling in one act. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Above:
    """
    What was given above the ceiling, and who answers for it.

    :param children: those the viewer may see.
    :param after: the children the worker then held, of the `most` agreed for them.
    :param is_accepted: whether the worker has accepted all of them.
    """

    worker_id: int
    worker: str
    team_id: int
    team: str
    given_at: datetime
    given_by: str
    manager_id: int
    manager: str
    reason: str
    review_on: date
    children: Sequence[int]
    after: int
    most: float
    is_accepted: bool

    def is_review_overdue(self, today: date) -> bool:
        return self.review_on < today
