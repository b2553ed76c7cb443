"""Coded answers about allocation. Why a worker changed is in `lintel.statute.codes` (WORKER_CHANGE_REASON)."""

from enum import StrEnum

# What a live allocation is written down as coming from; the database holds those to the rule that nobody lets go.
SCREEN = "allocation"


class Rung(StrEnum):
    """Who is told of a child without a worker, by how long."""

    UNCHECKED = "unchecked"
    SERVICE_MANAGER = "service_manager"
    HEAD_OF_SERVICE = "head_of_service"

    @property
    def words(self) -> str:
        return _RUNGS[self]


_RUNGS = {
    Rung.UNCHECKED: "No safety check in time",
    Rung.SERVICE_MANAGER: "Service manager told",
    Rung.HEAD_OF_SERVICE: "Head of service told",
}


class InNameOnly(StrEnum):
    """Why a child has a worker on paper only (S6)."""

    LEFT = "left"
    ABSENT = "absent"
    OVER_CEILING = "over_ceiling"
    NO_CONTACT = "no_contact"

    @property
    def words(self) -> str:
        return _IN_NAME_ONLY[self]


_IN_NAME_ONLY = {
    InNameOnly.LEFT: "Worker no longer here",
    InNameOnly.ABSENT: "Worker away, nobody covers",
    InNameOnly.OVER_CEILING: "Worker above the ceiling",
    InNameOnly.NO_CONTACT: "No contact made in time",
}
