"""Coded answers about what stands in a chronology."""

from enum import StrEnum


class ItemKind(StrEnum):
    """What sort of thing a line of a chronology is. It says what happened, never how much it matters."""

    INCIDENT = "incident"
    INJURY = "injury"
    MOVE = "move"
    PARTNER_CHANGE = "partner_change"
    MISSED_HEALTH = "missed_health"
    ENQUIRY = "enquiry"
    CLOSURE = "closure"
    CONTACT = "contact"
    AGENCY = "agency"
    EARLY_HELP = "early_help"
    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    VISIT = "visit"
    WORKER = "worker"
    PROMISE = "promise"
    NAME = "name"
    READ_BY_FAMILY = "read_by_family"
    DOCUMENT = "document"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _KINDS[self]


_KINDS = {
    ItemKind.INCIDENT: "Incident", ItemKind.INJURY: "Injury", ItemKind.MOVE: "Move",
    ItemKind.PARTNER_CHANGE: "Change of partner", ItemKind.MISSED_HEALTH: "Missed health appointment",
    ItemKind.ENQUIRY: "Strategy discussion or enquiry", ItemKind.CLOSURE: "Closure", ItemKind.CONTACT: "Contact",
    ItemKind.AGENCY: "Answer of an agency", ItemKind.EARLY_HELP: "Early help", ItemKind.REFERRAL: "Referral",
    ItemKind.ASSESSMENT: "Assessment", ItemKind.PLAN: "Plan or conference", ItemKind.VISIT: "Visit",
    ItemKind.WORKER: "Worker", ItemKind.PROMISE: "Promise", ItemKind.NAME: "Name",
    ItemKind.READ_BY_FAMILY: "Read by the family", ItemKind.DOCUMENT: "Document", ItemKind.OTHER: "Something else",
}  # fmt: skip

# What somebody may write down themselves: what comes from nowhere else.
TO_WRITE = (
    ItemKind.INCIDENT, ItemKind.INJURY, ItemKind.MOVE, ItemKind.PARTNER_CHANGE, ItemKind.MISSED_HEALTH, ItemKind.OTHER,
)  # fmt: skip
