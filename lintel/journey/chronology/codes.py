"""Coded answers about a chronology: where a line was told."""

from enum import StrEnum


class Source(StrEnum):
    """From whose side a line comes."""

    CONTACT = "contact"
    POLICE = "police"
    AGENCY = "agency"
    EARLY_HELP = "early_help"
    SOCIAL_CARE = "social_care"
    FAMILY = "family"
    WRITTEN = "written"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Source.CONTACT: "Contacts", Source.POLICE: "Police notices", Source.AGENCY: "Answers of agencies",
    Source.EARLY_HELP: "Early help", Source.SOCIAL_CARE: "Children’s social care",
    Source.FAMILY: "The record of the family", Source.WRITTEN: "Written here by somebody",
}  # fmt: skip

OF_STEP = {
    "contact": Source.CONTACT, "police": Source.POLICE, "agency": Source.AGENCY, "early_help": Source.EARLY_HELP,
    "family": Source.FAMILY, "entry": Source.WRITTEN,
}  # fmt: skip
