"""What was typed in audits handed in (K97), as light tuples: which answers, and whether they are about quality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lintel.oversight.performance.evidence import Evidence


class TypedAnswer(NamedTuple):
    """An answer somebody typed in an audit, and what it asks; never what it says."""

    pk: int
    child_id: int
    handed_in_on: date
    question: str
    is_quality: bool


def typed_in_audits(evidence: Evidence) -> list[TypedAnswer]:
    """Every typed answer of audits handed in, read on first use and once."""
    return evidence.once(_read)


def _read(evidence: Evidence) -> list[TypedAnswer]:
    return evidence.reader.typed_in_audits()
