"""The job that seeks a plan, so that no request waits for it. It does what `actions` does, and no more."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lintel.oversight.demand.manageable import actions
from lintel.oversight.demand.manageable.models import PlanSought


@app.task(name="manageable.work_out")  # type: ignore[untyped-decorator]
def work_out(sought_id: int) -> None:
    """Seek the plan that was asked for, as of the moment it was asked."""
    sought = PlanSought.objects.select_related("asked_by").get(pk=sought_id)
    actions.work_out(sought, by=sought.asked_by, at=sought.asked_at)
