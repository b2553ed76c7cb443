"""Filters live in the address; what can be chosen comes from the record and the code sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from lintel.foundation.workforce.queries import teams
from lintel.oversight.performance.cases import Filters
from lintel.statute.ages import ALL_BANDS
from lintel.statute.codes import ETHNICITY_GROUP, REFERRAL_SOURCE_GROUP

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

Choice = tuple[str, str]


def chosen_filters(request: HttpRequest) -> Filters:
    """What the address narrows the page to."""
    return Filters.from_query(request.GET)


def filter_choices(*, viewer: User) -> dict[str, tuple[str, list[Choice]]]:
    """For each filter its words and what can be chosen."""
    return {
        "team": ("Team", [(str(team.pk), team.name) for team in teams(viewer=viewer)]),
        "source": ("Source", [(name, name) for name in dict.fromkeys(REFERRAL_SOURCE_GROUP.values())]),
        "age": ("Age", [(name, name) for name in ALL_BANDS]),
        "ethnicity": ("Ethnicity", [(name, name) for name in dict.fromkeys(ETHNICITY_GROUP.values())]),
    }
