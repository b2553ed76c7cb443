"""Coded answers about referrals. National sets (source, need, closure) are in `lintel.statute.codes`."""

from enum import StrEnum

# The reasons of the census that say something else must have happened first.
DIED, MOVED_AWAY, TO_EARLY_HELP = "RC2", "RC5", "RC9"
# Reasons for an episode that ended with its assessment: nothing later may stand in it (rule 2990).
AFTER_ASSESSMENT = frozenset({"RC8", "RC9"})


class CaseStatus(StrEnum):
    """Where an open episode stands, as Annex A list 6 says it."""

    LOOKED_AFTER = "looked_after"
    CHILD_PROTECTION = "child_protection"
    CHILD_IN_NEED = "child_in_need"
    OPEN_ASSESSMENT = "open_assessment"
    CLOSED = "closed"
