"""The natural identity of workers and their appointments: the same on a screen as in a staff file."""

from __future__ import annotations

from datetime import date

from lintel.foundation.provenance.keys import key_of


def worker(*, staff_id: str = "", name: str = "") -> str:
    """The staff id; where a file has only a name, the name without regard to case, spaces or "Surname, Given"."""
    return key_of(staff_id) if staff_id else key_of("name", plain_name(name))


def namesake(name: str, n: int) -> str:
    """The n-th of a name, whom somebody said to be another than those before; no file finds them by the name alone."""
    return key_of("name", plain_name(name), n)


def plain_name(name: str) -> str:
    """`Nair, Priya` and `Priya  Nair` are one name."""
    if name.count(",") == 1:
        family, given = name.split(",")
        name = f"{given} {family}"
    return " ".join(name.split()).casefold()


def appointment(worker_key: str, team_key: str, starts_on: date) -> str:
    return key_of("AP", worker_key, team_key, starts_on)
