"""
How quickly and how surely a person is found among very many, and the same set through Splink.

    python -m bench matching                 1,000,000 invented people (LINTEL_BENCH_PEOPLE for another number)

The people and the mistakes are made by `bench.matching_people`, which knows nothing of the search. The city measured
here is another than the one the weights were trained on (`python -m bench.matching_people.training`).
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bench.matching_people.mistakes import Asked, Mistakes
from bench.matching_people.people import City, Invented

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.matching.sought import Sought

AT = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Europe/London"))
CITY, SLIPS, STRANGERS = 2, 3, 4  # seeds; training uses others


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
    from django.db import connection

    from lintel.foundation.matching.actions import index_people

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matching_waiting")
    for start in range(0, len(people), at_once):
        index_people([one.number for one in people[start : start + at_once]], by=None, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matching_searchkeys")


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
    from lintel.foundation.matching.queries import candidates
    from lintel.foundation.matching.scoring import Likeness

    found = Measured()
    for one in asked:
        with time_in_database() as took:
            begun = time.perf_counter()
            offered = candidates(sought_of(one), viewer=viewer)
            found.milliseconds.append(1000 * (time.perf_counter() - begun))
        found.in_database.append(1000 * sum(took))
        found.searches += 1
        found.offered += len(offered)
        ids = [each.person_pk for each in offered]
        found.first += ids[:1] == [one.truth]
        found.within_five += one.truth in ids
        likely = [each.person_pk for each in offered if each.likeness is not Likeness.POSSIBLE]
        found.called_likely += len(likely)
        found.rightly_likely += likely.count(one.truth)
        for slip in one.slips or ["none"]:
            found.slips[slip] += 1
            found.missed[slip] += one.truth not in ids
    return found


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    os.environ.setdefault("LINTEL_TEST_DATABASE", "bench_matching")
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    number = int(os.environ.get("LINTEL_BENCH_PEOPLE", "1000000"))
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure(number)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(number: int) -> None:
    from lintel.foundation.access.actions import service_account

    begun = time.perf_counter()
    city, people = people_of(number)
    print(f"{len(people):,} people made in {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    write_down(people)
    print(f"written down in {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    index_everybody(people)
    print(f"indexed in {time.perf_counter() - begun:.0f} s")
    viewer = service_account(at=AT)
    searches = int(os.environ.get("LINTEL_BENCH_SEARCHES", "3000"))
    found = search_for(asked_for(city, people, searches), viewer)
    print(f"first {found.first / found.searches:.4f}, within five {found.hit:.4f}, precision {found.precision:.4f}")
    for name, values in (("whole", found.milliseconds), ("in database", found.in_database)):
        print(name, *(f"{percentile(values, share):.1f}" for share in (0.5, 0.95, 0.99, 1.0)))
    for slip, n in found.slips.most_common():
        print(f"{slip:<28}{n:>6}{1 - found.missed[slip] / n:>8.3f}")
