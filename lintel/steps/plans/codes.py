"""Coded answers about plans."""

from enum import StrEnum

# What a plan that is made here is written down as coming from; the database holds those to one at a time.
SCREEN = "plan"


class Change(StrEnum):
    """What has changed for the child since the last review, for one need."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    MET = "met"

    @property
    def words(self) -> str:
        return _CHANGE[self]

    @property
    def is_movement(self) -> bool:
        """Whether anything moved, for better or worse: what was done alone is no movement."""
        return self is not Change.SAME


_CHANGE = {
    Change.BETTER: "Better for the child",
    Change.SAME: "The same",
    Change.WORSE: "Worse for the child",
    Change.MET: "The need is met",
}


class EndOfPlan(StrEnum):
    """Why a child in need plan ended."""

    NEEDS_MET = "needs_met"
    STEPPED_DOWN = "stepped_down"
    PROTECTION = "protection"
    LOOKED_AFTER = "looked_after"
    FAMILY_DECLINED = "family_declined"
    CLOSED = "closed"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _END[self]


_END = {
    EndOfPlan.NEEDS_MET: "The needs are met",
    EndOfPlan.STEPPED_DOWN: "Early help goes on with the family",
    EndOfPlan.PROTECTION: "A child protection plan has begun",
    EndOfPlan.LOOKED_AFTER: "The child is looked after",
    EndOfPlan.FAMILY_DECLINED: "The family does not want it any more",
    EndOfPlan.CLOSED: "The child’s episode was closed",
    EndOfPlan.OTHER: "For another reason",
}


class EndOfProtection(StrEnum):
    """Why a child protection plan ended: as a conference decided or, without one, for one of three events."""

    CONFERENCE = "conference"
    DIED = "died"
    EIGHTEEN = "eighteen"
    MOVED = "moved"

    @property
    def words(self) -> str:
        return _END_OF_PROTECTION[self]


_END_OF_PROTECTION = {
    EndOfProtection.CONFERENCE: "A conference decided so",
    EndOfProtection.DIED: "The child has died",
    EndOfProtection.EIGHTEEN: "The child is eighteen",
    EndOfProtection.MOVED: "Another authority has accepted the child and held its own conference",
}
