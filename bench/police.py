"""
How long a batch of 500 police notices takes: to its lag figures, to the desk, and to the page; and whom it offers.

The batch is the fixture with its truth known (`steps.police_notifications.tests.batch`): duplicates, repeat households,
wrong-sibling traps. On a database of its own.
"""

from __future__ import annotations

import time
from datetime import timedelta

from bench import empty_database


def main() -> None:
    with empty_database():
        _measure()


def _measure() -> None:
    from rich.console import Console
    from rich.table import Table

    from lintel.foundation.matching.actions import index_people
    from lintel.journey.notifications.actions import take_in_batch
    from lintel.journey.notifications.offers.queries import who_they_may_be
    from lintel.journey.notifications.queries import households_of, lags_of_rows, numbers_of
    from lintel.journey.notifications.tests.builders import police, write_down
    from lintel.steps.police_notifications.actions import begin_taking_in, offer_batch
    from lintel.steps.police_notifications.models import Notification
    from lintel.steps.police_notifications.reading.files import read_file
    from lintel.steps.police_notifications.tests.batch import RECEIVED_AT as AT
    from lintel.steps.police_notifications.tests.batch import made_batch
    from tests.cast import build_cast

    cast, made = build_cast(), made_batch()
    force, children = police(cast), write_down(made.ours, cast)
    index_people([child.pk for child in children.values()], by=cast.command_line, at=AT)
    took: dict[str, float] = {}

    def timed(name, work):
        begun = time.perf_counter()
        found = work()
        took[name] = time.perf_counter() - begun
        return found

    def to_lag_figures():
        offered = offer_batch(made.csv, file_name="backlog.csv", agency=force, by=cast.dawn, at=AT)
        rows = read_file(bytes(offered.content), received_at=AT)
        return offered, lags_of_rows(rows, received_at=AT, viewer=cast.dawn, at=AT)

    offered, lags = timed("from the file to its lag figures", to_lag_figures)
    begin_taking_in(offered, by=cast.dawn, at=AT)
    batch = timed("taken in: contacts, children, workers told", lambda: take_in_batch(offered, by=cast.dawn, at=AT))
    shown = timed("the households in their order", lambda: households_of(batch, viewer=cast.dawn, at=AT))
    timed("the partnership’s numbers", lambda: numbers_of(force, viewer=cast.rosa, at=AT + timedelta(hours=1)))
    notices = list(Notification.objects.filter(batch=batch, version=1))
    offers = timed(
        "whom the children may be, every notice", lambda: [who_they_may_be(n, viewer=cast.dawn) for n in notices]
    )

    keys = {child.pk: key for key, child in children.items()}
    hits = total = 0
    for notice, found in zip(notices, offers, strict=True):
        for place, one in enumerate(found):
            if wanted := made.truth.who.get((notice.reference, place)):
                total += 1
                hits += wanted in {keys.get(each.person_pk) for each in one.offered}
    table = Table(
        title=f"{batch.rows_in} rows, {batch.notices_new} notices, {len(shown)} households; p90 {lags.all.p90:.0f} h"
    )
    for heading in ("", "seconds"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, seconds in took.items():
        table.add_row(name, f"{seconds:.2f}")
    table.add_row("true matches offered", f"{hits} of {total} ({100 * hits / total:.1f}%)")
    Console().print(table)


if __name__ == "__main__":
    main()
