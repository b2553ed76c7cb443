"""Coded answers about enquiries and conferences."""

from enum import StrEnum


class ConferenceKind(StrEnum):
    INITIAL = "initial"
    REVIEW = "review"


class Party(StrEnum):
    """Who is asked to a strategy discussion. Each speaks for its own agency."""

    SOCIAL_CARE = "social_care"
    POLICE = "police"
    HEALTH = "health"
    SCHOOL = "school"
    EARLY_HELP = "early_help"
    HOUSING = "housing"
    PROBATION = "probation"
    VOLUNTARY = "voluntary"
    OTHER = "other"

    @property
    def words(self) -> str:
        named = {"social_care": "Children’s social care", "school": "School or nursery", "other": "Another agency"}
        return named.get(self, self.replace("_", " ").capitalize())


class Reply(StrEnum):
    """What somebody who was invited says to a slot."""

    ACCEPTED = "accepted"
    CANNOT = "cannot"


class PostponedBecause(StrEnum):
    """Why a slot was moved or cancelled; the words beside it say more."""

    CANNOT_ATTEND = "cannot_attend"
    NOBODY_TO_SEND = "nobody_to_send"
    AWAITS_INFORMATION = "awaits_information"
    AWAITS_A_MEDICAL = "awaits_a_medical"
    NO_CONNECTION = "no_connection"
    OTHER = "other"

    @property
    def words(self) -> str:
        return {
            "cannot_attend": "Could not attend at that time", "nobody_to_send": "Had nobody to send",
            "awaits_information": "Waits for information", "awaits_a_medical": "Waits for a medical",
            "no_connection": "Could not be reached or dial in", "other": "Another reason",
        }[self]  # fmt: skip


class Attendance(StrEnum):
    """How a party took part. Sending information is not attending."""

    PRESENT = "present"
    SENT_INFORMATION = "sent_information"
    ABSENT = "absent"


class Purpose(StrEnum):
    """The six purposes of a strategy discussion (Working Together to Safeguard Children, chapter 3)."""

    SHARE_INFORMATION = "share_information"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    WHETHER_TO_ENQUIRE = "whether_to_enquire"
    PLAN_THE_ENQUIRY = "plan_the_enquiry"
    IMMEDIATE_SAFETY = "immediate_safety"
    SHARED_WITH_FAMILY = "shared_with_family"

    @property
    def words(self) -> str:
        return {
            "share_information": "Share what each agency knows",
            "criminal_investigation": "Agree how, and when, any criminal investigation is conducted",
            "whether_to_enquire": "Decide whether an enquiry under section 47 is needed",
            "plan_the_enquiry": "Plan the enquiry: who does what, and when",
            "immediate_safety": "Agree what is needed now to keep each child safe",
            "shared_with_family": "Decide what is shared with the family, when and by whom",
        }[self]


class Conduct(StrEnum):
    """Who carries out an enquiry."""

    SINGLE = "single"
    JOINT = "joint"
