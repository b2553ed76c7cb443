"""National code sets (DOMAIN.md 2.3). The labels are our own short words for the census meanings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


class NotACode(Exception):
    """The code is not in the set."""


@dataclass(frozen=True)
class CodeSet:
    """A national code set. `retired` codes are still read from old files and no longer offered."""

    name: str
    source: str
    codes: Mapping[str, str]
    retired: frozenset[str] = field(default_factory=frozenset)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    @property
    def offered(self) -> Mapping[str, str]:
        """The codes a person may still choose, in order."""
        return {code: label for code, label in self.codes.items() if code not in self.retired}

    def label(self, code: str) -> str:
        """
        The meaning of a code.

        :raises NotACode: if there is no such code in the set.
        """
        try:
            return self.codes[code]
        except KeyError:
            raise NotACode(f"{code} is not a code of {self.name}") from None


def _set(name: str, source: str, codes: dict[str, str], retired: frozenset[str] = frozenset()) -> CodeSet:
    return CodeSet(name, source, MappingProxyType(codes), retired)


CIN = "DfE children in need census, code sets to 2026-27"

REFERRAL_SOURCE = _set("referral source", f"{CIN}, N00152", {
    "1A": "Individual: family member, relative or carer", "1B": "Individual: acquaintance, neighbour or childminder",
    "1C": "Individual: self", "1D": "Individual: other or stranger", "2A": "Schools", "2B": "Education services",
    "3A": "GP", "3B": "Health visitor", "3C": "School nurse", "3D": "Other primary health", "3E": "A&E",
    "3F": "Other health", "4": "Housing", "5A": "Local authority: social care", "5B": "Local authority: other internal",
    "5C": "Local authority: another authority", "5D": "Local authority: early help", "6": "Police",
    "7": "Other legal agency", "8": "Other", "9": "Anonymous", "10": "Unknown",
})  # fmt: skip

REFERRAL_SOURCE_GROUP: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys(("1A", "1B", "1C", "1D"), "Family or individual"), "2A": "Schools", "2B": "Schools",
    **dict.fromkeys(("3A", "3B", "3C", "3D", "3E", "3F"), "Health"), "4": "Housing",
    **dict.fromkeys(("5A", "5B", "5C", "5D"), "Local authority"), "6": "Police", "7": "Other legal", "8": "Other",
    "9": "Anonymous", "10": "Not known", "": "Not known",
})  # fmt: skip

PRIMARY_NEED = _set("category of need", f"{CIN}, N00101", {
    "N1": "Abuse or neglect", "N2": "Child's disability or illness", "N3": "Parent's disability or illness",
    "N4": "Family in acute stress", "N5": "Family dysfunction", "N6": "Socially unacceptable behaviour",
    "N7": "Low income", "N8": "Absent parenting", "N9": "Cases other than children in need", "N0": "Not stated",
})  # fmt: skip

CLOSURE_REASON = _set("reason for closure", f"{CIN}, N00103", {
    "RC1": "Adopted", "RC2": "Died", "RC3": "Child arrangements order", "RC4": "Special guardianship order",
    "RC5": "Transferred to another authority", "RC6": "Transferred to adult social care",
    "RC7": "Services ceased for any other reason", "RC8": "Closed after assessment, no further action",
    "RC9": "Closed after assessment, referred to early help",
})  # fmt: skip


def _factors() -> dict[str, str]:
    """Factors 1 to 6 exist for the child (A), a parent or carer (B) and another person in the household (C)."""
    whose = {"A": "child", "B": "parent or carer", "C": "another in the household"}
    topics = ("Alcohol misuse", "Drug misuse", "Domestic violence", "Mental health", "Learning disability",
              "Physical disability or illness")  # fmt: skip
    found = {f"{n}{who}": f"{topic}: {words}" for n, topic in enumerate(topics, 1) for who, words in whose.items()}
    return found | {
        "7A": "Young carer", "8B": "Privately fostered: overseas, to return",
        "8C": "Privately fostered: overseas, to stay", "8D": "Privately fostered: in UK education",
        "8E": "Privately fostered: alternative to UK care", "8F": "Privately fostered: other",
        "9A": "Unaccompanied asylum-seeking child", "10A": "Going missing", "11A": "Child sexual exploitation",
        "12A": "Trafficking", "13A": "Gangs", "14A": "Socially unacceptable behaviour", "15A": "Self-harm",
        "16A": "Neglect", "17A": "Emotional abuse", "18A": "Physical abuse", "18B": "Physical abuse: child on child",
        "18C": "Physical abuse: adult on child", "19A": "Sexual abuse", "19B": "Sexual abuse: child on child",
        "19C": "Sexual abuse: adult on child", "20": "Other", "21": "No factors identified",
        "22A": "Female genital mutilation", "23A": "Abuse linked to faith or belief",
        "24A": "Child criminal exploitation",
    }  # fmt: skip


ASSESSMENT_FACTOR = _set("factors at assessment", f"{CIN}, N00181", _factors(), frozenset({"18A", "19A"}))

ABUSE_CATEGORY = _set("category of abuse", f"{CIN}, N00113 and N00114", {
    "NEG": "Neglect", "PHY": "Physical abuse", "SAB": "Sexual abuse", "EMO": "Emotional abuse", "MUL": "Multiple",
})  # fmt: skip

SEX = _set("sex", f"{CIN}, N00783", {"M": "Male", "F": "Female", "U": "Unknown or unborn"})

UPN_UNKNOWN = _set("reason for no UPN", f"{CIN}, N00135", {
    "UN1": "Not of school age", "UN2": "Never in a maintained English school", "UN3": "Educated outside England",
    "UN4": "Newly in need in the last week", "UN5": "Identity discrepancies stop matching",
    "UN6": "Not looked after and cannot be obtained", "UN7": "Referral with no further action",
})  # fmt: skip

ETHNICITY = _set("ethnicity", f"{CIN}, N00177", {
    "WBRI": "White British", "WIRI": "White Irish", "WIRT": "Traveller of Irish heritage",
    "WOTH": "Any other White background", "WROM": "Gypsy or Roma", "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African", "MWAS": "White and Asian", "MOTH": "Any other Mixed background",
    "AIND": "Indian", "APKN": "Pakistani", "ABAN": "Bangladeshi", "AOTH": "Any other Asian background",
    "BCRB": "Black Caribbean", "BAFR": "Black African", "BOTH": "Any other Black background", "CHNE": "Chinese",
    "OOTH": "Any other ethnic group", "REFU": "Refused", "NOBT": "Not yet obtained",
})  # fmt: skip

# The groups of the 2021 population census (ONS): Chinese is Asian; Roma and Travellers of Irish heritage are White.
ETHNICITY_GROUP: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys(("WBRI", "WIRI", "WIRT", "WOTH", "WROM"), "White"),
    **dict.fromkeys(("MWBC", "MWBA", "MWAS", "MOTH"), "Mixed"),
    **dict.fromkeys(("AIND", "APKN", "ABAN", "AOTH", "CHNE"), "Asian"),
    **dict.fromkeys(("BCRB", "BAFR", "BOTH"), "Black"), "OOTH": "Other", "REFU": "Not stated", "NOBT": "Not stated",
    "": "Not stated",
})  # fmt: skip

DISABILITY = _set("disability", f"{CIN}, N00099", {
    "NONE": "None", "MOB": "Mobility", "HAND": "Hand function", "PC": "Personal care", "INC": "Incontinence",
    "COMM": "Communication", "LD": "Learning", "HEAR": "Hearing", "VIS": "Vision", "BEH": "Behaviour",
    "CON": "Consciousness", "AUT": "Autism", "DDA": "Other, Equality Act",
})  # fmt: skip

WORKER_CHANGE_REASON = _set("reason for change of worker", "Standard Safeguarding Dataset, ssd_involvements", {
    "MANAGE": "Managing caseloads", "FCONTA": "First contact or re-referral", "LEFTRL": "Worker left the role",
    "ORGRST": "Reorganisation", "TSPROC": "Standard transfer", "ABSENC": "Absence", "CHCHAN": "The child asked",
    "PCCHAN": "The parent or carer asked", "SWDIED": "Worker died", "OTHERS": "Other",
})  # fmt: skip
