"""
The nevers of protection (PRODUCT.md J8; S11, S45, S58; hard stops 4, 7 and 8) over many moves.

A hundred in every run of the suite; more with `LINTEL_MOVES=10000 python -m pytest -s tests/invariants`.

A social worker, two managers, the night team, a chair and a stranger do whatever they may, in any order, and try what
they may not: a cause, a discussion, its time, moving it, holding it without the police, deciding, a second discussion,
a conference, moving that, deciding there. After every move: the enquiry began on the day of the discussion that began
it and its conference is due when it was; a child who was waiting waits since the same moment, until seen and made safe;
whoever goes before the agencies have talked is counted;
no time is moved without a party, a reason and what keeps the child safe; whoever had to be there was, or it is written
why not, why it could not wait and by when it is held again; a report that the family read too late says so; no plan
begins without a conference, and who chairs it holds none of the children.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from lintel.foundation.access.models import User
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.journey.conferring.actions import decide_about, give_to_chair
from lintel.journey.conferring.queries import reports_of, waiting_for_conference
from lintel.journey.conferring.tests.builders import NO_PLAN, PLAN, a_chair
from lintel.journey.enquiring.queries import visits_before_discussion
from lintel.journey.unassessed_risk.queries import children_at_unassessed_risk
from lintel.statute.calendar import england, local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.conferences import actions as conferences
from lintel.steps.conferences.actions import Asking as AskingForConference
from lintel.steps.conferences.actions import Part
from lintel.steps.conferences.codes import Kind, Shared, Side
from lintel.steps.conferences.deciding import reach as deciding
from lintel.steps.conferences.deciding.actions import hold
from lintel.steps.conferences.inviting.actions import SharedAlready, hand_in_report, share_report
from lintel.steps.conferences.models import ConferenceRequest
from lintel.steps.conferences.reach import HeldAlready as ConferenceIsOver
from lintel.steps.conferences.reach import NotTheirChild
from lintel.steps.conferences.rules import Standing
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.enquiries.codes import Attendance, Party, PostponedBecause
from lintel.steps.enquiries.discussing import actions as discussing
from lintel.steps.enquiries.discussing.slots import actions as slots
from lintel.steps.enquiries.models import (
    DiscussionMeeting,
    Postponement,
    ReasonableCause,
    Section47Enquiry,
    StrategyDiscussion,
)
from lintel.steps.enquiries.tests.builders import (
    ASKED,
    NAMES,
    NO_ENQUIRY,
    PRESENT,
    SETTLED,
    VISIT_FIRST,
    enquiry_decided,
)
from lintel.steps.plans.actions import HasAPlan
from lintel.steps.plans.models import CpPlan
from lintel.steps.safety_plans import actions as safety
from lintel.steps.safety_plans.models import SafetyPlan
from lintel.steps.visits.models import Visit
from tests.cast import Bells, Cast
from tests.invariants.moves import MOVES_WANTED, Moves, at_length

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
REFUSED = (
    NotAllowed, NotTheirChild, safety.NotTheirChild, discussing.AskedAlready, discussing.AskedForNobody,
    discussing.HeldAlready, discussing.NotHeldYet, discussing.HeldAfterItsTime, discussing.NotQuorate,
    discussing.NotSettled, discussing.NotThen, discussing.DecidedAlready, slots.SlotSetAlready, slots.NoSlot,
    slots.NotWhole, slots.InThePast, slots.AskedTwice, conferences.AskedAlready, conferences.NothingToFollow,
    conferences.NotOnThatDay, conferences.NotBookedYet, conferences.NotAChair, conferences.NotIndependent,
    conferences.NothingSaid, ConferenceIsOver, SharedAlready, deciding.NotTheChair, deciding.NotHeldYet,
    deciding.DecidedAlready, HasAPlan,
)  # fmt: skip
WHO = st.sampled_from(["priya", "priya", "marcus", "marcus", "sofia", "nell", "tom", "ada"])
CHILD = st.integers(0, 2)
WORDS = st.sampled_from(["", "Every officer is on a raid.", "Nobody could be sent.", "It could not wait."])
# What goes on as it should comes as often as all else: so much is refused that little would come of it otherwise.
MOVES = st.sampled_from(
    ["discuss"] * 8 + ["confer"] * 8
    + ["stamp", "ask", "set", *["move"] * 4, "hold", "decide", *["safe", "see"] * 2, "wait", "book"]
    + ["ask for a conference", "move the conference", "name", "report", "hold the conference", "decide there"]
)  # fmt: skip


class Protecting(Moves):
    """Everybody who brings a child from a cause to a plan, and somebody who has no business there."""

    refused = REFUSED
    reached: Counter[str] = Counter()
    chairs = ("ada", "priya", "marcus")

    def __init__(self, cast: Cast, bells: Bells, chair: User) -> None:
        super().__init__(cast.people | {"ada": chair})
        self.cast = cast
        self.children = [bells.mia, bells.noah, bells.baby]
        self.began: dict[int, tuple[int | None, date]] = {}
        self.due: dict[int, date] = {}
        self.since: dict[int, datetime] = {}

    def teardown(self) -> None:
        type(self).reached += Counter(
            enquiries=Section47Enquiry.objects.filter(child__in=self.children).count(),
            postponed=Postponement.objects.count(),
            without_quorum=DiscussionMeeting.objects.filter(is_quorate=False).count(),
            plans=CpPlan.objects.filter(child__in=self.children).count(),
        )
        super().teardown()

    # One rule, drawing which: where each move is a rule, a whole run may go without the moves that lead anywhere.
    @rule(
        move=MOVES,
        who=WHO,
        child=CHILD,
        children=st.sets(CHILD, min_size=1),
        hours=st.integers(1, 60),
        words=WORDS,
        interim=WORDS,
        is_so=st.booleans(),
        missing=st.sampled_from([Party.POLICE, Party.HEALTH]),
    )
    def move(
        self, move: str, who: str, child: int, children: set[int], hours: int, words: str, interim: str, is_so: bool,
        missing: Party,
    ) -> None:  # fmt: skip
        {
            "discuss": lambda: self.go_on_with_a_discussion(
                child, children, without=missing if is_so else None, because=words
            ),
            "confer": lambda: self.go_on_with_a_conference(child, is_so),
            "stamp": lambda: self.stamp(child, who, hours),
            "ask": lambda: self.ask_for_a_discussion(children, who, is_so),
            "set": lambda: self.set_a_time(who, hours),
            "move": lambda: self.move_it(who, hours, words, interim, is_so),
            "hold": lambda: self.hold_it(who, missing, words),
            "decide": lambda: self.decide_in_it(who, children),
            "safe": lambda: self.make_safe(child, who),
            "see": lambda: self.see(child),
            "wait": lambda: self.time_passes(hours),
            "ask for a conference": lambda: self.ask_for_a_conference(children, who),
            "book": lambda: self.book(who, hours // 2 + 1),
            "move the conference": lambda: self.move_the_conference(who, hours // 2 + 1, words),
            "name": lambda: self.name_a_chair(who, self.chairs[hours % 3]),
            "report": lambda: self.report(who, is_so),
            "hold the conference": lambda: self.hold_the_conference(who),
            "decide there": lambda: self.decide_about_a_child(who, child, is_so),
        }[move]()

    # --- as it should be ---

    def go_on_with_a_discussion(
        self, child: int, enquire: set[int], *, without: Party | None = None, because: str = ""
    ) -> None:  # fmt: skip
        meeting = self._meeting(decided_at__isnull=True)
        if meeting is None and not ReasonableCause.objects.filter(discussion__isnull=True).exists():
            self.stamp(child, "priya", 20)
        elif meeting is None:
            self.ask_for_a_discussion({0, 1, 2}, "priya", again=False)
        elif meeting.held_at is not None:
            self.decide_in_it("marcus", enquire)
        elif meeting.slot_starts_at is None:
            self.set_a_time("priya", 2)
        else:
            self.now = max(self.now, meeting.slot_starts_at)
            self.hold_it("marcus", without if because else None, because)

    def go_on_with_a_conference(self, child: int, is_plan: bool) -> None:
        asked = self._conference(children__conference__isnull=True)
        if asked is None and not Section47Enquiry.objects.filter(child=self.children[child]).exists():
            self.go_on_with_a_discussion(child, {0, 1, 2})
        elif asked is None:
            self.ask_for_a_conference({child}, "priya")
        elif asked.booked_for is None:
            self.book("priya", 9)
        elif asked.chair_id is None:
            self.name_a_chair("sofia", "ada")
        elif asked.held_on is None:
            self.now = max(self.now, asked.booked_for)
            self.report("priya", is_plan)
            self.hold_the_conference("ada")
        else:
            self.decide_about_a_child("ada", self._left_in(asked), is_plan)

    # --- the discussion ---

    def stamp(self, child: int, who: str, ago: int) -> None:
        self.attempt(
            _stamp, self.children[child], reason="A bruise.", known_since=self.now - ago * HOUR, who=who
        )  # fmt: skip

    def ask_for_a_discussion(self, children: set[int], who: str, again: bool) -> None:
        about = [self.children[each].pk for each in children]
        causes = list(ReasonableCause.objects.filter(child__in=about, discussion__isnull=True))
        last = DiscussionMeeting.objects.filter(is_quorate=False).last() if again else None
        if meeting := self.attempt(
            discussing.ask_for_discussion, [] if last else causes, asked=ASKED, reconvenes=last, who=who
        ):
            for party, name in NAMES.items():
                self.attempt(slots.ask_party, meeting, asking=slots.Asking(party=party, name=name), who=who)

    def set_a_time(self, who: str, hours: int) -> None:
        if meeting := self._meeting(held_at__isnull=True):
            self.attempt(slots.set_slot, meeting, starts_at=self.now + HOUR + hours * HOUR, who=who)

    def move_it(self, who: str, hours: int, reason: str, interim: str, is_cancelled: bool) -> None:
        said = slots.Postponing(
            party=Party.POLICE, because=PostponedBecause.NOBODY_TO_SEND, reason=reason, interim_safety=interim
        )
        if meeting := self._meeting(held_at__isnull=True):
            to = None if is_cancelled else self.now + HOUR + hours * HOUR
            self.attempt(slots.postpone, meeting, to=to, said=said, who=who)

    def hold_it(self, who: str, missing: Party | None, urgent: str) -> None:
        if meeting := self._meeting(held_at__isnull=True):
            away = discussing.TookPart(how=Attendance.ABSENT, absent_because="Nobody answered.")
            there = {each.pk: away if each.party == missing else PRESENT for each in meeting.parties.all()}
            self.attempt(
                discussing.record_held, meeting, parties=there, chaired_by="Marcus Reed",
                held_at=self.now + timedelta(minutes=30), urgent_because=urgent, who=who,
            )  # fmt: skip

    def decide_in_it(self, who: str, enquire: set[int]) -> None:
        if meeting := self._meeting(held_at__isnull=False, decided_at__isnull=True):
            chosen = {self.children[each].pk for each in enquire}
            about = meeting.discussions.values_list("child_id", flat=True)
            decided = {pk: enquiry_decided(self.now) if pk in chosen else NO_ENQUIRY for pk in about}
            self.attempt(
                discussing.decide, meeting, purposes=SETTLED, children=decided, tasks=[VISIT_FIRST], who=who
            )  # fmt: skip

    def make_safe(self, child: int, who: str) -> None:
        self.attempt(
            safety.make_safety_plan, self.children[child], words="Nan stays.", made_with="Ruth and Nan", who=who
        )

    def see(self, child: int) -> None:
        self.now += HOUR
        Visit.objects.create(
            key=f"visit/{self.now}/{child}", screen="visit", child=self.children[child], child_seen=True,
            visited_at=self.now, visited_on=local_day(self.now),
        )  # fmt: skip

    def time_passes(self, hours: int) -> None:
        self.now += 2 * hours * HOUR

    # --- the conference ---

    def ask_for_a_conference(self, children: set[int], who: str) -> None:
        about = [self.children[each] for each in sorted(children)]
        last = [Section47Enquiry.objects.filter(child=child).order_by("started_on").last() for child in about]
        parts = [Part(child=c, enquiry_id=e.pk if e else None) for c, e in zip(about, last, strict=True)]
        asking = AskingForConference(once=uuid4(), kind=Kind.INITIAL, parts=parts, why="Whether they are safe.")
        self.attempt(conferences.ask_for_conference, asking, who=who)

    def book(self, who: str, days: int) -> None:
        if asked := self._conference(held_on__isnull=True):
            self.attempt(conferences.book, asked, booked_for=self.now + days * DAY, place="Town Hall", who=who)

    def move_the_conference(self, who: str, days: int, because: str) -> None:
        if asked := self._conference(held_on__isnull=True):
            self.attempt(
                conferences.postpone, asked, side=Side.POLICE, because=because, booked_for=self.now + days * DAY,
                who=who,
            )  # fmt: skip

    def name_a_chair(self, who: str, chair: str) -> None:
        if asked := self._conference(held_on__isnull=True):
            self.attempt(give_to_chair, asked, self.people[chair], who=who)

    def report(self, who: str, is_shared: bool) -> None:
        asked = self._conference(held_on__isnull=True)
        there = asked and self.attempt(hand_in_report, asked, side=Side.SOCIAL_CARE, author="Priya Nair", who=who)
        if there and is_shared:
            self.attempt(
                share_report, there, shared_on=local_day(self.now), how=Shared.HANDED_OVER, shared_with="Ruth Bell",
                who=who,
            )  # fmt: skip

    def hold_the_conference(self, who: str) -> None:
        if asked := self._conference(held_on__isnull=True):
            self.attempt(hold, asked, held_on=local_day(self.now), who=who)

    def decide_about_a_child(self, who: str, child: int, is_plan: bool) -> None:
        if asked := self._conference(children__child=self.children[child], children__conference__isnull=True):
            part = asked.children.filter(child=self.children[child], conference__isnull=True).get()
            self.attempt(decide_about, part, PLAN if is_plan else NO_PLAN, who=who)

    # --- never ---

    @invariant()
    def no_clock_is_set_back(self) -> None:
        for enquiry in Section47Enquiry.objects.filter(child__in=self.children).select_related("begun_by"):
            assert enquiry.begun_by is not None
            assert enquiry.started_on == enquiry.begun_by.held_on
            began = (enquiry.begun_by_id, enquiry.started_on)
            assert self.began.setdefault(enquiry.pk, began) == began
        for waiting in waiting_for_conference(viewer=self.cast.helen, at=self.now):
            assert self.due.setdefault(waiting.part.pk, waiting.due.due_on) == waiting.due.due_on
            assert waiting.part.enquiry is not None
            counted = all_limits().time_limit("initial_conference", on=waiting.due.counted_from)
            assert waiting.due.due_on == counted.due_on(waiting.due.counted_from, england())
            assert waiting.due.counted_from <= waiting.part.enquiry.started_on

    @invariant()
    def whoever_is_at_risk_stays_so_until_seen_and_made_safe(self) -> None:
        found = {row.child.pk: row.since for row in children_at_unassessed_risk(viewer=self.cast.helen, at=self.now)}
        for pk, since in self.since.items():
            if found.get(pk, self.now) > since:
                assert Visit.objects.filter(child=pk, child_seen=True, visited_at__gte=since).exists()
                assert SafetyPlan.objects.filter(child=pk, made_at__gte=since).exists()
        self.since = found

    @invariant()
    def nobody_acts_before_the_agencies_have_talked_uncounted(self) -> None:
        counted = {row.visit_id for row in visits_before_discussion(viewer=self.cast.helen)}
        for enquiry in Section47Enquiry.objects.filter(child__in=self.children).select_related("begun_by"):
            assert enquiry.begun_by is not None
            talked = DiscussionMeeting.objects.filter(discussions__child=enquiry.child_id, held_at__isnull=False)
            first = talked.order_by("held_at").values_list("held_at", flat=True)[0]
            early = Visit.objects.filter(
                child=enquiry.child_id, visited_at__gte=enquiry.begun_by.triggered_at, visited_at__lt=first
            )
            assert set(early.values_list("pk", flat=True)) <= counted

    @invariant()
    def no_time_is_moved_without_a_party_a_reason_and_safety(self) -> None:
        for meeting in DiscussionMeeting.objects.prefetch_related("postponements"):
            moved = sorted(meeting.postponements.all(), key=lambda one: one.number)
            assert [one.number for one in moved] == list(range(1, meeting.times_postponed + 1))
            for before, after in pairwise(moved):
                assert after.slot_starts_at == before.moved_to or before.moved_to is None
            if moved and moved[-1].moved_to is not None:
                assert meeting.slot_starts_at == moved[-1].moved_to
        assert not Postponement.objects.filter(reason="").exists()
        assert not Postponement.objects.filter(interim_safety="").exists()

    @invariant()
    def nobody_is_away_in_silence(self) -> None:
        for meeting in DiscussionMeeting.objects.filter(held_at__isnull=False).prefetch_related("parties"):
            there = {one.party for one in meeting.parties.all() if one.attendance == Attendance.PRESENT}
            assert meeting.is_quorate == (set(meeting.quorum) <= there)
            assert all(one.attendance for one in meeting.parties.all())
            if not meeting.is_quorate:
                assert meeting.urgent_because
                assert meeting.reconvene_by == meeting.held_at + 24 * HOUR
                assert all(one.absent_because for one in meeting.parties.all() if one.attendance == Attendance.ABSENT)

    @invariant()
    def no_family_reads_it_in_the_waiting_room_unseen(self) -> None:
        limits = all_limits()
        for asked in ConferenceRequest.objects.filter(held_on__isnull=False):
            assert asked.held_on is not None
            last_day = limits.time_limit("conference_report", on=asked.held_on).due_on(asked.held_on, england())
            for report, standing in reports_of(asked.pk, viewer=self.cast.helen):
                in_time = report.shared_on is not None and report.shared_on <= last_day
                assert (standing is Standing.IN_TIME) == in_time

    @invariant()
    def no_plan_without_a_conference_and_no_chair_who_holds_the_child(self) -> None:
        for plan in CpPlan.objects.filter(child__in=self.children):
            began = plan.conferences.get(kind="initial")
            assert began.led_to_plan
            assert plan.started_on == began.held_on
        held_by = set(Involvement.objects.in_force(local_day(self.now)).values_list("worker_id", flat=True))
        for asked in ConferenceRequest.objects.filter(chair__isnull=False).select_related("chair"):
            assert asked.chair is not None
            assert asked.chair.worker_id not in held_by

    @invariant()
    def one_enquiry_is_open_at_a_time(self) -> None:
        for child in self.children:
            begun = StrategyDiscussion.objects.filter(child=child, began_enquiry=True).count()
            assert Section47Enquiry.objects.filter(child=child).count() == begun

    def _meeting(self, **which: Any) -> DiscussionMeeting | None:
        return DiscussionMeeting.objects.filter(**which).order_by("pk").last()

    def _left_in(self, asked: ConferenceRequest) -> int:
        """Which child nothing is decided about yet."""
        left = asked.children.filter(conference__isnull=True).values_list("child_id", flat=True)
        return next(place for place, child in enumerate(self.children) if child.pk in left)

    def _conference(self, **which: Any) -> ConferenceRequest | None:
        return ConferenceRequest.objects.filter(**which).order_by("pk").last()


def _stamp(child: Person, *, by: User, at: datetime, reason: str, known_since: datetime) -> ReasonableCause:
    return stamp_reasonable_cause(child=child, reason=reason, known_since=known_since, by=by, at=at)


@pytest.mark.slow(takes=30)
@pytest.mark.django_db
@pytest.mark.finding("S11", "S45", "S58")
def test_in_hundreds_of_moves_no_clock_is_set_back_and_nobody_is_away_in_silence(cast: Cast, bells: Bells) -> None:
    Protecting.moves, Protecting.reached = 0, Counter()
    chair = a_chair(cast)

    run(lambda: Protecting(cast, bells, chair), settings=at_length(MOVES_WANTED // 33))

    print(f"{Protecting.moves:,} moves: {dict(Protecting.reached)}")
    assert min(Protecting.reached[each] for each in ("enquiries", "postponed", "without_quorum", "plans")) > 0
    assert Protecting.moves >= MOVES_WANTED
