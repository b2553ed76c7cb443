"""Reading what was said of earlier work, and who is on a list to be looked at again."""

from __future__ import annotations

from collections.abc import Collection

from lintel.oversight.legacy.models import CohortChild
from lintel.oversight.performance import records as r
from lintel.statute.calendar import local_day
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack


def read_earlier_work(children: Collection[int]) -> r.EarlierWork:
    """Answers that stand, and everybody on a list, of these children."""
    said = LookBack.objects.filter(replaced_at__isnull=True).values_list("earlier_id", "child_id", "said_at", "verdict")
    listed = CohortChild.objects.values_list("pk", "child_id", "cohort__drawn_at", "reviewed_at")
    return r.EarlierWork(
        tuple(
            r.LookBack(earlier, child, local_day(at), verdict == Verdict.UNFINISHED_OR_POOR)
            for earlier, child, at, verdict in said
            if child in children
        ),
        tuple(
            r.OnAList(pk, child, local_day(drawn_at), local_day(at) if at else None)
            for pk, child, drawn_at, at in listed
            if child in children
        ),
    )
