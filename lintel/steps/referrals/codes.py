"""Coded answers about referrals. National sets (source, need, closure) are in `lintel.statute.codes`."""

from enum import StrEnum


class CaseStatus(StrEnum):
    """Where an open episode stands, as Annex A list 6 says it."""

    LOOKED_AFTER = "looked_after"
    CHILD_PROTECTION = "child_protection"
    CHILD_IN_NEED = "child_in_need"
    OPEN_ASSESSMENT = "open_assessment"
    CLOSED = "closed"
