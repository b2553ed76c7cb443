"""The screens of plans, and how they end: for those who hold the child, and for nobody else."""

from datetime import date

import pytest

from lintel.journey.plans.moving.actions import hand_on
from lintel.journey.plans.tests.builders import MOVE, met, need_of, planned, stepping_down
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.plans.models import CinPlan, NeedReviewed, PlanAction, PlanReview
from lintel.steps.referrals.models import Closing, Transfer
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def day(name, when):
    return {f"{name}-day": when.day, f"{name}-month": when.month, f"{name}-year": when.year}


@pytest.fixture
def by_priya(client, cast, bells):
    client.force_login(cast.priya)
    return client


@pytest.fixture
def mias(bells):
    return f"/plans/{bells.mia.pk}/"


def words_of(response):
    return response.content.decode()


def test_a_plan_begins_with_one_press_and_is_agreed_in_one_step(by_priya, cast, bells, mias):
    need = need_of(bells.mia, by=cast.priya)

    begun = by_priya.post(f"{mias}begin/", follow=True)
    assert "To sleep without being afraid" in words_of(begun)
    typed = {
        f"{need.pk}-words": "A lock on the door", f"{need.pk}-owner": "Ruth",
        **day(f"{need.pk}-due", date(2025, 3, 14)), "other-words": "A course", "other-owner": "Owen",
        **day("other-due", date(2025, 4, 1)),
    }  # fmt: skip
    agreed = words_of(by_priya.post(f"{mias}agree/", typed, follow=True))

    assert "1 action traces to no need" in agreed
    assert list(PlanAction.objects.order_by("pk").values_list("owner", "need")) == [("Ruth", need.pk), ("Owen", None)]


@pytest.mark.parametrize(("said", "answer"), [("ongoing", "“Ongoing” is not a date"), ("31 2 2025", "real date")])
def test_ongoing_is_not_a_date(by_priya, cast, bells, mias, said, answer):
    planned(cast, bells)

    page = words_of(by_priya.post(f"{mias}agree/", {"other-words": "Talk", "other-owner": "Ruth", "other-due": said}))

    assert answer in page
    assert "Talk" in page
    assert PlanAction.objects.count() == 2


def test_an_action_is_linked_moved_done_and_dropped(by_priya, cast, bells, mias):
    planned(cast, bells)
    lock, course = PlanAction.objects.order_by("pk")

    by_priya.post(f"{mias}actions/{course.pk}/need/", {"need": lock.need_id})
    by_priya.post(f"{mias}actions/{lock.pk}/date/", {**day("due_on", date(2025, 3, 20)), "because": "Shut."})
    by_priya.post(f"{mias}actions/{lock.pk}/done/", {**day("done_on", NOW.date()), "answer": "She sleeps."})
    page = by_priya.post(f"{mias}actions/{course.pk}/drop/", {"because": "He moved out."}, follow=True)

    assert "moved later 1 time" in words_of(page)
    assert list(PlanAction.objects.order_by("pk").values_list("answer", "need")) == [
        ("She sleeps.", lock.need_id), ("He moved out.", lock.need_id),
    ]  # fmt: skip


def test_a_review_asks_what_has_changed_and_wants_words_for_it(by_priya, cast, bells, mias):
    planned(cast, bells)
    need = bells.mia.needs.get()
    typed = {**day("held_on", NOW.date()), "present": "Mia, Ruth", f"{need.pk}-change": "better"}
    assert "Write what is different" in words_of(by_priya.post(f"{mias}review/", typed))

    page = by_priya.post(f"{mias}review/", typed | {f"{need.pk}-words": "Five nights of seven."}, follow=True)

    assert "Five nights of seven." in words_of(page)
    assert (PlanReview.objects.count(), NeedReviewed.objects.get().change) == (1, "better")


def test_a_need_that_ends_in_a_full_stop_reads_on_in_the_step_down_and_in_the_story(by_priya, cast, bells, mias):
    planned(cast, bells)
    bells.mia.needs.update(words="To sleep without being afraid.")
    need = bells.mia.needs.get()
    typed = {**day("held_on", NOW.date()), "present": "Mia", f"{need.pk}-change": "better", f"{need.pk}-words": "Yes."}
    by_priya.post(f"{mias}review/", typed)

    assert "To sleep without being afraid: Yes." in words_of(by_priya.get(f"{mias}step-down/"))
    story = words_of(by_priya.get(f"/children/{bells.mia.pk}/"))
    assert "To sleep without being afraid: Better for the child. Yes." in story


def test_a_plan_ends_for_a_reason_and_the_page_says_so(by_priya, cast, bells, mias):
    planned(cast, bells)

    page = by_priya.post(f"{mias}end/", {"reason": "needs_met", "because": "She is well."}, follow=True)

    assert "The needs are met" in words_of(page)
    assert CinPlan.objects.get().ended_because == "She is well."


def test_stepping_down_has_all_that_is_known_filled_in_and_asks_about_each_child(by_priya, cast, bells, mias):
    planned(cast, bells)
    opened = words_of(by_priya.get(f"{mias}step-down/"))
    assert "A lock on the door (Ruth, 14 March 2025)" in opened
    typed = {"remains": "School.", "contingency": "Ring us.", "family_says": "Ruth: yes."}
    assert "Decide about Noah Bell" in words_of(by_priya.post(f"{mias}step-down/", typed))

    each = {f"with-{bells.referrals['noah'].pk}": "with", f"with-{bells.referrals['baby'].pk}": "without"}
    page = words_of(by_priya.post(f"{mias}step-down/", typed | each, follow=True))

    assert "Children’s social care has Mia Bell until early help accepts." in page
    asked = EarlyHelpRequest.objects.order_by("child")
    assert [request.child for request in asked] == [bells.mia, bells.noah]
    assert "A lock on the door" in asked[0].plan_so_far
    assert not asked[1].plan_so_far  # of Noah only what is Noah's


def test_closing_is_one_page_and_refuses_while_early_help_has_not_met_them(by_priya, cast, bells, mias):
    planned(cast, bells)
    stepping_down(cast, bells)
    others = {f"with-{bells.referrals[name].pk}": "without" for name in ("noah", "baby")}
    typed = {"reason": "RC7", "outcome": "Well.", "told": "By Priya.", "owed": "Ruth does it."} | others

    refused = words_of(by_priya.post(f"{mias}close/", typed))
    assert "Early help has not accepted and met the family of Mia Bell yet" in refused
    assert "A parenting course" in refused
    assert "despite" not in refused  # a social worker breaks no glass
    assert not Closing.objects.exists()

    by_priya.force_login(cast.marcus)
    by_priya.post(f"{mias}close/", typed | {"despite": "They moved in the night."})
    assert Closing.objects.get().despite == "They moved in the night."


def test_once_they_were_met_it_closes_and_whoever_closed_reads_on(by_priya, cast, bells, mias):
    met(cast, bells)
    others = {f"with-{bells.referrals['noah'].pk}": "with", f"with-{bells.referrals['baby'].pk}": "without"}

    done = by_priya.post(f"{mias}close/", {"reason": "RC7", "outcome": "Well.", "told": "Yes."} | others, follow=True)

    assert "Closed, with all that hung on it." in words_of(done)
    assert {closing.referral.child for closing in Closing.objects.all()} == {bells.mia, bells.noah}
    assert by_priya.get(mias).status_code == 404


def test_a_move_is_sent_acknowledged_and_accepted_and_the_unborn_is_not_left_behind(by_priya, cast, bells, mias):
    typed = {
        "authority": "Larchshire", "reached_by": "Duty", "known_from": "School", "summary": "All.", "meanwhile": "Me.",
        **day("moved_on", NOW.date()), f"with-{bells.referrals['noah'].pk}": "with",
        f"with-{bells.referrals['baby'].pk}": "without",
    }  # fmt: skip

    begun = words_of(by_priya.post(f"{mias}moving/begin/", typed, follow=True))
    assert "Not on the way with Mia Bell: Bell, not born yet, and moves where Ruth Bell moves." in begun
    by_priya.post(f"{mias}moving/sent/")
    by_priya.post(f"{mias}moving/chased/", {"words": "They look into it."})
    by_priya.post(f"{mias}moving/acknowledged/", {"acknowledged_by": "Duty"})
    page = by_priya.post(
        f"{mias}moving/accepted/", {"accepted_by": "Ines Vale", **day("accepted_on", NOW.date())}, follow=True
    )

    assert "Larchshire has the child since 3 March 2025" in words_of(page)
    assert 'value="RC5" checked' in words_of(by_priya.get(f"{mias}close/"))
    assert Transfer.objects.filter(accepted_on=None).get().child == bells.noah


def test_early_help_reads_the_plan_and_may_change_nothing(client, cast, bells, mias):
    planned(cast, bells)
    stepping_down(cast, bells)
    client.force_login(cast.elsie)

    assert "A lock on the door" in words_of(client.get(mias))
    assert "Agree what is done" not in words_of(client.get(mias))
    assert client.post(f"{mias}begin/").status_code == 403


def test_tom_meets_nothing_on_any_of_them(client, cast, bells, mias):
    planned(cast, bells)
    hand_on([bells.referrals["mia"]], MOVE, by=cast.priya, at=NOW)
    action = PlanAction.objects.first().pk
    client.force_login(cast.tom)
    assert "Mia" not in words_of(client.get("/plans/"))
    for where in (
        "", "agree/", "review/", "end/", "step-down/", "close/", "moving/", "moving/begin/", "moving/accepted/",
        f"actions/{action}/done/",
    ):  # fmt: skip
        assert client.get(f"{mias}{where}").status_code == 404, where
    for where in ("begin/", "moving/sent/", f"actions/{action}/need/"):
        assert client.post(f"{mias}{where}").status_code == 404, where
