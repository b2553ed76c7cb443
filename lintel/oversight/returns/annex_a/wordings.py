"""Ofsted's headings in their order, and how codes are written in the lists: a letter, then the code and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase

from lintel.statute.codes import CLOSURE_REASON, ETHNICITY, PRIMARY_NEED, CodeSet
from lintel.steps.front_door.codes import Consent, Outcome
from lintel.steps.referrals.codes import CaseStatus

CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age")
DISABILITY = "Does the Child have a Disability"
ALLOCATED = ("Allocated Team", "Allocated Worker")

OFFICIAL: Mapping[str, tuple[str, ...]] = {
    "List 1": (*CHILD, "Date of Contact", "Contact Source"),
    "List 2": (
        *CHILD, "Assessment start date", "Assessment completion date", "Organisation completing assessment",
    ),
    "List 3": (
        *CHILD, "Date of Referral", "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months",
        *ALLOCATED,
    ),
    "List 4": (
        *CHILD, DISABILITY, "Continuous Assessment Start Date", "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children's social care support?", *ALLOCATED,
    ),
    "List 5": (
        *CHILD, DISABILITY, "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months", "Number of ICPCs in the last 12 months", *ALLOCATED,
    ),
    "List 6": (
        *CHILD, DISABILITY, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "CIN Closure Date",
        "Reason for Closure", "Case Status", *ALLOCATED,
    ),
    "List 7": (
        *CHILD, DISABILITY, "Child Protection Plan Start Date", "Initial Category of Abuse",
        "Latest Category of Abuse", "Date of the Last Statutory Visit", "Was the Child Seen Alone?",
        "Date of latest review conference", "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "Number of Previous Child Protection Plans", *ALLOCATED,
    ),
}  # fmt: skip

# Columns of ours, after Ofsted's.
FURTHER: Mapping[str, tuple[str, ...]] = {
    "List 1": (
        "Contact Reference", "Time of Contact", "Date of Incident", "Time of Incident", "Date Recorded",
        "Time Recorded", "Contact Outcome", "Date of Decision", "Time of Decision", "Consent",
    ),
    "List 2": ("Early Help End Date",),
    "List 3": ("Date Recorded", "Time Recorded"),
}  # fmt: skip
# Sheets of ours, after Ofsted's.
SHEETS: Mapping[str, tuple[str, ...]] = {
    "Involvements": (
        "Child Unique ID", "Date of Referral", "Allocated Worker", "Staff ID", "Allocated Team", "Start Date",
        "End Date", "Reason for Change of Worker",
    ),
    "Visits": (
        "Child Unique ID", "Date of Visit", "Child Seen", "Seen Alone", "Statutory Visit", "Allocated Worker",
        "Date Recorded",
    ),
    "Safety Checks": (
        "Child Unique ID", "Date of Referral", "Date of Check", "Checked By", "Why Safe", "Next Check Due",
    ),
    "Strategy Discussions": ("Child Unique ID", "Date of Discussion", "Began Enquiry"),
}  # fmt: skip

SEX = {"M": "a) Male", "F": "b) Female", "U": "c) Not stated/recorded (or unborn)", "": "c) Not stated/recorded"}
ABUSE = {
    "NEG": "a) Neglect", "PHY": "b) Physical abuse", "SAB": "c) Sexual abuse", "EMO": "d) Emotional abuse",
    "MUL": "e) Multiple/not recommended", "": "",
}  # fmt: skip
CASE_STATUS = {
    CaseStatus.LOOKED_AFTER: "a) Looked after child", CaseStatus.CHILD_PROTECTION: "b) Child Protection plan",
    CaseStatus.CHILD_IN_NEED: "c) Child in need plan", CaseStatus.OPEN_ASSESSMENT: "d) Open assessment",
    CaseStatus.CLOSED: "e) Closed episode",
}  # fmt: skip
OUTCOME = {
    Outcome.REFERRAL: "Referral", Outcome.EARLY_HELP: "Early help", Outcome.ADVICE: "Advice or signposting",
    Outcome.NO_FURTHER_ACTION: "No further action", Outcome.TO_ALLOCATED_WORKER: "To allocated worker",
    Outcome.STRATEGY_DISCUSSION: "Strategy discussion", Outcome.OTHER_AUTHORITY: "Other authority",
    Outcome.AWAITING_INFORMATION: "Awaiting information", Outcome.OTHER: "Other",
}  # fmt: skip
CONSENT = {
    Consent.GIVEN: "Given", Consent.REFUSED: "Refused", Consent.DISPENSED_WITH: "Dispensed with",
    Consent.NOT_SOUGHT: "Not sought", Consent.SOUGHT: "Sought, no answer yet",
}  # fmt: skip

_SOURCE_LETTERS = {
    "1A": "a) 1A: Individual", "1B": "b) 1B: Individual", "1C": "c) 1C: Individual", "1D": "d) 1D: Individual",
    "2A": "e) 2A: Schools", "2B": "f) 2B: Education services", "3A": "g) 3A: Health services",
    "3B": "h) 3B: Health services", "3C": "i) 3C: Health services", "3D": "j) 3D: Health services",
    "3E": "k) 3E: Health services", "3F": "l) 3F: Health services", "4": "m) 4: Housing", "5A": "n) 5A: LA services",
    "5B": "o) 5B: LA services", "5C": "p) 5C: LA services", "5D": "p1) 5D: LA early help", "6": "q) 6: Police",
    "7": "r) 7: Other legal agency", "8": "s) 8: Other", "9": "t) 9: Anonymous", "10": "u) 10: Unknown",
}  # fmt: skip


def _lettered(codes: CodeSet, form: str) -> dict[str, str]:
    """Letters in the order of the set, which is Ofsted's order."""
    return {
        code: form.format(letter=letter, code=code, label=codes.label(code))
        for letter, code in zip(ascii_lowercase, codes, strict=False)
    } | {"": ""}


ETHNICITIES = _lettered(ETHNICITY, "{letter}) {code}") | {"": "t) NOBT"}
NEEDS = _lettered(PRIMARY_NEED, "{letter}) {code} - {label}")
CLOSURES = _lettered(CLOSURE_REASON, "{letter}) {code} - {label}")
SOURCES = {**_SOURCE_LETTERS, "": ""}


def yes_no(answer: bool | None) -> str:
    """Ofsted's way; where the record does not say, neither does the list."""
    return "" if answer is None else "a) Yes" if answer else "b) No"


def known(answer: bool | None) -> str:
    return yes_no(answer) or "c) Unknown"
