"""When all can meet, what postponing says, who is told, who must be there, and which discussion began the enquiry."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.statute.calendar import england
from lintel.statute.clocks import limit
from lintel.steps.enquiries.codes import Attendance, Conduct, Party, Purpose
from lintel.steps.enquiries.discussing.calendar_entry import CalendarEntry
from lintel.steps.enquiries.discussing.rules import (
    RUNGS,
    Answered,
    Decided,
    Enquiry,
    Span,
    begins_an_enquiry,
    first_slot,
    in_the_way,
    missing_from_quorum,
    missing_to_decide,
    missing_to_postpone,
    quorum_of,
    standing_rung,
    unsettled,
    was_moved,
)
from tests.cast import LONDON

NINE = datetime(2025, 3, 3, 9, 0, tzinfo=LONDON)
SOCIAL_CARE, POLICE, HEALTH = 1, 2, 3
LIMITS = {rung.limit: limit(rung.limit, on=NINE.date()) for rung in RUNGS}


def at(hours: int, minutes: int = 0) -> datetime:
    """So long after nine o'clock."""
    return NINE + timedelta(hours=hours, minutes=minutes)


def free(*times: tuple[float, float]) -> list[Span]:
    """Times in hours after nine."""
    return [Span(NINE + timedelta(hours=start), NINE + timedelta(hours=end)) for start, end in times]


class TestFirstSlot:
    def test_is_the_first_time_all_three_can_make(self):
        offered = {SOCIAL_CARE: free((0, 8)), POLICE: free((0, 1), (3, 5)), HEALTH: free((2, 6))}

        assert first_slot(offered, minutes=60, not_before=NINE) == at(3)

    def test_is_long_enough(self):
        offered = {SOCIAL_CARE: free((0, 8)), POLICE: free((0, 0.5), (3, 5)), HEALTH: free((0, 8))}

        assert first_slot(offered, minutes=45, not_before=NINE) == at(3)

    def test_is_on_a_full_five_minutes(self):
        offered = {POLICE: [Span(at(0, 2), at(2))], HEALTH: free((0, 8))}

        assert first_slot(offered, minutes=30, not_before=NINE) == at(0, 5)

    def test_is_not_over_already(self):
        offered = {POLICE: free((0, 8)), HEALTH: free((0, 8))}

        assert first_slot(offered, minutes=30, not_before=at(1, 1)) == at(1, 5)

    def test_may_go_over_times_that_touch(self):
        offered = {POLICE: free((0, 1), (1, 2)), HEALTH: free((0.5, 8))}

        assert first_slot(offered, minutes=60, not_before=NINE) == at(0, 30)

    def test_is_none_while_a_party_has_said_nothing(self):
        assert first_slot({POLICE: free((0, 8)), HEALTH: []}, minutes=30, not_before=NINE) is None

    def test_is_none_where_nobody_is_asked(self):
        assert first_slot({}, minutes=30, not_before=NINE) is None

    def test_keeps_its_length_when_the_clocks_go_forward(self):
        """At one o'clock on 30 March 2025 it is two: from 00:30 to 02:30 on the wall is one hour."""
        night = [Span(datetime(2025, 3, 30, 0, 30, tzinfo=LONDON), datetime(2025, 3, 30, 2, 30, tzinfo=LONDON))]

        assert first_slot({POLICE: night}, minutes=60, not_before=night[0].starts_at) == night[0].starts_at
        assert first_slot({POLICE: night}, minutes=65, not_before=night[0].starts_at) is None

    @given(
        offered=st.dictionaries(
            st.integers(1, 3),
            st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60)), max_size=3),
            min_size=1,
        ),
        minutes=st.integers(5, 40), late=st.integers(0, 30),
    )  # fmt: skip
    @settings(max_examples=60, deadline=None)
    def test_is_what_trying_every_five_minutes_finds(self, offered, minutes, late):
        spans = {
            party: [Span(at(0, start), at(0, start + length)) for start, length in times]
            for party, times in offered.items()
        }
        covered = {party: {m for s, n in times for m in range(s, s + n)} for party, times in offered.items()}
        tried = [
            start for start in range(0, 200, 5)
            if start >= late and all(set(range(start, start + minutes)) <= each for each in covered.values())
        ]  # fmt: skip

        found = first_slot(spans, minutes=minutes, not_before=at(0, late))

        assert found == (at(0, tried[0]) if tried else None)


class TestInTheWay:
    def test_is_who_to_ring_first(self):
        offered = {SOCIAL_CARE: free((0, 4)), POLICE: free((6, 8)), HEALTH: free((2, 5))}

        assert in_the_way(offered, minutes=60, not_before=NINE) == [POLICE]

    def test_is_nobody_when_there_is_a_slot(self):
        assert in_the_way({POLICE: free((0, 4)), HEALTH: free((0, 4))}, minutes=60, not_before=NINE) == []


class TestPostponing:
    def test_says_by_whom_why_and_what_keeps_the_child_safe(self):
        assert missing_to_postpone(party="police", reason="On a raid.", interim_safety="He stays at his aunt’s.") == []

    @pytest.mark.parametrize("left_out", ["party", "reason", "interim_safety"])
    def test_is_refused_without_any_one_of_them(self, left_out):
        said = {"party": "police", "reason": "On a raid.", "interim_safety": "He stays at his aunt’s."}

        assert len(missing_to_postpone(**(said | {left_out: "  "}))) == 1

    def test_is_what_holding_it_after_its_slot_was(self):
        assert not was_moved(slot_starts_at=NINE, minutes=60, held_at=at(0, 20))
        assert was_moved(slot_starts_at=NINE, minutes=60, held_at=at(1))
        assert not was_moved(slot_starts_at=NINE, minutes=60, held_at=at(-1))


class TestTheLadder:
    @pytest.mark.parametrize(
        ("hours", "ours", "theirs"),
        [
            (4, "team manager", ""), (23, "team manager", ""), (24, "service manager", "detective inspector"),
            (47, "service manager", "detective inspector"),
            (48, "director of children’s services", "superintendent"),
            (200, "director of children’s services", "superintendent"),
        ],
    )  # fmt: skip
    def test_says_who_stands_on_both_sides(self, hours, ours, theirs):
        rung = standing_rung(triggered_at=NINE, held_at=None, at=at(hours), limits=LIMITS)

        assert (rung.ours, rung.theirs) == (ours, theirs)

    def test_has_nobody_on_it_before_four_hours(self):
        assert standing_rung(triggered_at=NINE, held_at=None, at=at(3, 59), limits=LIMITS) is None

    def test_ends_when_the_discussion_is_held(self):
        assert standing_rung(triggered_at=NINE, held_at=at(20), at=at(30), limits=LIMITS) is None
        assert standing_rung(triggered_at=NINE, held_at=at(20), at=at(10), limits=LIMITS) == RUNGS[0]

    def test_goes_by_the_authoritys_own_hours(self):
        sooner = LIMITS | {"strategy_team_manager": replace(LIMITS["strategy_team_manager"], amount=2)}

        assert standing_rung(triggered_at=NINE, held_at=None, at=at(2), limits=sooner) == RUNGS[0]


class TestQuorum:
    def test_is_social_care_police_and_health(self):
        there = [("social_care", "present"), ("police", "present"), ("health", "present")]

        assert missing_from_quorum(quorum_of([]), there) == []

    def test_sending_information_is_not_being_there(self):
        there = [("social_care", "present"), ("police", Attendance.SENT_INFORMATION), ("health", "present")]

        assert missing_from_quorum(quorum_of([]), there) == [Party.POLICE]

    def test_one_of_two_from_an_agency_is_enough(self):
        there = [("social_care", "present"), ("police", "present"), ("health", "absent"), ("health", "present")]

        assert missing_from_quorum(quorum_of([]), there) == []

    def test_an_authority_may_add_to_it_and_never_take_away(self):
        assert quorum_of(["school"]) == [Party.SOCIAL_CARE, Party.POLICE, Party.HEALTH, Party.SCHOOL]


class TestTheSixPurposes:
    def test_each_is_answered_or_set_aside_with_a_reason(self):
        said = dict.fromkeys(Purpose, Answered(answer="Agreed."))
        said[Purpose.CRIMINAL_INVESTIGATION] = Answered(set_aside_because="No offence is alleged.")

        assert unsettled(said) == []

    @pytest.mark.parametrize(
        "said", [Answered(), Answered(answer=" "), Answered(answer="Agreed.", set_aside_because="Not needed.")]
    )
    def test_one_left_open_or_said_both_ways_is_unsettled(self, said):
        answers = dict.fromkeys(Purpose, Answered(answer="Agreed.")) | {Purpose.IMMEDIATE_SAFETY: said}

        assert unsettled(answers) == [Purpose.IMMEDIATE_SAFETY]

    def test_all_six_are_asked_for(self):
        assert len(unsettled({})) == 6


class TestADecision:
    ENQUIRY = Decided(
        is_enquiry=True, because="The bruise is unexplained.", safety_tonight="She stays at her aunt’s.",
        conduct=Conduct.JOINT, is_medical_needed=True, who_speaks="Priya Nair", speaks_at=NINE,
    )  # fmt: skip

    def test_for_an_enquiry_says_who_speaks_to_the_child_and_when(self):
        assert missing_to_decide(self.ENQUIRY) == []
        assert missing_to_decide(replace(self.ENQUIRY, who_speaks=" ", speaks_at=None, conduct=None)) == [
            "single or joint", "who speaks to the child", "when they speak to the child",
        ]  # fmt: skip

    def test_against_an_enquiry_says_why_and_what_keeps_the_child_safe_tonight(self):
        assert missing_to_decide(Decided(is_enquiry=False, because="", safety_tonight="")) == [
            "why", "what keeps the child safe tonight",
        ]  # fmt: skip


class TestTheDiscussionThatBeganTheEnquiry:
    def test_a_second_does_not_buy_more_time(self):
        """Barnsley: told from the second discussion it is 12 working days to the conference; it is 24."""
        first, second, conference = date(2025, 3, 3), date(2025, 3, 19), date(2025, 4, 4)

        began = begun_by([(first, True), (second, True), (conference, None)])

        assert began == [first]
        assert england().working_days_between(began[0], conference) == 24
        assert england().working_days_between(second, conference) == 12

    def test_may_be_the_second_where_the_first_decided_against_one(self):
        assert begun_by([(date(2025, 3, 3), False), (date(2025, 3, 5), True)]) == [date(2025, 3, 5)]

    def test_after_an_enquiry_is_over_another_may_begin(self):
        assert begun_by([(date(2025, 3, 3), True), (date(2025, 3, 20), None), (date(2025, 5, 1), True)]) == [
            date(2025, 3, 3), date(2025, 5, 1),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "over",
        [
            {"ended_on": date(2025, 3, 10)}, {"conference_on": date(2025, 3, 10)}, {"conference_not_required": True},
            {"episode_closed_on": date(2025, 3, 10)},
        ],
    )  # fmt: skip
    def test_an_enquiry_is_over_in_whichever_way_the_record_says_so(self, over):
        said = {"decides_for_one": True, "held_on": date(2025, 3, 10)}

        assert begins_an_enquiry(**said, enquiries=[Enquiry(**over)])
        assert not begins_an_enquiry(**said, enquiries=[Enquiry()])

    @given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([True, False, None])), max_size=12))
    @settings(max_examples=80, deadline=None)
    def test_whatever_happens_no_two_enquiries_overlap_and_each_begins_with_the_first_that_decides_for_it(self, steps):
        history, day = [], date(2025, 3, 3)
        for later, what in steps:
            day += timedelta(days=later)
            history.append((day, what))

        began = begun_by(history)

        assert began == _first_after_each_end(history)


def begun_by(history):
    """The days on which enquiries began: each line is a discussion that decides for one or not, or (None) the end."""
    enquiries, began = [], []
    for day, decides in history:
        if decides is None:
            enquiries = [Enquiry(ended_on=each.ended_on or day) for each in enquiries]
        elif begins_an_enquiry(decides_for_one=decides, held_on=day, enquiries=enquiries):
            enquiries.append(Enquiry())
            began.append(day)
    return began


def _first_after_each_end(history):
    """The same, told plainly: cut the history at every end and take the first that decides for one in each piece."""
    pieces = [[]]
    for day, decides in history:
        if decides is None:
            pieces.append([])
        elif decides:
            pieces[-1].append(day)
    return [piece[0] for piece in pieces if piece]


class TestTheCalendarEntry:
    ENTRY = CalendarEntry(
        uid="discussion-7@ravenshire.example", sequence=1, starts_at=NINE, minutes=45,
        dial_in="0300 000 0000, code 12; or the link\nRoom 4", link="https://lintel.example/discussion/abc/",
        organiser="front-door@ravenshire.example", invited="duty@police.example",
    )  # fmt: skip

    def test_says_when_in_universal_time(self):
        lines = self.ENTRY.text(at=NINE).split("\r\n")

        assert {"DTSTART:20250303T090000Z", "DTEND:20250303T094500Z", "SEQUENCE:1", "METHOD:REQUEST"} <= set(lines)

    def test_escapes_what_would_end_a_value(self):
        assert "LOCATION:0300 000 0000\\, code 12\\; or the link\\nRoom 4\r\n" in self.ENTRY.text(at=NINE)

    def test_a_cancelled_time_leaves_the_calendar(self):
        assert "METHOD:CANCEL\r\n" in replace(self.ENTRY, is_cancelled=True).text(at=NINE)

    @given(st.text(max_size=200), st.text(max_size=60))
    @settings(max_examples=60, deadline=None)
    def test_nothing_that_is_typed_adds_a_line_and_no_line_is_too_long(self, dial_in, address):
        plain = self.ENTRY.text(at=NINE)
        text = replace(self.ENTRY, dial_in=dial_in, invited=address).text(at=NINE)

        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        assert [named(line) for line in unfolded(text)] == [named(line) for line in unfolded(plain)]


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def named(line):
    return line.split(":")[0].split(";")[0]
