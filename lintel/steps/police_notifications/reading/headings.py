"""The headings of several forces' files, and what each stands for. Case, spaces and signs do not matter."""

from __future__ import annotations

import re
from functools import lru_cache

from lintel.steps.police_notifications.codes import Part

OF_THE_NOTICE: dict[str, tuple[str, ...]] = {
    "reference": (
        "reference", "police reference", "police ref", "ref", "urn", "incident number", "incident no", "incident ref",
        "incident reference", "fwin", "fwin number", "merlin", "merlin reference", "ppn", "ppn reference",
        "ppn number", "occurrence number", "notice number", "log number",
    ),
    "occurred": (
        "incident date time", "incident date and time", "date and time of incident", "date time of incident",
        "occurred", "occurred at", "incident at", "incident date", "date of incident", "occurred on", "date",
        "incident",
    ),
    "occurred_time": ("incident time", "time of incident", "time occurred", "occurred time", "time"),
    "triaged": ("triaged", "triaged at", "triage", "triage date time", "date triaged", "triage date", "triaged on"),
    "triaged_time": ("triage time", "time triaged"),
    "sent": (
        "sent", "sent at", "date sent", "sent date", "sent date time", "date time sent", "submitted", "submitted at",
        "referred at", "date referred",
    ),
    "sent_time": ("time sent", "sent time"),
    "grade": (
        "grade", "risk", "risk grade", "risk level", "police grade", "police risk grade", "dash grade", "dash risk",
        "assessed risk", "risk assessment",
    ),
    "officer": ("officer", "attending officer", "officer attending", "oic", "reporting officer", "collar number"),
    "place": (
        "place", "incident address", "incident location", "location", "location of incident", "address of incident",
    ),
    "postcode": ("incident postcode", "place postcode", "location postcode", "postcode of incident", "postcode"),
    "narrative": (
        "narrative", "circumstances", "summary", "details", "incident details", "description", "what happened",
        "officers comments", "incident summary", "comments",
    ),
    "children_present": (
        "children present", "child present", "any children present", "were children present", "children at scene",
    ),
    "danger": ("immediate danger", "danger now", "child in danger now", "in danger now"),
    "about": ("type", "notice type", "incident type", "kind", "category"),
    "mends": ("lintel row",),
}  # fmt: skip

OF_A_PERSON: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", ""),
    "given": ("first name", "first names", "forename", "forenames", "given name", "given", "first"),
    "family": ("surname", "last name", "family name", "family", "last"),
    "born": ("dob", "date of birth", "d o b", "born", "birth date"),
    "expected": ("edd", "due date", "expected date", "expected date of birth", "due"),
    "unborn": ("unborn", "is unborn", "pregnancy"),
    "sex": ("sex", "gender"),
    "ethnicity": ("ethnicity", "ethnic group", "self defined ethnicity"),
    "address": ("address", "home address"),
    "postcode": ("postcode", "post code"),
    "telephone": ("telephone", "phone", "tel", "mobile", "telephone number", "phone number"),
    "relationship": ("relationship", "relationship to victim", "relation"),
    "school": ("school", "nursery", "school or nursery", "school nursery", "school name"),
    "present": ("present", "present at incident", "was present"),
    "witnessed": ("witnessed", "saw", "saw or heard", "witnessed incident"),
    "injured": ("injured", "injuries", "was injured"),
    "words": ("voice", "voice of the child", "what the child said", "said", "words", "childs voice", "child voice"),
}  # fmt: skip

PARTS: dict[str, Part] = {
    "child": Part.CHILD, "children": Part.CHILD, "victim": Part.VICTIM, "aggrieved": Part.VICTIM,
    "complainant": Part.VICTIM, "perpetrator": Part.ALLEGED_PERPETRATOR, "perp": Part.ALLEGED_PERPETRATOR,
    "allegedperpetrator": Part.ALLEGED_PERPETRATOR, "suspect": Part.ALLEGED_PERPETRATOR,
    "offender": Part.ALLEGED_PERPETRATOR, "other": Part.OTHER, "otherperson": Part.OTHER, "witness": Part.OTHER,
    "person": Part.OTHER, "adult": Part.OTHER,
}  # fmt: skip


@lru_cache(maxsize=2_000)
def plain(heading: str) -> str:
    """A heading without case, spaces and signs."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


_NOTICE = {plain(words): name for name, spellings in OF_THE_NOTICE.items() for words in spellings}
_PERSON = {plain(words): name for name, spellings in OF_A_PERSON.items() for words in spellings}
_WHOSE = re.compile(rf"^({'|'.join(sorted(PARTS, key=len, reverse=True))})(\d*)(.*)$")
_NUMBER_BEHIND = re.compile(r"(.*\S)\s*\((\d{1,3})\)\s*", re.DOTALL)


@lru_cache(maxsize=2_000)
def of_the_notice(heading: str) -> str:
    """What a heading of the incident stands for; empty where it is none."""
    return _NOTICE.get(plain(heading), "")


def of_a_person(heading: str) -> str:
    """What a heading of a person stands for; empty where it is none."""
    return _PERSON.get(plain(heading), "")


def part_of(word: str) -> Part | None:
    """The part that a word names: "Suspect 1" is an alleged perpetrator."""
    return PARTS.get(re.sub(r"\d+$", "", plain(word)))


@lru_cache(maxsize=2_000)
def whose(heading: str) -> tuple[Part, str, str] | None:
    """
    Whose column a heading is: "Child 2 DOB" and "Child DOB (2)" are the second child's date of birth; None where it is
    nobody's.

    Columns of the incident come first: "child present" is about the incident.
    """
    if of_the_notice(heading):
        return None
    behind = _NUMBER_BEHIND.fullmatch(heading)
    found = _WHOSE.match(plain(behind[1] if behind else heading))
    if found is None or (behind and found[2]):
        return None
    word, number, rest = found.groups()
    name = _PERSON.get(rest, "")
    return (PARTS[word], behind[2] if behind else number, name) if name else None
