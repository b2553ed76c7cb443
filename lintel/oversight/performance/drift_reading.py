"""Reading flags of drift for one viewer's children."""

from __future__ import annotations

from collections.abc import Collection

from lintel.oversight.drift.codes import Answer, Rule
from lintel.oversight.drift.models import Flag
from lintel.oversight.performance.drift_work import Flagged
from lintel.statute.calendar import local_day


def read_flags(children: Collection[int]) -> list[Flagged]:
    """Every flag about these children, the first raised first."""
    rows = Flag.objects.order_by("raised_at", "pk").values_list(
        "pk", "child_id", "rule", "since", "raised_at", "answered_at", "answer", "named_first", "hand_check__agrees",
        "team_id",
    )  # fmt: skip
    return [
        Flagged(
            pk=pk, child_id=child, rule=Rule(rule).title, since=since, raised_on=local_day(raised_at),
            answered_on=local_day(answered_at) if answered_at else None,
            is_confirmed=bool(answer) and Answer(answer).is_confirmed,
            named_first=bool(named) if agrees is not False else not named, is_checked=agrees is not None, team_id=team,
        )
        for pk, child, rule, since, raised_at, answered_at, answer, named, agrees, team in rows
        if child in children
    ]  # fmt: skip
