"""Coded answers about the workforce."""

from enum import StrEnum


class TeamKind(StrEnum):
    FRONT_DOOR = "front_door"
    ASSESSMENT = "assessment"
    SAFEGUARDING = "safeguarding"
    EARLY_HELP = "early_help"
    OUT_OF_HOURS = "out_of_hours"
    SERVICE = "service"
    OTHER = "other"


class Basis(StrEnum):
    PERMANENT = "permanent"
    AGENCY = "agency"


class AbsenceReason(StrEnum):
    SICKNESS = "sickness"
    LEAVE = "leave"
    PARENTAL = "parental"
    OTHER = "other"


class Protection(StrEnum):
    """What a worker's hours are kept for, so that nobody fills them with children."""

    NEWLY_QUALIFIED = "newly_qualified"
    UNION = "union"
    TRAINING = "training"
    OTHER_DUTY = "other_duty"

    @property
    def words(self) -> str:
        return {
            Protection.NEWLY_QUALIFIED: "first year in practice", Protection.UNION: "union duties",
            Protection.TRAINING: "training", Protection.OTHER_DUTY: "another duty",
        }[self]  # fmt: skip


class Stage(StrEnum):
    """How far a post has come on its way to somebody who holds cases; worked out from its dates, never stored."""

    VACANCY = "vacancy"
    REQUISITION = "requisition"
    OFFER = "offer"
    CHECKS = "checks"
    START = "start"
    STARTED = "started"
    CASE_HOLDING = "case_holding"

    @property
    def words(self) -> str:
        return {
            Stage.VACANCY: "Empty, not asked for", Stage.REQUISITION: "Requisition signed", Stage.OFFER: "Offer made",
            Stage.CHECKS: "Accepted, checks under way", Stage.START: "Checks done, start to come",
            Stage.STARTED: "Started, no case yet", Stage.CASE_HOLDING: "Holds cases",
        }[self]  # fmt: skip
