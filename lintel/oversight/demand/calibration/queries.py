"""Things as they are, fitted to the authority's own records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import require
from lintel.oversight.demand.calibration import permissions
from lintel.oversight.demand.calibration.fitting import AsThingsAre, Fit
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.gathering import Reader

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def as_things_are(*, viewer: User, on: date, weeks_back: int = 26, weeks_ahead: int = 52) -> AsThingsAre:
    """
    The scenario fitted to the last weeks, standing on the morning of the Monday of the week of `on`.

    :raises NotAllowed: if this person may not see forecasts.
    :raises MakesNoSense: if the record holds too little to make a scenario of, such as no team that holds children.
    """
    require(viewer, permissions.SEE_FORECASTS)
    monday = on - timedelta(days=on.weekday())
    evidence = Evidence(Reader(viewer, monday))
    return Fit(evidence, on=monday, weeks_back=weeks_back, weeks_ahead=weeks_ahead).result()
