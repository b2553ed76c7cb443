"""What the pages of an enquiry show: values put together from the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lintel.journey.chronology.rules import Line
from lintel.journey.chronology.weighing import Coverage, Weighed
from lintel.journey.conferring.milestones import Milestone
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.models import ChildDecision, DiscussionTask, Section47Enquiry
from lintel.steps.enquiry_work.codes import Became, Outcome, Section, State
from lintel.steps.enquiry_work.models import EnquiryWork, ItemUse, Passage, Sending, SignedItem
from lintel.steps.visits.models import Visit


@dataclass(frozen=True, kw_only=True)
class Visited:
    """A visit to the child since harm was thought likely, and whether it was made before the agencies had talked."""

    visit: Visit
    is_single_agency: bool

    @property
    def heard(self) -> str:
        return self.visit.own_words or self.visit.observed


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A brother's or sister's enquiry that the same discussion began."""

    enquiry: Section47Enquiry
    name: str
    state: State


@dataclass(frozen=True, kw_only=True)
class Begun:
    """
    What is known of how an enquiry began and is carried out.

    :param decisions: what discussions decided for this child since, the first one first.
    :param hides_tasks: whether tasks are withheld, since they speak of a child this viewer may not see.
    """

    decisions: Sequence[ChildDecision]
    tasks: Sequence[DiscussionTask]
    hides_tasks: bool
    visits: Sequence[Visited]
    beside: Sequence[Beside]

    @property
    def first(self) -> ChildDecision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def police_tasks(self) -> list[DiscussionTask]:
        return [task for task in self.tasks if task.party == Party.POLICE]

    @property
    def other_tasks(self) -> list[DiscussionTask]:
        return [task for task in self.tasks if task.party != Party.POLICE]

    @property
    def outstanding(self) -> list[DiscussionTask]:
        return [task for task in self.tasks if task.done_at is None]

    @property
    def before_discussion(self) -> list[Visited]:
        return [each for each in self.visits if each.is_single_agency]


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """
    What is written, and what became of history.

    :param history: the significant items of the child's chronology.
    :param not_marked: the lines of it that nobody has marked.
    """

    work: EnquiryWork | None
    passages: Mapping[Section, Passage]
    history: Sequence[Weighed[ItemUse]]
    coverage: Coverage[ItemUse]
    not_marked: Sequence[Line]
    missing: Sequence[str]

    @property
    def uncovered(self) -> list[str]:
        """The records of significant items nobody used or set aside, as a page shows and a signature names them."""
        return [each.record for each in self.coverage.uncovered]

    def words(self, section: Section) -> str:
        return self.passages[section].words if section in self.passages else ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One child's enquiry with everything its pages show."""

    enquiry: Section47Enquiry
    name: str
    given: str
    holder: str
    state: State
    begun: Begun
    analysis: Analysis
    seen: Milestone | None
    conference: Milestone | None
    asked: ChildInConference | None
    signed_items: Sequence[SignedItem]

    @property
    def pk(self) -> int:
        return self.enquiry.pk

    @property
    def work(self) -> EnquiryWork | None:
        return self.analysis.work

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.work.outcome) if self.work is not None and self.work.outcome else None

    @property
    def sending(self) -> Sending | None:
        """The last time it was sent to a manager."""
        sendings = list(self.work.sendings.all()) if self.work is not None else []
        return sendings[-1] if sendings else None

    @property
    def may_be_written(self) -> bool:
        return self.state not in (State.SIGNED, State.ENDED)

    @property
    def waits_to_ask(self) -> bool:
        """Whether it was signed for a conference that nobody has asked for."""
        is_needed = self.outcome is Outcome.CONFERENCE and self.state is State.SIGNED
        is_held = self.conference is not None and self.conference.is_done
        return is_needed and self.asked is None and not is_held

    def signed(self, became: Became) -> list[SignedItem]:
        return [item for item in self.signed_items if item.became == became]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """
    One open enquiry as the list shows it.

    :param seen_by: until when the child is to be seen; None of a child who is not born yet.
    """

    enquiry: Section47Enquiry
    name: str
    state: State
    holder: str
    is_mine: bool
    seen_on: date | None
    seen_by: datetime | None
    due_on: date
    is_late: bool
