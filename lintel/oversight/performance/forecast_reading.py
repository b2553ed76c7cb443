"""Reading forecasts as they were frozen, for who sees forecasts and the whole service."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import may
from lintel.oversight.demand.calibration.models import Forecast
from lintel.oversight.demand.calibration.permissions import SEE_FORECASTS
from lintel.oversight.performance.records import FrozenForecast
from lintel.statute.calendar import local_day

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def read_forecasts(viewer: User) -> list[FrozenForecast] | None:
    """
    Every forecast made in the week it stands on, the first of a week only; None for who may not see forecasts.

    One made later for an earlier Monday would know what came.
    """
    if not may(viewer, SEE_FORECASTS):
        return None
    made = Forecast.objects.filter(finished_at__isnull=False, refusal="", answer__isnull=False)
    first: dict[object, FrozenForecast] = {}
    for pk, on, weeks_back, answer, finished_at in made.order_by("on", "finished_at", "pk").values_list(
        "pk", "on", "weeks_back", "answer", "finished_at"
    ):
        if finished_at is not None and answer is not None and local_day(finished_at) < on + timedelta(weeks=1):
            first.setdefault(on, FrozenForecast(pk, on, weeks_back, answer))
    return list(first.values())
