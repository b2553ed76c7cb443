"""Filters live in the address; what can be chosen comes from the record and the code sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from lintel.foundation.workforce.queries import teams
from lintel.oversight.performance.cases import Filters, Period
from lintel.statute.ages import ALL_BANDS
from lintel.statute.codes import ETHNICITY_GROUP, REFERRAL_SOURCE_GROUP
from lintel.web.components.asking import period_asked

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

Choice = tuple[str, str]


def chosen_filters(request: HttpRequest) -> Filters:
    """What the address narrows the page to."""
    return Filters.from_query(request.GET)


def period_chosen(request: HttpRequest) -> Period | None:
    """The period in the address; None where there is none."""
    asked = period_asked(request)
    return Period(*asked) if asked else None


def period_query(period: Period | None) -> dict[str, Any]:
    """What to put into an address to find the same period again."""
    return {"from": period.start.isoformat(), "until": period.end.isoformat()} if period else {}


def filter_choices(*, viewer: User) -> dict[str, tuple[str, list[Choice]]]:
    """For each filter its words and what can be chosen."""
    return {
        "team": ("Team", [(str(team.pk), team.name) for team in teams(viewer=viewer)]),
        "source": ("Source", [(name, name) for name in dict.fromkeys(REFERRAL_SOURCE_GROUP.values())]),
        "age": ("Age", [(name, name) for name in ALL_BANDS]),
        "ethnicity": ("Ethnicity", [(name, name) for name in dict.fromkeys(ETHNICITY_GROUP.values())]),
    }
