"""
J11. A cycle of audits, from a theme to the report and the day it is audited again.

Helen asks whether open work has the right plan, in good time. Before anything is drawn she sees what a sample could
say; then it is drawn by a seed, and nobody is given a child of their own team. Priya says what she thinks of the work
and writes down what Ruth said. An auditor reads the record with both beside it, cites it, answers whether it is the
right plan and in good time, and grades it. Another auditor reads the record again and grades it without knowing the
first grade, and then sees both. What is to be done for the child has an owner; somebody else verifies it. Helen brings
the two together over the widest gap, writes down what it teaches, chooses words without names, sets the day of the
re-audit, locks what she thinks of the quarter herself, and reads the report: it says nothing of how good the work is on
so few grades.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lintel.oversight.audit_cycles.models import Cycle
from lintel.oversight.audit_cycles.tests.builders import two_auditors
from lintel.oversight.audits.acting.actions import agree_action
from lintel.oversight.audits.models import Audit, AuditAction, Grading
from lintel.oversight.fanlight.actions import lock_estimate
from lintel.oversight.moderation.models import Moderation
from lintel.oversight.moderation.tests.builders import everything_is_drawn
from tests.cast import NOW
from tests.trace import finding

pytestmark = [pytest.mark.usefixtures("at_nine"), pytest.mark.slow(takes=45)]

SEED = "2025"
TOO_SLOW = "We waited two weeks for the school, and I did not ask again."
RUTH = "She listened to my girl. Nobody said what has to change."
PLAN, TIME = "This plan with what must be different by Easter.", "The school meeting had no day."
FIRST, SECOND = "Seen quickly, heard, and the plan moves.", "Visits, and no change that one could see."
TAUGHT, FOLLOWS = "Plans list visits, not change.", "A morning in every team on writing what must change."


def day(on, name):
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def in_order_at_both_widths(look):
    for width, height in ((390, 844), (1280, 900)):
        look.page.set_viewport_size({"width": width, "height": height})
        look.is_in_order()


class ACycle:
    """What they do, and what they see."""

    def __init__(self, visit, cast, bells) -> None:
        self.visit, self.cast, self.bells = visit, cast, bells
        self.helen, self.priya = (visit("/start/", as_=who) for who in (cast.helen, cast.priya))

    @property
    def cycle(self) -> str:
        return f"/audit-cycles/{Cycle.objects.get().pk}/"

    @property
    def audit(self) -> Audit:
        """The audit of a child of Priya’s whose record one person audits."""
        once = Audit.objects.filter(twin__isnull=True, twin_of__isnull=True, child__in=self.bells.children)
        return once.order_by("pk").first()

    # --- the sample ---

    def when_helen_plans_a_cycle_she_sees_what_it_could_say(self):
        look = self.helen.go("/audit-cycles/").press("Plan a cycle")
        look.fill(name="Open work, spring")
        look.page.get_by_label("Marcus Reed").check()
        look.press("See what it could say")
        assert "All 4: too few to say how good the work is." in look.words
        assert "Marcus Reed: 1 audit; kept from 3 of those drawn (own children or own team)" in look.words
        in_order_at_both_widths(look)
        assert not Cycle.objects.exists()

    def then_it_is_drawn_and_anybody_may_draw_it_again(self):
        self.helen.press("Draw the sample")
        assert "0 of 5" in self.helen.words
        in_order_at_both_widths(self.helen)
        assert "The same 4 children, in the same order." in self.helen.follow("Draw it again").words

    # --- reading, with feedback beside the record ---

    def when_priya_says_what_she_thinks_and_what_ruth_said(self):
        where = f"/audits/{self.audit.pk}/feedback/"
        assert "A child you work with is being audited" in self.priya.go("/").words
        self.priya.go(where).fill(words=TOO_SLOW)
        in_order_at_both_widths(self.priya)
        self.priya.press("Send it to the auditor")
        self.priya.page.get_by_label("The parents or carers").check()
        self.priya.page.get_by_label("Yes", exact=True).check()
        self.priya.fill(said=RUTH)
        self.priya.press("Keep it")
        assert RUTH in self.priya.words

    def and_the_auditor_reads_cites_answers_and_grades(self):
        audit = self.audit
        desk = self.visit(f"/audits/{audit.pk}/", as_=audit.auditor)
        assert TOO_SLOW in desk.words
        assert RUTH in desk.words
        for question in ("right_plan", "in_time", "grade"):
            desk.page.locator("button[name=cite]").first.click()
            desk.page.wait_for_url("**/cite/**")
            desk.page.locator("select[name=question]").select_option(question)
            desk.press("Cite")
        for core, words in (("right_plan", PLAN), ("in_time", TIME)):
            desk.page.locator(f"input[name='verdict-{core}'][value='partly']").check()
            desk.fill(**{f"words-{core}": words})
        desk.page.locator("input[name=grade][value='3']").check()
        desk.fill(why=FIRST)
        desk.press("Hand in the audit")
        assert Grading.objects.get(audit=audit).sealed

    # --- read again without the grade ---

    def when_somebody_else_moderates_without_knowing_the_grade(self):
        first = self.audit.auditor
        other = next(who for who in two_auditors(self.cast) if who != first)
        look = self.visit("/moderation/", as_=other)
        look.press("Take it")
        look.press("I have read the record")
        look.page.locator("button[name=cite]").first.click()
        look.page.wait_for_url("**/cite/**")
        look.press("Cite")
        assert FIRST not in look.words
        look.page.get_by_label("Requires improvement to be good").check()
        look.fill(why=SECOND)
        look.press("Lock my grade")
        assert FIRST in look.words
        look.page.locator("input[name=evidence_supports][value=no]").check()
        look.fill(supports_why="It shows that she was seen, not that anything changed.")
        look.press("Finish")
        assert not Grading.objects.get(audit=self.audit).sealed

    # --- what is done, and what it teaches ---

    def and_what_is_done_for_the_child_is_verified_by_somebody_else(self):
        audit, by = self.audit, self.audit.auditor
        agree_action(
            audit, what="Agree with Ruth what must be different by Easter.", for_what_change="Ruth knows why.",
            owner=self.cast.priya, due_on=NOW.date() + timedelta(days=14), by=by, at=NOW,
        )  # fmt: skip
        one = f"/audits/actions/{AuditAction.objects.get().pk}/"
        self.priya.go(one).fill(evidence="Written with Ruth on Monday; it stands in the plan.")
        self.priya.press("It is done")
        assert not self.priya.page.get_by_role("button", name="I have looked").count()
        self.visit(one, as_=by).press("I have looked, and it is done")
        assert AuditAction.objects.get().verified_by == by

    def then_helen_keeps_what_it_teaches(self):
        look = self.helen.go(f"{self.cycle}calibration/")
        look.press("Plan the session")
        look.fill(agreed="A plan without a day is not good.", **day(NOW.date(), "held_on"))
        in_order_at_both_widths(look)
        look.press("Write it down")
        look.go(f"{self.cycle}learning/").fill(words=TAUGHT, what_follows=FOLLOWS, **day(date(2025, 4, 14), "due_on"))
        look.page.locator("select[name=theme]").select_option("right_plan")
        look.page.locator("select[name=owner]").select_option(label="Sofia Lindqvist")
        look.press("Keep it")
        look.go(f"{self.cycle}answers/")
        in_order_at_both_widths(look)
        look.follow("Tag answer").page.get_by_label("The right plan").check()
        look.press("Keep the tags")
        look.follow("Quote evidence").fill(words="The child was seen within two days.")
        look.press("Put it in the report")
        look.go(f"{self.cycle}re-audit/").fill(**day(date(2025, 9, 1), "again_on"))
        look.press("Set the day")
        in_order_at_both_widths(look)

    def and_the_report_says_no_more_than_it_knows(self):
        kept_back = self.helen.go(self.cycle).follow("The report")
        assert "This quarter is kept back from you" in kept_back.words
        assert "moderated, and it takes 10" not in kept_back.words
        lock_estimate(0.8, by=self.cast.helen, at=NOW)
        look = self.helen.go(self.cycle).follow("The report")
        for words in (
            "1 audit is moderated, and it takes 10", "In 0 of 1 moderated audits the evidence supports", TAUGHT,
            FOLLOWS, "The child was seen within two days.", "A plan without a day is not good.", "1 September 2025",
            "1 agreed, each with an owner and a day; 1 done and verified by somebody else",
        ):  # fmt: skip
            assert words in look.words
        assert "Bell" not in look.words
        assert "As auditors graded" not in look.words
        in_order_at_both_widths(look)
        answer = look.page.request.get(f"{look.address}{self.cycle}report.pdf")
        assert answer.body().startswith(b"%PDF-")


@finding("S52", screen="/audit-cycles/")
@finding("S55", screen="/audit-cycles/")
def test_a_cycle_of_audits_from_its_theme_to_its_report(visit, cast, bells, monkeypatch):
    monkeypatch.setattr("lintel.web.audit_cycles.cycles.new_seed", lambda: SEED)
    monkeypatch.setattr("lintel.web.audit_cycles.cycles.TO_LOOK", SEED)
    everything_is_drawn(cast)
    two_auditors(cast)
    round_of = ACycle(visit, cast, bells)

    round_of.when_helen_plans_a_cycle_she_sees_what_it_could_say()
    round_of.then_it_is_drawn_and_anybody_may_draw_it_again()
    round_of.when_priya_says_what_she_thinks_and_what_ruth_said()
    round_of.and_the_auditor_reads_cites_answers_and_grades()
    round_of.when_somebody_else_moderates_without_knowing_the_grade()
    round_of.and_what_is_done_for_the_child_is_verified_by_somebody_else()
    round_of.then_helen_keeps_what_it_teaches()
    round_of.and_the_report_says_no_more_than_it_knows()

    assert Moderation.objects.get().evidence_supports is False
