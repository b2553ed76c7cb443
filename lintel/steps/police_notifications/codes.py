"""Coded answers about police notifications."""

from enum import StrEnum


class Grade(StrEnum):
    """How the police rate an incident. A grade of their own that is none of these is kept in their words."""

    HIGH = "high"
    MEDIUM = "medium"
    STANDARD = "standard"
    OTHER = "other"
    NOT_GIVEN = "not_given"

    @property
    def words(self) -> str:
        return _GRADES[self]


_GRADES = {
    Grade.HIGH: "High", Grade.MEDIUM: "Medium", Grade.STANDARD: "Standard", Grade.OTHER: "Another grade",
    Grade.NOT_GIVEN: "No grade given",
}  # fmt: skip


class About(StrEnum):
    """What a notice is about."""

    DOMESTIC_ABUSE = "domestic_abuse"
    CONCERN = "concern"  # a worry about a child or a vulnerable person, without domestic abuse

    @property
    def words(self) -> str:
        return {"domestic_abuse": "Domestic abuse", "concern": "Concern for a child"}[self]


class Part(StrEnum):
    """What somebody has to do with the incident, as the police tell it."""

    CHILD = "child"
    VICTIM = "victim"
    ALLEGED_PERPETRATOR = "alleged_perpetrator"
    OTHER = "other"

    @property
    def words(self) -> str:
        return {"alleged_perpetrator": "Alleged perpetrator", "other": "Somebody else"}.get(self, self.capitalize())


class CameBy(StrEnum):
    """The way a notice came. Each has a habit of its own, and may fall silent by itself."""

    FEED = "feed"
    BATCH = "batch"
    PORTAL = "portal"

    @property
    def words(self) -> str:
        return {"feed": "The feed", "batch": "Batches", "portal": "The portal"}[self]


class BatchState(StrEnum):
    READ = "read"  # looked at, nothing taken in yet
    TAKING_IN = "taking_in"
    TAKEN_IN = "taken_in"
    WITHDRAWN = "withdrawn"  # the wrong file, with a reason


class Stage(StrEnum):
    """Where the time went between an incident and the child being seen, in order."""

    TO_TRIAGE = "to_triage"
    TO_SENT = "to_sent"  # from triage to sending, or from the incident where the police do not say when they triaged
    IN_TRANSIT = "in_transit"
    TO_DECISION = "to_decision"
    TO_SEEN = "to_seen"

    @property
    def words(self) -> str:
        return _STAGES[self]

    @property
    def party(self) -> "Party":
        return _PARTIES[self]


class Party(StrEnum):
    POLICE = "police"
    TRANSIT = "transit"
    OURS = "ours"

    @property
    def words(self) -> str:
        return {"police": "The police", "transit": "On the way", "ours": "Children’s social care"}[self]


_STAGES = {
    Stage.TO_TRIAGE: "Incident to triage", Stage.TO_SENT: "Triage to sending", Stage.IN_TRANSIT: "Sending to receipt",
    Stage.TO_DECISION: "Receipt to decision", Stage.TO_SEEN: "Decision to child seen",
}  # fmt: skip
_PARTIES = {
    Stage.TO_TRIAGE: Party.POLICE, Stage.TO_SENT: Party.POLICE, Stage.IN_TRANSIT: Party.TRANSIT,
    Stage.TO_DECISION: Party.OURS, Stage.TO_SEEN: Party.OURS,
}  # fmt: skip


class Reason(StrEnum):
    """Why something was escalated."""

    LAG = "lag"
    BACKLOG = "backlog"
    SILENCE = "silence"

    @property
    def words(self) -> str:
        return {"lag": "Late", "backlog": "Backlog", "silence": "Silence"}[self]


# Who is told on each rung of the ladder: in the police, and with us.
RUNGS: dict[int, tuple[str, str]] = {
    1: ("Sergeant of the safeguarding unit", "Front-door manager"),
    2: ("Detective inspector, public protection", "Service manager"),
    3: ("Superintendent, public protection", "Head of service"),
}
