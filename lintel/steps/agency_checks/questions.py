"""
Questions to put to each kind of agency.

Each names what is held and from when: an agency can answer it by looking, and shares no more than was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

SINCE = "{since}"


@dataclass(frozen=True)
class Template:
    """A question with the day from which it asks still open."""

    code: str
    words: str

    def asked_since(self, since: date) -> str:
        return self.words.replace(SINCE, f"{since:%-d %B %Y}")


_ANY_KIND = (
    Template("involved", "Are you working with the child or the family now and, if so, who and since when?"),
    Template("contact", "When did you last see or speak to the child, since {since}, and what for?"),
)

TEMPLATES: Mapping[str, tuple[Template, ...]] = {
    "police": (
        Template("incidents", "Do you hold incidents or arrests that involve the child or their home since {since}?"),
        Template("orders", "Is an order, bail condition or warning marker in force for the home or a parent now?"),
        Template("missing", "Do you hold reports of the child missing or found since {since}?"),
    ),
    "health": (
        Template("attendances", "Do you hold emergency attendances or injuries of the child since {since}?"),
        Template("not_brought", "Do you hold appointments to which the child was not brought since {since}?"),
        Template("safeguarding", "Do you hold a safeguarding entry on the child’s or a parent’s record since {since}?"),
    ),
    "school": (
        Template("attendance", "What was the child’s attendance since {since}, and how many days were unauthorised?"),
        Template("safeguarding", "Do you hold safeguarding entries about the child since {since}, and on which days?"),
        Template("exclusions", "Do you hold exclusions or a part-time timetable of the child since {since}?"),
    ),
    "early_help": (
        Template("episodes", "Was an early help assessment begun or closed for the child since {since}?"),
        *_ANY_KIND,
    ),
    "housing": (
        Template("tenancy", "Who holds the tenancy, and who is registered as living there?"),
        Template("notices", "Do you hold complaints, repairs refused or notices about the home since {since}?"),
    ),
    "probation": (
        Template("supervision", "Is anybody in the home under supervision now, for what, and with which conditions?"),
        Template("recall", "Do you hold a breach or a recall of anybody in the home since {since}?"),
    ),
}

# "Any concerns?" cannot be answered by looking; it collects impressions, and everything an agency happens to hold.
_OPEN_ENDED = re.compile(
    r"\bany(?:thing)?\s+(?:other\s+|further\s+)?(?:concerns?|worries|issues|information|intelligence|else)\b"
    r"|\beverything\b|\ball\s+(?:you|information|records?)\b|\bfull\s+(?:history|records?|chronology)\b",
    re.IGNORECASE,
)


def templates_for(kind: str) -> tuple[Template, ...]:
    """The questions that suit a kind of agency."""
    return TEMPLATES.get(kind, _ANY_KIND)


def is_open_ended(question: str) -> bool:
    """Whether a question asks for whatever there is ("any concerns?"), not for something that can be looked up."""
    return bool(_OPEN_ENDED.search(question))
