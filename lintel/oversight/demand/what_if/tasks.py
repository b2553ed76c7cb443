"""The job that runs what-ifs, so that no request waits for it. It does what `actions` does, and no more."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lintel.oversight.demand.what_if import actions
from lintel.oversight.demand.what_if.models import Run


@app.task(name="what_if.work_out")  # type: ignore[untyped-decorator]
def work_out(run_id: int) -> None:
    """Make the runs that were asked for, as of the moment they were."""
    asked = Run.objects.select_related("asked_by", "what_if").get(pk=run_id)
    actions.work_out(asked, by=asked.asked_by, at=asked.asked_at)
