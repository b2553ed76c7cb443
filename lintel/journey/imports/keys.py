"""
The natural identity of every record that files speak of: the same child, date and event have one key in every file.

Loading the same line again finds the record by its key; Annex A lists and the CIN census meet on the same episode.
Keys are plain text and at most 160 characters long; a longer one ends in a digest of the whole.
"""

from __future__ import annotations

from datetime import date

from lintel.foundation.provenance.keys import key_of as _key
from lintel.foundation.workforce.keys import appointment as appointment
from lintel.foundation.workforce.keys import plain_name as plain_name
from lintel.foundation.workforce.keys import worker as worker


def _nth(n: int) -> tuple[int, ...]:
    """The first of its day has no number: most days have one, and a second must not rename the first."""
    return (n,) if n > 1 else ()


def person(child_id: str) -> str:
    return _key("C", child_id)


def identifier(child_id: str, scheme: str, value: str) -> str:
    return _key("ID", child_id, scheme, value)


def contact(reference: str) -> str:
    """A contact that its authority numbers."""
    return _key("K", reference)


def unnumbered_contact(child_id: str, received_on: date, source: str, n: int) -> str:
    """A contact without a number of its own: the n-th of this child on this day from this source."""
    return _key("K", child_id, received_on, source, n)


def child_contact(reference: str, child_id: str) -> str:
    return _key("CC", reference, child_id)


def unnumbered_child_contact(child_id: str, received_on: date, source: str, n: int) -> str:
    return _key("CC", child_id, received_on, source, n)


def early_help(child_id: str, started_on: date, n: int = 1) -> str:
    return _key("EH", child_id, started_on, *_nth(n))


def referral(child_id: str, referred_on: date, n: int = 1) -> str:
    """A referral and the episode of need it opens."""
    return _key("R", child_id, referred_on, *_nth(n))


def assessment(child_id: str, started_on: date, n: int = 1) -> str:
    return _key("A", child_id, started_on, *_nth(n))


def strategy_discussion(child_id: str, held_on: date, n: int = 1) -> str:
    return _key("SD", child_id, held_on, *_nth(n))


def enquiry(child_id: str, started_on: date, n: int = 1) -> str:
    return _key("S47", child_id, started_on, *_nth(n))


def initial_conference(child_id: str, held_on: date) -> str:
    return _key("ICPC", child_id, held_on)


def review_conference(child_id: str, held_on: date) -> str:
    return _key("RCPC", child_id, held_on)


def cin_plan(child_id: str, started_on: date, n: int = 1) -> str:
    return _key("CINP", child_id, started_on, *_nth(n))


def cp_plan(child_id: str, started_on: date) -> str:
    return _key("CPP", child_id, started_on)


def visit(child_id: str, visited_on: date, n: int = 1) -> str:
    return _key("V", child_id, visited_on, *_nth(n))


def involvement(referral_key: str, worker_key: str, began_on: date) -> str:
    return _key("I", referral_key, worker_key, began_on)


def safety_check(referral_key: str, checked_on: date, n: int = 1) -> str:
    return _key("SC", referral_key, checked_on, *_nth(n))


def reason_to_see(record_key: str) -> str:
    """Why a worker or a team sees a child: the key of the involvement or the episode that gives the reason."""
    return _key("seen for", record_key)


def team(name: str) -> str:
    return _key(" ".join(name.split()).lower())


def absence(worker_key: str, starts_on: date) -> str:
    return _key("AB", worker_key, starts_on)
