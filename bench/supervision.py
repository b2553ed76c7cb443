"""
How long it takes to propose children for a supervision and to open the prep pack, on the whole of Ravenshire, and what
the record of one child asks of a manager's hands.

The pack may take two seconds, the record of one child eight minutes (S15). The second is no usability test: the steps
of `tests/eight_minutes.py`, which a browser carries out and counts, are turned into minutes by the Keystroke-Level
Model, and the words of Ravenshire's packs are read at 200 a minute.
"""

from __future__ import annotations

import re
import time
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bench import empty_database
from tests.eight_minutes import MAY_TAKE as MINUTES_A_CHILD
from tests.eight_minutes import a_record
from tests.keystrokes import COMPOSED_A_MINUTE, WORDS_A_MINUTE, Counted, count, in_all, reading

if TYPE_CHECKING:
    from rich.table import Table

    from lintel.foundation.access.models import User

UNTIL = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Europe/London"))
MAY_TAKE, MINUTES = 2.0, 90
SPEEDS = tuple(f"at {speed} a minute" for speed in (WORDS_A_MINUTE, COMPOSED_A_MINUTE))
COUNTED = ("keys", "presses", "pages", *SPEEDS)


def main() -> None:
    print_handwork()
    with empty_database():
        _measure()


def print_handwork() -> None:
    """The handwork of one record by step, in minutes at both speeds of writing."""
    from rich.console import Console

    table = _table(f"One child’s record in minutes, Keystroke-Level Model (may take {MINUTES_A_CHILD:g})", *COUNTED)
    steps = a_record(earlier=1)
    for name, did in [*((step.name, count(step.acts)) for step in steps), ("All of it", in_all(steps))]:
        table.add_row(name, str(did.keys), str(did.presses), str(did.pages), *_minutes(did))
    Console().print(table)


def _measure() -> None:
    from rich.console import Console

    from lintel.demo.live.supervising import workers_are_supervised
    from lintel.demo.seeding import seed
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
    table = _table(
        f"A supervision of {MINUTES} minutes: {len(about)} children held, {len(found)} in the pack",
        "seconds", f"may take {MAY_TAKE:g}",
    )  # fmt: skip
    for name, seconds in (("children proposed", proposed - begun), ("pack opened", opened - proposed)):
        table.add_row(name, f"{seconds:.3f}", "yes" if seconds <= MAY_TAKE else "NO")
    Console().print(table)
    print_with_reading(sorted(_words_of_packs(viewer)))


def print_with_reading(words: list[int]) -> None:
    """
    The handwork with the reading of the prep pack.

    :param words: how many words each pack has, the fewest first.
    """
    from rich.console import Console

    table = _table(f"With the pack read, of {len(words)} packs of Ravenshire", "words read", *SPEEDS)
    did = in_all(a_record(earlier=1))
    for name, many in (("a pack in the middle", words[len(words) // 2]), ("the longest", words[-1])):
        table.add_row(name, str(many), *_minutes(did, reads=many))
    Console().print(table)


def _words_of_packs(viewer: User) -> list[int]:
    """How many words the pack of each child has who was on the list of one of this manager's sessions."""
    from django.template import engines

    from lintel.oversight.supervision.models import SupervisionSession
    from lintel.oversight.supervision.packs.queries import packs

    pack_of = engines["jinja2"].env.get_template("supervising/bits.html").module.pack_of  # type: ignore[attr-defined]
    found = []
    for session in SupervisionSession.objects.filter(supervisor=viewer).order_by("pk"):
        listed = dict(session.listed.filter(is_this_time=True).values_list("child_id", "why"))
        for it in packs(listed, viewer=viewer, at=NOW, before=session.held_on):
            found.append(len(re.sub(r"<[^>]*>", " ", str(pack_of(it, UNTIL, linked=False))).split()))
    return found


def _minutes(did: Counted, *, reads: int = 0) -> list[str]:
    return [f"{did.minutes(speed) + reading(reads):.2f}" for speed in (WORDS_A_MINUTE, COMPOSED_A_MINUTE)]


def _table(title: str, *headings: str) -> Table:
    from rich.table import Table

    table = Table(title=title)
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table
