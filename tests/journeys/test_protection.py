"""
J8. From harm that somebody thinks likely to a plan that protects: strategy discussion, enquiry, conference.

Mia tells Priya who hit her. Priya says that it cannot wait and asks for a discussion; Hart answers for the police and
Nora for health, each signed in for their own agency. They meet at the first time all can make, but Hart’s officers are
on a raid, so it is moved, with what keeps Mia safe until then. Nora writes down what health knows. Marcus holds it and
writes down what it decided. Priya sees Mia and writes the enquiry beside Mia’s history; Marcus signs it with what it
leaves uncovered. The conference is due fifteen working days from the discussion. Ruth reads the report first; Cecily
chairs; Mia has a plan, and Priya, a social worker, leads it. On one page stands all of it, with what was due and done.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.codes import AgencyKind
from lintel.journey.chronology.reading.making import record_of
from lintel.journey.visiting.tests.builders import bells_visited
from lintel.statute.calendar import LONDON
from lintel.steps.agency_checks.tests.builders import agency
from lintel.steps.chronology_entries.actions import Happened, mark, write_event
from lintel.steps.chronology_entries.codes import ItemKind
from lintel.steps.enquiries.models import DiscussionMeeting, Section47Enquiry
from lintel.steps.plans.models import CpPlan
from tests.cast import NOW, OPENED
from tests.trace import finding

pytestmark = pytest.mark.slow(takes=60)

MONDAY = NOW
CONFERENCE = date(2025, 3, 24)  # fifteen working days from Monday 3 March
HER_WORDS = "“Dad did it with his belt.”"
RAID = "Every officer is on a raid."
SAFE = "She sleeps at her grandmother’s; the night team rings at eight."
KNOWN_TO_HEALTH = "Two missed appointments; a bruise seen in May, explained as a fall."
PATTERN = "Each time he comes back there is an injury within the week."


def day(on, name="on"):
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def onward(look, words):
    """Press what leads on, whether it looks like a link or a button."""
    found = look.page.locator("main a, main button").filter(has_text=words)
    assert found.count(), f"Nothing says “{words}” at {look.path}: {look.words}"
    with look.page.expect_navigation():
        found.first.click()
    return look


class Weeks:
    """What they do, and what they see."""

    def __init__(self, visit, cast, bells, nora, clock) -> None:
        self.visit, self.cast, self.bells, self.clock = visit, cast, bells, clock
        self.they_sign_in()
        self.hart, self.nora = (visit("/partners/discussions/", as_=who) for who in (cast.hart, nora))

    def they_sign_in(self):
        self.priya, self.marcus = (self.visit("/start/", as_=who) for who in (self.cast.priya, self.cast.marcus))

    def on_another_day(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        self.they_sign_in()

    @property
    def meeting(self) -> str:
        return f"/discussions/{DiscussionMeeting.objects.get().pk}/"

    def of_mia(self, look):
        """The discussion about Mia, as somebody finds it who signs in for an agency."""
        return onward(look.go("/partners/discussions/"), "Mia Bell")

    @property
    def enquiry(self) -> str:
        return f"/enquiries/{Section47Enquiry.objects.get().pk}/"

    # --- from the cause to a time all can make ---

    def when_priya_says_that_mia_cannot_wait(self):
        look = self.priya.go(f"/children/{self.bells.mia.pk}/")
        onward(look, "Cannot wait")
        look.is_in_order()
        look.fill(reason=HER_WORDS)
        onward(look, "It cannot wait")
        assert "Ring now" in look.heading
        assert HER_WORDS in look.words
        look.is_in_order()
        onward(look, "Ask for a strategy discussion")
        look.fill(dial_in="0300 000 0000, code 12")
        onward(look, "Ask for the discussion")
        look.is_in_order()

    def and_each_says_when_they_can(self):
        for look, begins, ends in ((self.hart, "11:00", "13:00"), (self.nora, "10:00", "12:30")):
            onward(look.go("/partners/discussions/"), "Mia Bell")
            look.is_in_order()
            assert "Noah" not in look.words
            onward(look, "Say when you can")
            look.fill(**day(MONDAY.date()), begins=begins, ends=ends)
            onward(look, "Offer")
        self.priya.go(self.meeting)
        assert "There is none yet" in self.priya.words
        onward(self.priya, "Add a time Priya Nair")
        self.priya.fill(**day(MONDAY.date()), begins="09:30", ends="17:00")
        onward(self.priya, "Write it down")

    def then_the_first_time_all_can_make_is_set(self):
        assert "3 March 2025 at 11:00am" in self.priya.words
        onward(self.priya, "Set this time")
        onward(self.priya, "Invite everybody")
        self.priya.is_in_order()
        onward(self.of_mia(self.nora), "Answer")
        self.nora.page.get_by_label("I can", exact=True).check()
        onward(self.nora, "Send")
        assert "You said that you can" in self.nora.words

    # --- the postponement ---

    def when_the_police_cannot_it_is_moved_with_what_keeps_her_safe(self):
        onward(self.of_mia(self.hart), "Answer")
        self.hart.is_in_order()
        self.hart.page.get_by_label("I cannot", exact=True).check()
        self.hart.fill(because=RAID)
        onward(self.hart, "Send")
        self.priya.go(self.meeting)
        assert "Ravenshire police cannot make this time" in self.priya.words
        assert RAID in self.priya.words
        onward(self.priya, "Move the time or cancel it")
        self.priya.page.locator("select[name=party]").select_option("police")
        self.priya.page.get_by_label("Had nobody to send").check()
        self.priya.fill(reason=RAID, **day(MONDAY.date()), begins="14:00")
        onward(self.priya, "Postpone")
        assert "what keeps each child safe" in self.priya.words
        assert self.priya.page.locator("[name=reason]").input_value() == RAID
        self.priya.fill(interim_safety=SAFE)
        self.priya.is_in_order()
        onward(self.priya, "Postpone")
        assert "Who was told" in self.priya.words
        self.priya.is_in_order()
        assert SAFE in self.priya.go(self.meeting).words
        board = self.marcus.go("/discussions/postponed/")
        assert RAID in board.words
        board.is_in_order()

    def and_health_adds_what_it_knows_and_the_police_their_view(self):
        onward(self.of_mia(self.nora), "Add something you know")
        self.nora.is_in_order()
        self.nora.fill(**day(date(2024, 5, 20)), words=KNOWN_TO_HEALTH)
        onward(self.nora, "Add")
        assert KNOWN_TO_HEALTH in self.of_mia(self.hart).words
        onward(self.hart, "Write your view")
        self.hart.fill(words="Three call-outs since May.")
        onward(self.hart, "Write it down")
        shared = self.marcus.go(f"{self.meeting}chronology/")
        assert KNOWN_TO_HEALTH in shared.words
        shared.is_in_order()

    # --- the discussion ---

    def when_marcus_holds_it(self):
        self.clock.move_to(MONDAY + timedelta(hours=6))
        look = self.marcus.go(self.meeting)
        onward(look, "Write down that it was held")
        look.fill(**day(MONDAY.date()), begins="14:00", chaired_by="Marcus Reed")
        for each in look.page.get_by_label("Present").all():
            each.check()
        assert look.page.locator("textarea").filter(has_text="Three call-outs since May.").count() == 1
        look.is_in_order()
        onward(look, "It was held")

    def and_writes_down_what_it_decided(self):
        look = self.marcus
        for purpose in look.page.locator("textarea[name$='-answer']").all():
            purpose.fill("Agreed.")
        mia = self.bells.mia.pk
        for name, answer in (("enquiry", "yes"), ("conduct", "joint"), ("medical", "yes")):
            look.page.locator(f"[name='{name}-{mia}'][value={answer}]").check()
        look.fill(**{
            f"because-{mia}": "The marks fit what she says.", f"safety-{mia}": SAFE, f"speaks-{mia}": "Priya Nair",
            **day(MONDAY.date() + timedelta(days=1), f"on-{mia}"), f"begins-{mia}": "09:30",
        })  # fmt: skip
        look.page.locator("select[name='task-0-party']").select_option("police")
        look.fill(**{
            "task-0-who": "Hart Lowe", "task-0-what": "Interview him.", "task-0-by": "16:00",
            **day(MONDAY.date() + timedelta(days=1), "task-0-on"),
        })  # fmt: skip
        look.is_in_order()
        onward(look, "Check what was decided")
        look.is_in_order()
        onward(look, "Write it down")
        look.go(f"{self.meeting}minutes/")
        onward(look, "Send to all")
        look.is_in_order()

    def then_each_agency_reads_the_minutes_and_may_disagree(self):
        onward(self.of_mia(self.hart), "Read the minutes")
        assert "Interview him." in self.hart.words
        self.hart.is_in_order()
        onward(self.hart, "We have read them")
        onward(self.of_mia(self.nora), "Say that you do not agree")
        self.nora.fill(words="The medical should be today.")
        onward(self.nora, "Write it down")
        assert "The medical should be today." in self.marcus.go(f"{self.meeting}minutes/").words

    # --- the enquiry ---

    def when_priya_has_seen_mia_she_writes_the_enquiry(self):
        tuesday = MONDAY + timedelta(days=1, hours=2)
        self.on_another_day(tuesday)
        bells_visited(self.bells, by=self.cast.priya, at=tuesday)
        look = self.priya.go(self.enquiry)
        assert "Interview him." in look.words
        look.is_in_order()
        onward(look, "Begin to write")
        look.fill(**{
            "words-pattern": PATTERN, "words-tried": "A safety plan in May; he was back in June.",
            "words-not_known": "What their grandmother saw.", "words-child_said": HER_WORDS,
            "words-change_our_mind": "If the marks were older than he says.",
            "words-conclusion": "She is likely to be hurt again.",
        })  # fmt: skip
        look.page.get_by_label("The child is likely to suffer significant harm: a conference").check()
        assert "0 of 2" in look.words
        look.page.locator("select[name^='use-']").first.select_option(label="The pattern over time")
        look.page.get_by_text("1 of 2").wait_for()
        look.is_in_order()
        onward(look, "Save and back to the enquiry")
        onward(look, "Check it and send it to the manager")
        look.is_in_order()
        onward(look, "Send to the manager")

    def then_marcus_signs_it_with_what_it_leaves_uncovered(self):
        look = self.marcus.go(f"{self.enquiry}sign/")
        assert "1 of 2" in look.words
        look.is_in_order()
        onward(look, "Sign")
        signed = look.go(f"{self.enquiry}signed/")
        assert "Not covered when Marcus Reed signed" in signed.words
        signed.is_in_order()

    # --- the conference ---

    def when_the_conference_is_booked_for_the_last_day_in_time(self):
        look = self.priya.go("/conferences/")
        assert "24 March 2025" in look.words
        look.is_in_order()
        onward(onward(look, "Initial"), "Book it")
        look.fill(**day(CONFERENCE, "day"), time="10:00", place="Town Hall")
        onward(look, "Book it")
        self.conference = look.path
        named = self.visit(f"{self.conference}chair/", as_=self.cast.sofia)
        named.page.locator("main select").select_option(label="Cecily Wren")
        onward(named, "Name the chair")
        assert "Cecily Wren, independent of the case" in named.words

    def and_ruth_reads_the_report_two_days_before(self):
        self.on_another_day(datetime(2025, 3, 20, 12, 0, tzinfo=LONDON))
        look = self.priya
        onward(look.go(self.conference), "A report is there")
        look.fill(author="Priya Nair")
        onward(look, "It is there")
        look.page.get_by_label("Talked through with them").check()
        look.fill(shared_with="Ruth Bell", **day(date(2025, 3, 20), "shared_on"))
        onward(look, "Write it down")
        assert "Shared in time" in look.words
        look.is_in_order()

    def then_cecily_holds_it_and_it_decides_about_mia(self):
        self.on_another_day(datetime(2025, 3, 24, 13, 0, tzinfo=LONDON))
        look = self.visit(self.conference, as_=self.cast.cecily)
        onward(look, "Say that it was held")
        look.fill(**day(CONFERENCE, "held_on"))
        onward(look, "It was held")
        look.is_in_order()
        onward(look, "Decide about Mia Bell")
        look.page.locator("[name=outcome][value=plan]").check()
        look.page.locator("select[name=category]").select_option("PHY")
        look.page.locator("select[name=lead]").select_option(label="Priya Nair")
        look.fill(
            because="He hits her when he drinks.", childs_view="“I want it to stop.”", parents_view="Ruth agrees."
        )
        look.is_in_order()
        onward(look, "Check before it is decided")
        onward(look, "Decide")
        look.go(f"{self.conference}outcome/").is_in_order()
        assert "“I want it to stop.”" in look.words

    def and_on_one_page_stands_what_was_due_and_done(self):
        look = self.marcus.go(f"/children/{self.bells.mia.pk}/protection/")
        for words in ("Priya Nair", "Cecily Wren", "24 March 2025", "3 March 2025", "7 April 2025"):
            assert words in look.words  # the lead, the chair, the conference, the discussion, the first core group
        assert "Late" not in look.words
        look.is_in_order()


@finding("S11", "S45", "S47", "S58", screen="/discussions/<discussion>/")
def test_from_a_cause_to_a_plan_with_three_agencies_and_a_postponement(visit, cast, bells, time_machine):
    time_machine.move_to(MONDAY)
    nora = open_account(email="nora@health.example", name="Nora Finch", password=None, by=cast.sam, at=OPENED)
    grant_role(nora, role=Role.PARTNER, team=None, by=cast.sam, at=OPENED)
    agency(cast.rosa, cast.hart)
    agency(cast.rosa, nora, key="health", kind=AgencyKind.HEALTH)
    for on, words in ((date(2024, 5, 19), "A bruise on her arm."), (date(2024, 11, 2), "Moved to their grandmother.")):
        event = write_event(
            Happened(on=on, kind=ItemKind.INCIDENT, words=words, told_by="Ruth Bell"), children=[bells.mia],
            by=cast.priya, at=NOW,
        )  # fmt: skip
        mark(bells.mia, record=record_of(event), because="It was not the first.", by=cast.priya, at=NOW)
    cast.priya.worker.swe_number = "SW123456"
    cast.priya.worker.save()
    weeks = Weeks(visit, cast, bells, nora, time_machine)

    weeks.when_priya_says_that_mia_cannot_wait()
    weeks.and_each_says_when_they_can()
    weeks.then_the_first_time_all_can_make_is_set()
    weeks.when_the_police_cannot_it_is_moved_with_what_keeps_her_safe()
    weeks.and_health_adds_what_it_knows_and_the_police_their_view()
    weeks.when_marcus_holds_it()
    weeks.and_writes_down_what_it_decided()
    weeks.then_each_agency_reads_the_minutes_and_may_disagree()
    weeks.when_priya_has_seen_mia_she_writes_the_enquiry()
    weeks.then_marcus_signs_it_with_what_it_leaves_uncovered()
    weeks.when_the_conference_is_booked_for_the_last_day_in_time()
    weeks.and_ruth_reads_the_report_two_days_before()
    weeks.then_cecily_holds_it_and_it_decides_about_mia()
    weeks.and_on_one_page_stands_what_was_due_and_done()

    plan = CpPlan.objects.get(child=bells.mia)
    assert (plan.started_on, plan.leads.get().worker) == (CONFERENCE, cast.priya.worker)
    assert DiscussionMeeting.objects.get().postponements.get().interim_safety == SAFE
