"""
How long the board of waiting children takes, with 2,000 children and 200 workers, and how many questions it asks.

    python -m bench board

The people are invented and laid down in bulk; the board is asked for as a page, by somebody who sees the whole service.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from bench import empty_database

TODAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Europe/London"))
ORIGIN = {"screen": "bench"}
TIMES = 15


def main() -> None:
    with empty_database():
        _measure()


def _measure() -> None:
    from django.conf import settings
    from django.test import Client
    from rich.console import Console
    from rich.table import Table

    settings.ALLOWED_HOSTS = ["*"]
    table = Table(title=f"The board and its load, {TIMES} times each")
    for heading in ("", "children", "workers", "ms, p50", "ms, most", "questions", "kB"):
        table.add_column(heading, justify="right" if heading else "left")
    viewer, done = _head_of_service(), 0
    for children, workers in ((200, 20), (2_000, 200)):
        _lay_down(children - done, workers, first=done, viewer=viewer)
        done = children
        client = Client()
        client.force_login(viewer)
        for name, act in (("the board as a page", lambda c=client: c.get("/waiting/").content),
                          ("who holds what", lambda: _loads(viewer))):  # fmt: skip
            table.add_row(name, f"{children:,}", f"{workers:,}", *_measured(act))
    Console().print(table)


def _measured(act: Callable[[], Any]) -> tuple[str, str, str, str]:
    from django.db import connection

    asked: list[str] = []

    def count(execute: Any, sql: str, *given: Any) -> Any:
        asked.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(count):
        answer = act()
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - begun))
    size = f"{len(answer) / 1000:.0f}" if isinstance(answer, bytes) else ""
    return f"{median(took):.0f}", f"{max(took):.0f}", str(len(asked)), size


def _loads(viewer: Any) -> int:
    from lintel.journey.allocating.loads.queries import loads

    return len(loads(viewer=viewer, on=TODAY))


def _head_of_service() -> Any:
    from lintel.foundation.access.actions import first_account, grant_role, open_account
    from lintel.foundation.access.roles import Role

    sam = first_account(email="sam@bench.example", name="Sam Weir", password="seven-lintels-in-a-row", at=NOW)
    helen = open_account(email="helen@bench.example", name="Helen Strand", by=sam, at=NOW)
    grant_role(helen, role=Role.HEAD_OF_SERVICE, by=sam, at=NOW)
    return helen


def _lay_down(children: int, workers: int, *, first: int, viewer: Any) -> None:
    """So many more waiting children, two to a household, each held and checked; and workers with twelve each."""
    from lintel.foundation.people.models import Household, HouseholdMembership, Person, PersonName
    from lintel.foundation.workforce.codes import TeamKind
    from lintel.foundation.workforce.models import Appointment, Team, Worker
    from lintel.steps.allocation.models import Holding, Involvement, SafetyCheck
    from lintel.steps.referrals.models import Referral

    team, _ = Team.objects.get_or_create(key="north", defaults=ORIGIN | {"name": "North", "kind": TeamKind.ASSESSMENT})
    here = Worker.objects.count()
    staff = Worker.objects.bulk_create(Worker(**ORIGIN, key=f"w{n}", name=f"Worker {n}") for n in range(here, workers))
    Appointment.objects.bulk_create(
        Appointment(
            **ORIGIN, key=f"a{each.pk}", worker=each, team=team, is_case_holding=True, starts_on=date(2024, 1, 8)
        )
        for each in staff
    )
    held = 12 * len(staff)
    people = Person.objects.bulk_create(
        Person(**ORIGIN, key=f"p{n}", la_child_id=f"P{n}", date_of_birth=date(2015, 1, 1) + timedelta(days=n))
        for n in range(14 * first, 14 * first + children + held)
    )
    PersonName.objects.bulk_create(
        PersonName(**ORIGIN, key=f"n{each.pk}", person=each, given=f"Child{each.pk}", family="Oakapple")
        for each in people
    )
    homes = Household.objects.bulk_create(
        Household(**ORIGIN, key=f"h{people[0].pk + n}", name="Home") for n in range((len(people) + 1) // 2)
    )
    HouseholdMembership.objects.bulk_create(
        HouseholdMembership(
            **ORIGIN, key=f"m{each.pk}", person=each, household=homes[n // 2], joined_on=date(2020, 1, 1)
        )
        for n, each in enumerate(people)
    )
    referrals = Referral.objects.bulk_create(
        Referral(**ORIGIN, key=f"r{each.pk}", child=each, team=team, is_nfa=False,
                 referred_on=TODAY - timedelta(days=n % 90)) for n, each in enumerate(people)
    )  # fmt: skip
    Involvement.objects.bulk_create(
        Involvement(**ORIGIN, key=f"i{each.pk}", child_id=each.child_id, referral=each, worker=staff[n % len(staff)],
                    team=team, began_on=each.referred_on) for n, each in enumerate(referrals[children:])
    )  # fmt: skip
    waiting = referrals[:children]
    Holding.objects.bulk_create(
        Holding(child_id=each.child_id, referral=each, manager=viewer, since_at=NOW - timedelta(days=90),
                first_check_due_on=TODAY) for each in waiting
    )  # fmt: skip
    SafetyCheck.objects.bulk_create(
        SafetyCheck(**ORIGIN, key=f"s{each.pk}", child_id=each.child_id, referral=each, said_by=viewer,
                    checked_on=TODAY - timedelta(days=1), why_safe="With their aunt until Friday.",
                    next_due_on=TODAY + timedelta(days=n % 3)) for n, each in enumerate(waiting)
    )  # fmt: skip
