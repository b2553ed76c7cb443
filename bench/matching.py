"""
How quickly and how surely a person is found among very many, and the same set through Splink.

    python -m bench matching                 1,000,000 invented people (LINTEL_BENCH_PEOPLE for another number)

The people and the mistakes are made by `bench.matching_people`, which knows nothing of the search. The city measured
here is another than the one the weights were trained on (`python -m bench.matching_people.training`).
"""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bench import empty_database
from bench.matching_people.mistakes import Asked, Mistakes
from bench.matching_people.people import City, Invented

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.matching.queries import Offered
    from lintel.foundation.matching.sought import Sought

AT = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Europe/London"))
CITY, SLIPS, STRANGERS = 2, 3, 4  # seeds; training uses others
FOR_SPLINK = 50_000


@dataclass
class Measured:
    """What a set of searches came to."""

    searches: int = 0
    first: int = 0
    within_five: int = 0
    called_likely: int = 0
    rightly_likely: int = 0
    offered: int = 0
    milliseconds: list[float] = field(default_factory=list)
    in_database: list[float] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)
    slips: Counter[str] = field(default_factory=Counter)

    def count(self, asked: Asked, offered: Sequence[Offered]) -> None:
        """Add one search."""
        self.searches += 1
        self.offered += len(offered)
        ids = [each.person_pk for each in offered]
        self.first += ids[:1] == [asked.truth]
        self.within_five += asked.truth in ids
        likely = [each.person_pk for each in offered if each.likeness != "possible"]
        self.called_likely += len(likely)
        self.rightly_likely += likely.count(asked.truth)
        for slip in asked.slips or ["none"]:
            self.slips[slip] += 1
            self.missed[slip] += asked.truth not in ids

    @property
    def hit(self) -> float:
        return self.within_five / self.searches

    @property
    def precision(self) -> float:
        return self.rightly_likely / max(1, self.called_likely)


def people_of(number: int, seed: int = CITY) -> tuple[City, list[Invented]]:
    city = City(number, seed)
    return city, [one for family in city.families_of_people() for one in family]


def asked_for(city: City, people: Sequence[Invented], searches: int, seed: int = SLIPS) -> list[Asked]:
    """Searches for children, nine in ten, and adults."""
    mistakes = Mistakes(city, seed, {one.number: one for one in people})
    luck = mistakes.luck
    children = [one for one in people if one.is_child]
    return [mistakes.about(luck.choice(children if luck.random() < 0.9 else people)) for _ in range(searches)]


def sought_of(asked: Asked) -> Sought:
    from lintel.foundation.matching.sought import Sought

    return Sought(
        given=asked.given, family=asked.family, date_of_birth=asked.born_on,
        is_birth_date_estimated=asked.is_estimated, sex=asked.sex, address=asked.street, postcode=asked.postcode,
        identifiers=(asked.nhs_number,) if asked.nhs_number else (), mother=asked.mother,
    )  # fmt: skip


# --- writing a city down ----------------------------------------------------------------------------------------------


def write_down(people: Sequence[Invented]) -> None:
    """Into the tables of the record, by COPY; ids are the invented numbers."""
    traced = "key screen source_sheet"
    about = "is_child date_of_birth birth_date_certainty sex ethnicity disabilities upn_unknown"
    _copy("people_person", f"id {traced} {about}", (
        (p.number, f"p{p.number}", "bench", "", p.is_child, p.born_on, "known", p.sex, "", "{}", "") for p in people
    ))  # fmt: skip
    _copy("people_personname", f"{traced} person_id kind given family", (
        (f"n{p.number}", "bench", "", p.number, "legal", p.given, p.family) for p in people
    ))  # fmt: skip
    _copy("people_address", f"{traced} person_id lines postcode is_confidential", (
        (f"a{p.number}", "bench", "", p.number, p.street, p.postcode, False) for p in people
    ))  # fmt: skip
    _copy("people_identifier", f"{traced} person_id scheme value status", (
        (f"i{p.number}", "bench", "", p.number, "nhs_number", p.nhs_number, "") for p in people if p.nhs_number
    ))  # fmt: skip
    _copy("people_relationship", f"{traced} person_id kind to_person_id", (
        (f"r{p.number}-{parent}", "bench", "", parent, kind, p.number)
        for p in people for parent, kind in ((p.mother, "mother"), (p.father, "father")) if parent
    ))  # fmt: skip


def _copy(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {table}")


def index_everybody(people: Sequence[Invented], *, at_once: int = 50_000) -> None:
    """Index a whole city at once: the index itself is made at the end, as one does when a table is filled anew."""
    from django.db import connection

    from lintel.foundation.matching.actions import index_people

    _run("TRUNCATE matching_waiting")
    is_ours = not connection.in_atomic_block  # in a test the index stays: it is undone with everything else
    if is_ours:
        _run("DROP INDEX matching_keys")
    for start in range(0, len(people), at_once):
        index_people([one.number for one in people[start : start + at_once]], by=None, at=AT)
    if is_ours:
        _run(
            "SET maintenance_work_mem = '512MB'",
            "CREATE INDEX matching_keys ON matching_searchkeys USING gin (keys) WITH (fastupdate = off)",
        )
    _run("ANALYZE matching_searchkeys")


def _run(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# --- searching --------------------------------------------------------------------------------------------------------


@contextmanager
def time_in_database() -> Iterator[list[float]]:
    from django.db import connection

    took: list[float] = []

    def clock(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took.append(time.perf_counter() - begun)

    with connection.execute_wrapper(clock):
        yield took


def search_for(asked: Sequence[Asked], viewer: User) -> Measured:
    """Search for one after another, with the clock running."""
    from lintel.foundation.matching.queries import candidates

    found = Measured()
    for one in asked:
        with time_in_database() as took:
            begun = time.perf_counter()
            offered = candidates(sought_of(one), viewer=viewer)
            found.milliseconds.append(1000 * (time.perf_counter() - begun))
        found.in_database.append(1000 * sum(took))
        found.count(one, offered)
    return found


def search_for_all(asked: Sequence[Asked], viewer: User) -> Measured:
    """The same in batches, which is quicker and finds the same."""
    from lintel.foundation.matching.queries import candidates_for_many

    found = Measured()
    for one, offered in zip(asked, candidates_for_many([sought_of(one) for one in asked], viewer=viewer), strict=True):
        found.count(one, offered)
    return found


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def likely_though_unknown(asked: Sequence[Asked], viewer: User) -> float:
    """Of people who are not in the record, the share to whom somebody else is called likely."""
    from lintel.foundation.matching.queries import candidates
    from lintel.foundation.matching.scoring import Likeness

    wrongly = 0
    for one in asked:
        offered = candidates(sought_of(one), viewer=viewer)
        wrongly += any(each.likeness is not Likeness.POSSIBLE for each in offered)
    return wrongly / len(asked)


def at_the_page(asked: Sequence[Asked]) -> list[float]:
    """Milliseconds for the part of the page that changes while somebody types, with session, doors and log."""
    from django.test import Client

    from lintel.foundation.access.actions import first_account, grant_role, open_account
    from lintel.foundation.access.roles import Role

    sam = first_account(email="sam@bench.example", name="Sam Weir", password=secrets.token_urlsafe(24), at=AT)
    dawn = open_account(email="dawn@bench.example", name="Dawn Okafor", by=sam, at=AT)
    grant_role(dawn, role=Role.SCREENING_OFFICER, by=sam, at=AT)
    client, took = Client(), []
    client.force_login(dawn, backend="allauth.account.auth_backends.AuthenticationBackend")
    for one in asked:
        query = {"part": "yes", "given": one.given, "family": one.family, "postcode": one.postcode, "sex": one.sex}
        if one.born_on:
            query["date_of_birth"] = one.born_on.isoformat()
        begun = time.perf_counter()
        answer = client.get("/people/search/", query)
        took.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200
    return took


def main() -> None:
    number = int(os.environ.get("LINTEL_BENCH_PEOPLE", "1000000"))
    searches = int(os.environ.get("LINTEL_BENCH_SEARCHES", "3000"))
    with empty_database("bench_matching"):
        beside_splink(min(number, FOR_SPLINK), min(searches, 1000))
        forget_everybody()
        at_full_size(number, searches)


def forget_everybody() -> None:
    _run("TRUNCATE people_person, matching_waiting CASCADE")


def fill(number: int) -> tuple[City, list[Invented]]:
    """Make a city, write it down and index it; say how long each took."""
    begun = time.perf_counter()
    city, people = people_of(number)
    made = time.perf_counter()
    write_down(people)
    written = time.perf_counter()
    index_everybody(people)
    indexed = time.perf_counter() - written
    print(
        f"{len(people):,} people: made in {made - begun:.0f} s, written down in {written - made:.0f} s, indexed in "
        f"{indexed:.0f} s ({len(people) / indexed:,.0f}/s)",
        flush=True,
    )
    return city, people


def beside_splink(number: int, searches: int) -> None:
    """Ours and Splink's own comparisons on the same records and the same searches."""
    from rich.console import Console
    from rich.table import Table

    from bench.matching_people.plain_splink import search_with_splink
    from lintel.foundation.access.actions import service_account

    city, people = fill(number)
    asked = asked_for(city, people, searches)
    ours = search_for(asked, service_account(at=AT))
    theirs = search_with_splink(people, asked)
    table = Table(title=f"{searches:,} searches among {len(people):,} people (a smaller set, for Splink's sake)")
    for heading in ("", "first", "within five", "ms each, alone, p50", "p95", "ms each, all together"):
        table.add_column(heading, justify="right" if heading else "left")
    alone = (f"{percentile(ours.milliseconds, share):.1f}" for share in (0.5, 0.95))
    table.add_row("the search", f"{ours.first / searches:.4f}", f"{ours.hit:.4f}", *alone, "")
    alone = (f"{percentile(theirs.milliseconds_alone, share):.0f}" for share in (0.5, 0.95))
    table.add_row(
        "Splink as it comes", f"{theirs.first / searches:.4f}", f"{theirs.within_five / searches:.4f}", *alone,
        f"{1000 * theirs.seconds_together / searches:.1f}",
    )  # fmt: skip
    Console().print(table)


def at_full_size(number: int, searches: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from lintel.foundation.access.actions import service_account

    city, people = fill(number)
    asked = asked_for(city, people, searches)
    viewer = service_account(at=AT)
    search_for(asked[:50], viewer)
    found = search_for(asked, viewer)
    table = Table(title=f"{searches:,} searches among {len(people):,} people")
    for heading in ("milliseconds", "p50", "p95", "p99", "most"):
        table.add_column(heading, justify="left" if heading == "milliseconds" else "right")
    for name, took in (
        ("in the database", found.in_database), ("with the comparing", found.milliseconds),
        ("at the page", at_the_page(asked[:500])),
    ):  # fmt: skip
        table.add_row(name, *(f"{percentile(took, share):.1f}" for share in (0.5, 0.95, 0.99, 1.0)))
    Console().print(table)
    strangers = asked_for(*people_of(5_000, STRANGERS), 500)
    print(
        f"first {found.first / searches:.4f}, within five {found.hit:.4f}; of those called likely or the same "
        f"{found.precision:.4f} are; {found.offered / searches:.2f} offered; of 500 people who are not in the record "
        f"{likely_though_unknown(strangers, viewer):.3f} have somebody called likely"
    )
    for slip, count in found.slips.most_common():
        print(f"{slip:<28}{count:>6}{1 - found.missed[slip] / count:>8.3f}")
