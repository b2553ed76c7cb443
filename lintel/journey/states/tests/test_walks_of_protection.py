"""The real path, walked: after every action the derived state is the one that is drawn, and every move was walked."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from lintel.foundation.people.models import Person
from lintel.journey.conferring.actions import decide_about, give_to_chair
from lintel.journey.conferring.tests.builders import NO_PLAN, PLAN, a_chair, to_review
from lintel.journey.conferring.tests.builders import asked as conference_asked
from lintel.journey.conferring.tests.builders import held as conference_held
from lintel.journey.enquiring.actions import open_to_write, send_back_to_author, send_to_manager, sign_enquiry
from lintel.journey.plans.closing.actions import close_episodes
from lintel.journey.plans.tests.builders import WORDS
from lintel.journey.states import conference, discussion, enquiry, protection_plan
from lintel.journey.states.tests.walking import Walk, undone
from lintel.steps.conferences import actions as conferring
from lintel.steps.conferences.codes import Kind, Side
from lintel.steps.conferences.deciding.actions import hold
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.enquiries.codes import Party, PostponedBecause
from lintel.steps.enquiries.discussing.actions import ask_for_discussion
from lintel.steps.enquiries.discussing.following.actions import send_minutes
from lintel.steps.enquiries.discussing.late.actions import was_spoken_of
from lintel.steps.enquiries.discussing.slots.actions import Asking, Postponing, ask_party, postpone, set_slot
from lintel.steps.enquiries.models import ReasonableCause, Section47Enquiry
from lintel.steps.enquiries.tests.builders import (
    ASKED,
    NAMES,
    NO_ENQUIRY,
    asked_for,
    caused,
    decided,
    enquiry_decided,
    held,
)
from lintel.steps.enquiry_work.actions import weigh_item, write_passage
from lintel.steps.enquiry_work.codes import Outcome, Section
from lintel.steps.enquiry_work.signing.actions import conclude
from lintel.steps.plans.codes import EndOfProtection
from lintel.steps.plans.models import CpPlan
from lintel.steps.plans.protection.actions import end_without_conference
from tests.cast import LONDON, NOW, TYPED

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = NOW.date()


# --- the strategy discussion ------------------------------------------------------------------------------------------


class OneCause:
    """A child of the Bells’ team, and where the discussion about them stands."""

    def __init__(self, cast, walk, key):
        self.cast, self.walk = cast, walk
        self.child = Person.objects.create(**TYPED, key=key, is_child=True)

    def read(self):
        cause = ReasonableCause.objects.filter(child=self.child).first()
        return discussion.state_of(cause) if cause else None

    def go(self, act, to):
        return self.walk.go(act, read=self.read, to=to)

    def asked(self):
        """Stamped, and asked for; its parties are asked as well."""
        by, at, state = self.cast.marcus, NOW, discussion.State
        cause = self.go(lambda: caused(self.child, by=by, at=at), state.WAITS)
        meeting = self.go(lambda: ask_for_discussion([cause], asked=ASKED, by=by, at=at), state.ASKED)
        return _with_parties(meeting, by)

    def again(self, meeting, at):
        by = self.cast.marcus
        asked = self.go(lambda: asked_for([], by=by, at=at, reconvenes=meeting), discussion.State.ASKED)
        assert self.read() is discussion.State.ASKED
        return asked


def _was_spoken_of(one, by, how, stood):
    held(one.asked(), by=by, at=NOW + 2 * HOUR, **how)
    first = ReasonableCause.objects.get(child=one.child)

    def read():
        second = ReasonableCause.objects.filter(child=one.child, pk__gt=first.pk).first()
        return discussion.state_of(second) if second else None

    stamp = partial(caused, one.child, by=by, at=NOW + 3 * HOUR)
    second = one.walk.go(stamp, read=read, to=discussion.State.WAITS)
    one.walk.go(lambda: was_spoken_of(second, by=by, at=NOW + 3 * HOUR), read=read, to=stood)


def _with_parties(meeting, by):
    for party, name in NAMES.items():
        ask_party(meeting, asking=Asking(party=party, name=name), by=by, at=NOW)
    return meeting


def test_every_move_of_a_strategy_discussion(cast, bells):
    walk, state, by = Walk(discussion.DISCUSSION), discussion.State, cast.marcus
    busy = Postponing(
        party=Party.POLICE, because=PostponedBecause.NOBODY_TO_SEND, reason="Busy.", interim_safety="At her aunt’s."
    )

    # Set, moved, cancelled, set again, and held with quorum; decided, and the minutes sent.
    one = OneCause(cast, walk, "one")
    meeting = one.asked()
    one.go(lambda: set_slot(meeting, starts_at=NOW + HOUR, by=by, at=NOW), state.TIME_SET)
    one.go(lambda: postpone(meeting, to=NOW + 2 * HOUR, said=busy, by=by, at=NOW), state.TIME_SET)
    one.go(lambda: postpone(meeting, to=None, said=busy, by=by, at=NOW), state.ASKED)
    one.go(lambda: set_slot(meeting, starts_at=NOW + 3 * HOUR, by=by, at=NOW), state.TIME_SET)
    one.go(lambda: held(meeting, by=by, at=NOW + 4 * HOUR), state.HELD)
    one.go(lambda: decided(meeting, by=by, at=NOW + 4 * HOUR, children={one.child.pk: NO_ENQUIRY}), state.DECIDED)
    first, *others = meeting.parties.order_by("pk")
    one.go(lambda: send_minutes(meeting, to=[first], by=by, at=NOW + 5 * HOUR), state.DECIDED)
    one.go(lambda: send_minutes(meeting, to=others, by=by, at=NOW + 5 * HOUR), state.MINUTES_SENT)
    one.again(meeting, NOW + DAY)

    # At once, without the police; carried on, and carried on again after each way it can have been held.
    two = OneCause(cast, walk, "two")
    alone = {"without": [Party.POLICE], "urgent_because": "Tonight."}
    meeting = two.asked()
    two.go(lambda: held(meeting, by=by, at=NOW + 2 * HOUR, **alone), state.NOT_QUORATE)
    second = two.again(meeting, NOW + 3 * HOUR)
    two.go(lambda: held(second, by=by, at=NOW + 5 * HOUR), state.HELD)
    third = two.again(second, NOW + 6 * HOUR)
    two.go(lambda: set_slot(third, starts_at=NOW + 7 * HOUR, by=by, at=NOW + 6 * HOUR), state.TIME_SET)
    two.go(lambda: held(third, by=by, at=NOW + 8 * HOUR, **alone), state.NOT_QUORATE)
    two.go(lambda: decided(third, by=by, at=NOW + 9 * HOUR, children={two.child.pk: NO_ENQUIRY}), state.DECIDED)
    two.again(third, NOW + 10 * HOUR)

    # Stamped after a discussion of the same day, and spoken of in it, whether it was quorate or not.
    for key, how, stood in (("three", {}, state.HELD), ("four", alone, state.NOT_QUORATE)):
        _was_spoken_of(OneCause(cast, walk, key), by, how, stood)

    walk.must_have_gone_everywhere()


# --- the enquiry ------------------------------------------------------------------------------------------------------


class OneEnquiry:
    """An enquiry about one of the Bells, as far along as a walk takes it."""

    def __init__(self, cast, walk, child):
        self.cast, self.walk, self.child = cast, walk, child
        self.at = NOW
        meeting = held(asked_for([child], by=cast.marcus, at=NOW - 2 * HOUR), by=cast.marcus, at=NOW)
        what = {child.pk: enquiry_decided(NOW)}
        self.go(lambda: decided(meeting, by=cast.marcus, at=NOW, children=what), enquiry.State.NOT_BEGUN)
        self.enquiry = Section47Enquiry.objects.get(child=child)

    def read(self):
        found = Section47Enquiry.objects.filter(child=self.child).first()
        return enquiry.state_of(found, on=self.at.date()) if found else None

    def go(self, act, to):
        return self.walk.go(act, read=self.read, to=to)

    def write(self):
        work = open_to_write(self.enquiry, by=self.cast.priya, at=NOW)
        written = {"section": Section.PATTERN, "words": "Each time he moves in.", "read_version": 0}
        self.go(lambda: write_passage(work, **written, by=self.cast.priya, at=NOW), enquiry.State.WRITING)
        return work

    def send(self):
        work = self.write()
        conclude(work, outcome=Outcome.CONFERENCE, by=self.cast.priya, at=NOW)
        self.go(lambda: send_to_manager(work, by=self.cast.priya, at=NOW), enquiry.State.WITH_MANAGER)
        return work

    def send_back(self):
        work = self.send()
        back = {"missing": "What she says.", "by": self.cast.marcus, "at": NOW}
        self.go(lambda: send_back_to_author(work, **back), enquiry.State.SENT_BACK)
        return work


def _a_conference_ends_it_unsigned(cast, chair, one):
    request = _asked_after(one.enquiry, cast)
    one.at = datetime(2025, 3, 20, 16, tzinfo=LONDON)
    conference_held(cast, chair, request)
    one.go(lambda: decide_about(request.children.get(), NO_PLAN, by=chair, at=one.at), enquiry.State.ENDED)


def _its_episode_ends_it(cast, bells, one):
    one.at = NOW + DAY
    closing = {"reason": "RC7", "words": WORDS, "by": cast.priya, "at": one.at}
    one.go(lambda: close_episodes([bells.referrals["mia"]], **closing), enquiry.State.ENDED)


def _it_is_sent_again_and_signed(cast, one):
    one.go(lambda: send_to_manager(one.enquiry.work, by=cast.priya, at=NOW), enquiry.State.WITH_MANAGER)
    one.go(lambda: sign_enquiry(one.enquiry, by=cast.marcus, at=NOW), enquiry.State.SIGNED)


def _begun_with(first, cast, one):
    work = open_to_write(one.enquiry, by=cast.priya, at=NOW)
    said = {"outcome": Outcome.CONFERENCE}
    if first is weigh_item:
        said = {"record": "front_door.childcontact/1", "how": "It was the first knock."}
    one.go(lambda: first(work, **said, by=cast.priya, at=NOW), enquiry.State.WRITING)


def test_every_move_of_an_enquiry(cast, bells):
    walk, chair = Walk(enquiry.ENQUIRY), a_chair(cast)
    as_far_as = (lambda one: None, OneEnquiry.write, OneEnquiry.send, OneEnquiry.send_back)
    further = (partial(_a_conference_ends_it_unsigned, cast, chair), partial(_its_episode_ends_it, cast, bells))
    paths = [(so_far, then) for so_far in as_far_as for then in further]
    paths += [(OneEnquiry.send_back, partial(_it_is_sent_again_and_signed, cast))]
    paths += [(as_far_as[0], partial(_begun_with, first, cast)) for first in (conclude, weigh_item)]

    one = OneEnquiry(cast, walk, bells.mia)
    for so_far, then in paths:
        with undone():
            one.at = NOW
            so_far(one)
            then(one)

    walk.must_have_gone_everywhere()


# --- the conference and the plan --------------------------------------------------------------------------------------


def test_every_move_of_a_conference(cast, bells):
    walk, state, chair = Walk(conference.CONFERENCE), conference.State, a_chair(cast)
    booked = datetime(2025, 3, 20, 10, tzinfo=LONDON)

    def part(child):
        return ChildInConference.objects.filter(child=child).select_related("request").last()

    def go(child, act, to):
        return walk.go(act, read=lambda: conference.state_of(part(child)) if part(child) else None, to=to)

    def asked(child):
        return go(child, lambda: conference_asked(cast, child), state.ASKED)

    def book(child, request):
        how = {"booked_for": booked, "place": "Town Hall", "by": cast.priya, "at": NOW}
        go(child, lambda: conferring.book(request, **how), state.BOOKED)

    # Booked, moved, held and decided.
    request = asked(bells.mia)
    book(bells.mia, request)
    moved = {"side": Side.POLICE, "because": "Busy.", "booked_for": booked + DAY, "by": cast.priya, "at": NOW}
    go(bells.mia, lambda: conferring.postpone(request, **moved), state.BOOKED)
    give_to_chair(request, chair, by=cast.sofia, at=NOW)
    on = {"held_on": date(2025, 3, 21), "by": chair, "at": booked + 2 * DAY}
    go(bells.mia, lambda: hold(request, **on), state.HELD)
    go(bells.mia, lambda: decide_about(part(bells.mia), PLAN, by=chair, at=booked + 2 * DAY), state.DECIDED)

    # Held though nobody had booked it; called off before and after it was booked.
    request = asked(bells.noah)
    give_to_chair(request, chair, by=cast.sofia, at=NOW)
    go(bells.noah, lambda: hold(request, **on), state.HELD)
    off = {"because": "They moved away.", "by": cast.priya, "at": NOW}
    asked(bells.baby)
    go(bells.baby, lambda: conferring.call_off(part(bells.baby), **off), state.CALLED_OFF)
    again = _asked_after(Section47Enquiry.objects.get(child=bells.baby), cast)
    assert conference.state_of(part(bells.baby)) is state.ASKED
    book(bells.baby, again)
    go(bells.baby, lambda: conferring.call_off(part(bells.baby), **off), state.CALLED_OFF)

    walk.must_have_gone_everywhere()


def _asked_after(found, cast):
    parts = [conferring.Part(child=found.child, enquiry_id=found.pk)]
    asking = conferring.Asking(once=uuid4(), kind=Kind.INITIAL, parts=parts, why="Whether she is safe.")
    return conferring.ask_for_conference(asking, by=cast.priya, at=NOW)


def test_every_move_of_a_child_protection_plan(cast, bells):
    walk, state, chair = Walk(protection_plan.PROTECTION_PLAN), protection_plan.State, a_chair(cast)

    def read():
        plan = CpPlan.objects.filter(child=bells.mia).first()
        return protection_plan.state_of(plan) if plan else None

    def conference_decides(request, decision, moment, to):
        conference_held(cast, chair, request, booked_for=moment, at=moment + HOUR)
        part = request.children.get()
        walk.go(lambda: decide_about(part, decision, by=chair, at=moment + HOUR), read=read, to=to)

    first = datetime(2025, 3, 20, 10, tzinfo=LONDON)
    conference_decides(conference_asked(cast, bells.mia), PLAN, first, state.IN_FORCE)
    with undone():
        grown_up = {"reason": EndOfProtection.EIGHTEEN, "by": chair, "at": datetime(2031, 9, 3, 10, tzinfo=LONDON)}
        plan = CpPlan.objects.get(child=bells.mia)
        walk.go(lambda: end_without_conference(plan, **grown_up), read=read, to=state.ENDED)
    for months, decision, to in ((3, PLAN, state.IN_FORCE), (6, NO_PLAN, state.ENDED)):
        moment = first + months * 30 * DAY
        request = to_review(cast, CpPlan.objects.get(child=bells.mia), at=moment - 7 * DAY)
        conference_decides(request, decision, moment, to)

    walk.must_have_gone_everywhere()
