"""What an indicator is: its definition in words, and how records turn into its cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lintel.foundation.access.roles import Role
from lintel.oversight.performance.cases import Case, Period
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.spc import Kind

Also = tuple[tuple[str, str], ...]
# Tables beside a number: what they break it down by, and its lines.
Breakdowns = tuple[tuple[str, Also], ...]


class Measure(StrEnum):
    """How a list of cases becomes a number."""

    COUNT = "how many of the cases count"
    SHARE = "the share of the cases that count"
    SPREAD = "how the values of the cases lie"
    SUM = "the values of the cases added up"
    RATIO = "the values of the cases over their weights"
    WEIGHTED_SHARE = "the share of the weight of the cases that counts"
    MIDDLE = "the middle value of a group, out of as many as the case weighs"
    AGREEMENT = "how far the value and the weight of each case, two people's grades, agree beyond chance"


FILTERS_OF_A_CHILD = frozenset({"source_group", "age_band", "ethnicity_group"})
ALL_FILTERS = FILTERS_OF_A_CHILD | {"team_id"}
TEAM_ONLY = frozenset({"team_id"})


def _nothing(_: Sequence[Case], __: Evidence) -> tuple[()]:
    return ()


def _no_note(_: Evidence) -> str:
    return ""


def _since_the_records_begin(evidence: Evidence) -> date | None:
    return evidence.covers_from


def _until_the_day_looked_at(_: Evidence) -> date | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """
    One indicator. The words are the definition that people read; the functions do what the words say.

    Cases come from `flow` (each case once, on the day its clock stopped), from `stock` (everything that stands so at
    the end of a day) or from both (work that stopped in the period, and work that is past its limit and still open);
    or from `during`, where a case depends on the whole period. A period's list is made of these and of nothing else.
    """

    code: str
    name: str
    short_name: str
    question: str
    definition: str
    numerator: str
    denominator: str
    clock: str
    unit: str
    owner: Role
    guard: str
    findings: tuple[str, ...]
    chart: Kind
    measure: Measure
    filters: frozenset[str]
    cannot_say: Callable[[Evidence], str]
    flow: Callable[[Evidence], list[Case]] | None = None
    stock: Callable[[Evidence, date], list[Case]] | None = None
    during: Callable[[Evidence, Period], list[Case]] | None = None
    known_from: Callable[[Evidence], date | None] = _since_the_records_begin
    known_until: Callable[[Evidence], date | None] = _until_the_day_looked_at
    note: Callable[[Evidence], str] = _no_note
    also: Callable[[Sequence[Case], Evidence], Also] = _nothing
    # Other lists counted beside it on the same tile: in which words, and who is on them at the end of a day.
    also_listed: tuple[tuple[str, Callable[[Evidence, date], list[Case]]], ...] = ()
    plots: str = "median"
    breakdowns: Callable[[Sequence[Case], Evidence], Breakdowns] = _nothing
    # Whether what came since the last whole week is said as well.
    says_so_far: bool = False
    # The code of an indicator that is shown beside it, with the gap between the two.
    beside: str = ""
    # Whether a contact that comes in or is decided may make it another number, without a referral or a file.
    follows_contacts: bool = False
    # Whether it is another number an hour later, with nothing written meanwhile.
    looks_at_the_hour: bool = False
    # Whether a small number of it could point at a child; if not, it is shown also to those who may see none.
    is_about_children: bool = True
    # Whether past weeks of it are counted over the children a viewer sees today. If so, their change is judged only for
    # those who see everybody: a team's own past shrinks with every child who has left it.
    counts_children: bool = True
    # Whether it tells what moderators found: a leader is shown the running quarter of it only once they have locked
    # their own estimate (K99).
    is_kept_back: bool = False
    # How many whole weeks a reading covers when nobody says otherwise.
    weeks: int = 13

    @property
    def is_stock(self) -> bool:
        """Whether it looks at a moment rather than at a period."""
        return self.stock is not None and self.flow is None

    @property
    def counts_overdue(self) -> bool:
        """Whether its list is made of what stopped in the period and of what was overdue at its end."""
        return self.stock is not None and self.flow is not None

    @property
    def words(self) -> dict[str, str]:
        """The definition as a table of words, for pages and for the head of a CSV file."""
        return {
            "Code": self.code, "Name": self.name, "Question": self.question, "Definition": self.definition,
            "Numerator": self.numerator, "Denominator": self.denominator, "Clock": self.clock, "Unit": self.unit,
            "Owner": self.owner.title, "How this could be gamed": self.guard, "Findings": ", ".join(self.findings),
        }  # fmt: skip
