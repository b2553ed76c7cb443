"""The dates of records as a path, for the rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lintel.foundation.workforce.recruiting.rules import Path

if TYPE_CHECKING:
    from lintel.foundation.workforce.models import Recruitment


def path_of_search(
    search: Recruitment, *, again_from: date | None = None, vacant_since: date | None = None,
    first_case_on: date | None = None,
) -> Path:  # fmt: skip
    """
    The path of one search.

    :param again_from: the day the search before it fell through; where there was one, this one began then.
    """
    return Path(
        vacant_since=vacant_since, signed_on=max(filter(None, (search.signed_on, again_from))),
        advertised_on=search.advertised_on, offered_on=search.offered_on, accepted_on=search.offer_accepted_on,
        checks_done_on=search.checks_done_on, starts_on=search.starts_on,
        started_on=search.appointment.starts_on if search.appointment else None, first_case_on=first_case_on,
    )  # fmt: skip
