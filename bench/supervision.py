"""
How long it takes to propose children for a supervision and to open the prep pack, on the whole of Ravenshire.

The pack may take two seconds (S15).
"""

from __future__ import annotations

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bench import empty_database

UNTIL = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Europe/London"))
MAY_TAKE, MINUTES = 2.0, 90


def main() -> None:
    with empty_database():
        _measure()


def _measure() -> None:
    from rich.console import Console
    from rich.table import Table

    from lintel.demo.live.supervising import workers_are_supervised
    from lintel.demo.seeding import seed
    from lintel.foundation.access.models import User
    from lintel.oversight.supervision.models import SupervisionSession
    from lintel.oversight.supervision.packs.queries import about_children, packs
    from lintel.oversight.supervision.proposing import propose

    seed(until=UNTIL)
    workers_are_supervised(now=NOW)
    session = SupervisionSession.objects.select_related("supervisor").latest("pk")
    viewer: User = session.supervisor
    begun = time.perf_counter()
    about = about_children(session.worker_id, viewer=viewer, at=NOW)
    agenda = propose(about, minutes=MINUTES, minutes_a_child=8, on=UNTIL)
    proposed = time.perf_counter()
    found = packs({each.child: each.reasons for each in agenda.this_time}, viewer=viewer, at=NOW)
    opened = time.perf_counter()
    table = Table(title=f"A supervision of {MINUTES} minutes: {len(about)} children held, {len(found)} in the pack")
    for heading in ("", "seconds", f"may take {MAY_TAKE:g}"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, seconds in (("children proposed", proposed - begun), ("pack opened", opened - proposed)):
        table.add_row(name, f"{seconds:.3f}", "yes" if seconds <= MAY_TAKE else "NO")
    Console().print(table)
