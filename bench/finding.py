"""
How quickly the search box at the top of every page answers, among very many people.

    python -m bench finding                  100,000 invented people (LINTEL_BENCH_PEOPLE for another number)

The people are those of `bench.matching`. Each is asked for as somebody would type it: whole names, one name, a name
still being typed, misspelt, a date of birth, a number, a postcode, an address; by a screening officer, who sees
everybody, and by a team manager with a few hundred children, who does not.
"""

from __future__ import annotations

import os
import secrets
import time
from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from bench import empty_database
from bench.matching import AT, fill, percentile
from bench.matching_people.people import Invented

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

SEED, SEARCHES, CHILDREN_OF_A_TEAM = 5, 400, 400
MILLISECONDS = 150  # what a search may take at the page


def typed_for(one: Invented, luck: Random) -> tuple[str, str]:
    """How somebody is asked for, and what that is called."""
    given, family = one.given, one.family
    ways = [
        ("both names", f"{given} {family}"), ("family name alone", family),
        ("still being typed", f"{given} {family[:4]}"), ("misspelt", f"{given} {_misspelt(family, luck)}"),
        ("name and date of birth", f"{given} {one.born_on:%d/%m/%Y}"),
        ("postcode", one.postcode), ("address", one.street), ("nobody so named", f"{given}xq {family}zzk"),
    ]  # fmt: skip
    if one.nhs_number:
        ways.append(("NHS number", one.nhs_number))
    return luck.choice(ways)


def _misspelt(name: str, luck: Random) -> str:
    at = luck.randrange(1, max(2, len(name) - 1))
    return name[:at] + name[at + 1 :] if len(name) > 4 else name + luck.choice("es")


def viewers(people: Sequence[Invented]) -> dict[str, User]:
    """Somebody who sees everybody, and somebody who answers for one team's children."""
    from lintel.foundation.access.actions import first_account, grant_role, open_account, service_account
    from lintel.foundation.access.models import ReasonToSee
    from lintel.foundation.access.reasons.actions import give_reasons_to_see
    from lintel.foundation.access.roles import Role
    from lintel.foundation.workforce.actions import load_teams
    from lintel.foundation.workforce.codes import TeamKind
    from lintel.foundation.workforce.models import Team

    by = service_account(at=AT)
    team = Team(screen="bench", key="north", name="North", kind=TeamKind.ASSESSMENT)
    load_teams([team], by=by, at=AT)
    sam = first_account(email="sam@bench.example", name="Sam Weir", password=secrets.token_urlsafe(24), at=AT)
    dawn = open_account(email="dawn@bench.example", name="Dawn Okafor", by=sam, at=AT)
    marcus = open_account(email="marcus@bench.example", name="Marcus Reed", by=sam, at=AT)
    grant_role(dawn, role=Role.SCREENING_OFFICER, by=sam, at=AT)
    grant_role(marcus, role=Role.TEAM_MANAGER, team=team, by=sam, at=AT)
    children = [one.number for one in people if one.is_child][:CHILDREN_OF_A_TEAM]
    reasons = [
        ReasonToSee(child_id=pk, team=team, basis="involvement", key=f"bench {pk}", begins_on=AT.date())
        for pk in children
    ]  # fmt: skip
    give_reasons_to_see(reasons, by=by, at=AT)
    return {"who sees everybody": dawn, "who answers for a team": marcus}


def at_the_page(asked: Sequence[tuple[str, str]], viewer: User) -> dict[str, list[float]]:
    """Milliseconds by way of asking, with session, doors and log, as the page asks while somebody types."""
    from django.test import Client

    client, took = Client(), defaultdict[str, list[float]](list)
    client.force_login(viewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/find/?part=yes&q=warming")
    for way, text in asked:
        begun = time.perf_counter()
        answer = client.get(f"/find/?part=yes&q={quote_plus(text)}")
        took[way].append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200
    return took


def main() -> None:
    with empty_database("bench_finding"):
        measure(int(os.environ.get("LINTEL_BENCH_PEOPLE", "100000")))


def measure(number: int) -> None:
    """Fill the record, search it, and print how long it took."""
    from rich.console import Console
    from rich.table import Table

    _, people = fill(number)
    luck = Random(SEED)
    asked = [typed_for(luck.choice(people), luck) for _ in range(SEARCHES)]
    for who, viewer in viewers(people).items():
        took = at_the_page(asked, viewer)
        table = Table(title=f"The search box among {len(people):,} people, {who}: milliseconds at the page")
        for heading in ("asked for by", "searches", "p50", "p95", "most"):
            table.add_column(heading, justify="left" if heading == "asked for by" else "right")
        everything = [each for times in took.values() for each in times]
        for way, times in (*sorted(took.items()), ("everything", everything)):
            figures = (f"{percentile(times, share):.0f}" for share in (0.5, 0.95, 1.0))
            table.add_row(way, str(len(times)), *figures)
        Console().print(table)
        held = percentile(everything, 0.95) < MILLISECONDS
        print(f"Nineteen in twenty under {MILLISECONDS} ms: {'yes' if held else 'NO'}")
