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
