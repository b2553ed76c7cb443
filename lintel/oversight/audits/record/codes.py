"""The kinds of entry a record is read by."""

from enum import StrEnum


class Kind(StrEnum):
    CONTACTS = "contacts"
    ASSESSMENTS = "assessments"
    PLANS = "plans"
    VISITS = "visits"
    PROTECTION = "protection"
    SUPERVISION = "supervision"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Kind.CONTACTS: "Contacts and decisions", Kind.ASSESSMENTS: "What was assessed", Kind.PLANS: "Plans and reviews",
    Kind.VISITS: "Visits to the child", Kind.PROTECTION: "Enquiries and conferences",
    Kind.SUPERVISION: "Oversight", Kind.OTHER: "Everything else",
}  # fmt: skip

# By the step of the journey that a line of the chronology comes from.
OF_STEP = {
    "contact": Kind.CONTACTS, "police": Kind.CONTACTS, "agency": Kind.CONTACTS, "referral": Kind.CONTACTS,
    "assessment": Kind.ASSESSMENTS, "plan": Kind.PLANS, "visit": Kind.VISITS, "enquiry": Kind.PROTECTION,
    "conference": Kind.PROTECTION,
}  # fmt: skip
