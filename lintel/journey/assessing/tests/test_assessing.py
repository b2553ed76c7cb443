"""From the referral to the signature: one shared part, three children, their own clocks, needs and outcomes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.journey.allocating.dues.codes import What
from lintel.journey.allocating.dues.queries import my_children
from lintel.journey.assessing.actions import (
    NobodyHoldsThem,
    NotTheirs,
    authorise_assessments,
    begin_assessment,
    midpoint_of,
    send_back_to_writer,
    send_to_manager,
)
from lintel.journey.assessing.queries import assessment_page, assessments_under_way, last_time, to_begin
from lintel.journey.assessing.tests.builders import TEN, begun, of, say, sent, written
from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.actions import (
    NobodyToAssess,
    NotOnThatDay,
    NotTheirOwn,
    UnderWayAlready,
    answer_to_see,
    load_assessments,
    plan_to_see,
    record_view,
    say_told,
    weigh_history,
)
from lintel.steps.assessments.authorising.actions import (
    FactorsDoNotGoTogether,
    NoOutcomeYet,
    NotSent,
    OwnAssessment,
    SentAlready,
    WrittenSinceRead,
    conclude,
)
from lintel.steps.assessments.codes import Outcome, State
from lintel.steps.assessments.models import Assessment, Midpoint, Passage, PracticeModel
from lintel.steps.assessments.practice import actions as practice
from lintel.steps.assessments.practice.queries import practice_in_force
from lintel.steps.assessments.practice.reading import shipped
from lintel.steps.assessments.queries import assessments_before, passages_of
from lintel.steps.assessments.tests.test_practice_reading import OURS
from lintel.steps.assessments.writing.actions import (
    AuthorisedAlready,
    ChangedSince,
    NothingSaid,
    NotTheirChildren,
    SignedByThem,
    WithdrawnAlready,
    WrittenSince,
    change_need,
    withdraw_need,
    write_need,
)
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit
from tests.cast import NOW, TYPED
from tests.once import once
from tests.trace import finding

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 3)


@pytest.fixture
def family(cast, bells, request):
    return once("assessment written", lambda: written(cast, bells), request)


@pytest.fixture
def sent_family(cast, bells, request):
    return once("assessment sent", lambda: sent(cast, bells), request)


def page(family, viewer, on=TODAY):
    found = assessment_page(family.pk, viewer=viewer, on=on)
    assert found is not None
    return found


# --- beginning --------------------------------------------------------------------------------------------------------


@finding("S44")
def test_brothers_and_sisters_are_offered_and_each_clock_runs_from_the_childs_referral(cast, bells):
    offered = to_begin(bells.noah.pk, viewer=cast.priya, on=TODAY)
    family = begun(cast, bells)

    assert [each.name for each in offered] == ["Noah Bell", "Mia Bell", "Bell"]
    assert family.worker == cast.priya.worker
    assert family.practice_model == "systemic/1"
    for part in page(family, cast.priya).children:
        assert part.clock.started_on == date(2025, 2, 18)
        assert (part.clock.days_used, part.clock.due_on) == (9, date(2025, 4, 24))
        assert part.assessment.review_on == date(2025, 3, 11)


def test_a_change_of_worker_does_not_restart_the_clock(cast, bells, family):
    Involvement.objects.filter(child=bells.mia).update(ended_on=TODAY)

    [mia] = [part for part in page(family, cast.marcus).children if part.given == "Mia"]

    assert mia.clock.started_on == date(2025, 2, 18)


def test_a_further_assessment_in_the_same_episode_begins_a_clock_of_its_own(cast, bells, sent_family):
    authorise_assessments(list(sent_family.assessments.all()), by=cast.marcus, at=TEN)

    later = begin_assessment(bells.mia.pk, chosen=[bells.mia.pk], by=cast.priya, at=TEN + timedelta(days=60))

    assert of(later, bells.mia.pk).started_on == date(2025, 5, 2)


@finding("S9")
def test_what_a_file_says_is_under_way_goes_on_here_and_is_counted_once(cast, bells):
    read = Assessment(
        **TYPED, key="file/mia", child=bells.mia, referral=bells.referrals["mia"], started_on=date(2025, 2, 20)
    )
    load_assessments([read], by=cast.command_line, at=NOW)

    family = begun(cast, bells)

    assert Assessment.objects.filter(child=bells.mia).count() == 1
    assert of(family, bells.mia.pk).key == "file/mia"
    assert page(family, cast.priya).part(bells.mia.pk).clock.due_on == date(2025, 4, 24)


def test_a_child_who_is_being_assessed_is_not_begun_again(cast, bells, family):
    with pytest.raises(UnderWayAlready) as refusal:
        begun(cast, bells)
    assert refusal.value.family == family


@pytest.mark.parametrize("who", ["tom", "marcus"])
def test_whoever_may_not_see_them_begins_nothing_and_a_child_needs_a_worker(cast, bells, who):
    Involvement.objects.filter(child__in=bells.children).update(ended_on=TODAY)
    cast.marcus.worker = None

    with pytest.raises(NobodyToAssess if who == "tom" else NobodyHoldsThem):
        begin_assessment(bells.mia.pk, chosen=[bells.mia.pk], by=cast.people[who], at=NOW)


def test_a_screening_officer_may_not_begin_one(cast, bells):
    with pytest.raises(NotAllowed):
        begin_assessment(bells.mia.pk, chosen=[bells.mia.pk], by=cast.dawn, at=NOW)


# --- writing ----------------------------------------------------------------------------------------------------------


def test_two_who_write_different_passages_do_not_meet(cast, bells, family):
    say(family, bells.mia.pk, "day", "She gets herself up.", by=cast.priya)
    say(family, bells.mia.pk, "growing", "She reads well.", by=cast.marcus)

    words = {code: each.words for code, each in passages_of(family, child_id=bells.mia.pk, viewer=cast.priya).items()}
    assert words["day"] == "She gets herself up."
    assert words["growing"] == "She reads well."


def test_of_two_who_write_the_same_passage_the_second_is_shown_theirs_and_what_it_was(cast, bells, family):
    say(family, bells.mia.pk, "voice", "“I count the stairs.” She whispers.", read=1, by=cast.marcus)

    with pytest.raises(WrittenSince) as clash:
        say(family, bells.mia.pk, "voice", "“I count the stairs until it is quiet.” Again.", read=1, by=cast.priya)

    assert clash.value.passage.words == "“I count the stairs.” She whispers."
    assert clash.value.passage.written_by == cast.marcus
    assert clash.value.was == "“I count the stairs until it is quiet.”"


def test_the_same_words_twice_are_no_clash_and_no_new_version(cast, bells, family):
    assert say(family, None, "family", "Both.", read=1, by=cast.marcus) == 2
    assert say(family, None, "family", "Both.", read=1, by=cast.priya) == 2


def test_what_a_passage_said_before_is_kept(cast, bells, family):
    say(family, None, "family", "Written anew.", read=1, by=cast.priya)

    passage = Passage.objects.get(family=family, child=None, section="family")
    [before] = passage.events.all()
    assert (before.words, before.version) == ("Ruth and the children live with Ruth’s mother.", 1)


def test_a_need_is_changed_withdrawn_and_never_rubbed_out(cast, bells, family):
    mia = of(family, bells.mia.pk)
    need = write_need(mia, words="A room of her own.", by=cast.priya, at=NOW)
    said = {"evidence": "She sleeps in the hall.", "different": "A door.", "by_when": None, "impact": ""}

    change_need(need, words="A room.", **said, read_at=NOW, by=cast.priya, at=TEN)
    with pytest.raises(ChangedSince):
        change_need(need, words="A bed.", **said, read_at=NOW, by=cast.priya, at=TEN)
    withdraw_need(need, because="They moved.", by=cast.priya, at=TEN)
    with pytest.raises(WithdrawnAlready):
        withdraw_need(need, because="Again.", by=cast.priya, at=TEN)

    need.refresh_from_db()
    assert (need.words, need.withdrawn_because) == ("A room.", "They moved.")
    assert need.events.count() == 2
    with pytest.raises(NothingSaid):
        write_need(mia, words=" ", by=cast.priya, at=NOW)


# --- what is missing --------------------------------------------------------------------------------------------------


@finding("S43")
def test_every_parent_is_asked_for_also_those_nobody_wrote_down(cast, bells, family):
    views = {view.asked.who: view for view in page(family, cast.priya).views}
    assert set(views) == {"Ruth Bell, mother", "Owen Hartley, father"}

    record_view(family, person_id=bells.owen.pk, not_sought_because="He is in prison.", by=cast.priya, at=TEN)
    record_view(family, person_id=bells.owen.pk, words="“I miss them.”", by=cast.priya, at=TEN)

    [said] = [view.said for view in page(family, cast.priya).views if view.said]
    assert (said.words, said.not_sought_because) == ("“I miss them.”", "")
    with pytest.raises(NothingSaid):
        record_view(family, person_id=bells.owen.pk, words="x", not_sought_because="y", by=cast.priya, at=TEN)


@finding("S44")
def test_the_loud_eldest_does_not_hide_that_the_baby_has_no_need(cast, bells, family):
    found = page(family, cast.marcus)
    missing = {part.given: part.missing for part in found.children}

    assert not any("a need of" in words for words in (*missing["Mia"], *missing["Noah"]))
    assert "a need of baby Bell’s own" in missing["baby Bell"]
    assert "baby Bell’s own words, or what was seen of them" in missing["baby Bell"]
    assert "the view of Owen Hartley, father, or why it was not sought" in found.missing


@finding("S9")
def test_history_is_used_or_set_aside_with_a_reason(cast, bells, family):
    mia = of(family, bells.mia.pk)
    [contact] = [each for each in page(family, cast.priya).part(bells.mia.pk).history]
    assert contact.line.what.startswith("Contact")

    weigh_history(
        mia, record=contact.record, set_aside_because="It is why we are here.", by=cast.priya, at=TEN
    )  # fmt: skip

    part = page(family, cast.priya).part(bells.mia.pk)
    assert part.history[0].use.set_aside_because == "It is why we are here."
    assert not any("history" in words for words in part.missing)
    with pytest.raises(NothingSaid):
        weigh_history(mia, record="front_door.childcontact/1", by=cast.priya, at=TEN)


def test_two_records_of_one_step_and_one_number_are_two_lines_of_history(cast, bells, family):
    before = {"child": bells.mia, "referral": bells.referrals["mia"], "started_on": date(2024, 3, 4), "pk": 7}
    CinPlan.objects.create(**TYPED, key="in need", ended_on=date(2024, 4, 1), **before)
    CpPlan.objects.create(**TYPED, key="protected", **before)

    weigh_history(
        of(family, bells.mia.pk), record="plans.cinplan/7", section="history", by=cast.priya, at=TEN
    )  # fmt: skip

    found = page(family, cast.priya).part(bells.mia.pk).history
    assert len({each.key for each in found}) == len(found)
    assert {each.record: each.use is not None for each in found if each.line.step == "plan"} == {
        "plans.cinplan/7": True, "plans.cpplan/7": False,
    }  # fmt: skip


def test_the_plan_says_whom_to_see_and_how_the_family_was_told(cast, bells, family):
    to_see = plan_to_see(family, who="Noah’s teacher", by_when=date(2025, 3, 10), by=cast.priya, at=TEN)
    answer_to_see(to_see, done_on=TODAY, by=cast.priya, at=TEN)
    with pytest.raises(NotOnThatDay):
        say_told(family, told_on=date(2025, 3, 4), told_how="By telephone.", by=cast.priya, at=TEN)
    say_told(family, told_on=TODAY, told_how="At the kitchen table.", by=cast.priya, at=TEN)

    found = page(family, cast.priya)
    assert [(each.who, each.done_on) for each in found.to_see] == [("Noah’s teacher", TODAY)]
    assert found.family.told_how == "At the kitchen table."


# --- half-way, and the signature --------------------------------------------------------------------------------------


@finding("S9")
def test_the_midpoint_is_a_managers_and_gives_a_direction_or_says_why_none(cast, bells, family):
    with pytest.raises(NothingSaid):
        midpoint_of(family, direction="", none_because="", by=cast.marcus, at=TEN)
    midpoint_of(family, direction="Ask Owen’s mother.", none_because="", by=cast.marcus, at=TEN)

    assert Midpoint.objects.get().held_by == cast.marcus
    assert "Ask Owen’s mother." in notices(viewer=cast.priya)[0].words


def test_a_manager_of_another_teams_brother_looks_half_way_and_whoever_sees_none_does_not(cast, bells, family):
    exclude(bells.noah, user=cast.marcus, reason="They are cousins.", by=cast.helen, at=NOW)

    midpoint_of(family, direction="Go on.", none_because="", by=cast.marcus, at=TEN)
    for child in (bells.mia, bells.baby):
        exclude(child, user=cast.marcus, reason="They are cousins.", by=cast.helen, at=NOW)
    with pytest.raises(NotTheirChildren):
        midpoint_of(family, direction="Go on.", none_because="", by=cast.marcus, at=TEN)


def test_who_writes_holds_no_midpoint_with_themselves(cast, bells, family):
    say(family, None, "history", "Known since 2019.", by=cast.marcus)

    with pytest.raises(NotTheirOwn):
        midpoint_of(family, direction="Go on.", none_because="", by=cast.marcus, at=TEN)


def test_factors_are_those_of_the_census_and_nothing_is_sent_without_an_outcome(cast, bells, family):
    mia = of(family, bells.mia.pk)
    with pytest.raises(FactorsDoNotGoTogether):
        conclude(mia, factors=["21", "3B"], outcome=None, by=cast.priya, at=TEN)
    with pytest.raises(NoOutcomeYet):
        send_to_manager([mia], by=cast.priya, at=TEN)


@finding("S9", "S44")
def test_a_manager_authorises_each_child_with_an_outcome_of_their_own(cast, bells, sent_family):
    Visit.objects.create(**TYPED, key="v1", child=bells.mia, visited_on=TODAY, child_seen=True)
    assert "Priya Nair sent you" in notices(viewer=cast.marcus)[0].words
    mia, noah, baby = (of(sent_family, child.pk) for child in bells.children)

    authorise_assessments([mia, noah], by=cast.marcus, at=TEN)
    send_back_to_writer([baby], missing="What did the midwife say?", by=cast.marcus, at=TEN)

    states = {part.given: (part.state, part.outcome) for part in page(sent_family, cast.priya).children}
    assert states == {
        "Mia": (State.AUTHORISED, Outcome.PROTECTION), "Noah": (State.AUTHORISED, Outcome.CHILD_IN_NEED),
        "baby Bell": (State.SENT_BACK, Outcome.EARLY_HELP),
    }  # fmt: skip
    seen = dict(Assessment.objects.filter(family=sent_family).values_list("child__names__given", "child_seen"))
    assert seen == {"Mia": True, "Noah": False, "": None}
    assert of(sent_family, bells.mia.pk).needs_support is True
    assert Entry.objects.filter(act="assessment authorised").count() == 2
    assert "came back: What did the midwife say?" in "".join(each.words for each in notices(viewer=cast.priya))


def test_the_author_and_whoever_wrote_a_line_may_not_sign(cast, bells, sent_family):
    say(sent_family, None, "strengths", "Grandmother.", by=cast.marcus)

    with pytest.raises(OwnAssessment):
        authorise_assessments([of(sent_family, bells.mia.pk)], by=cast.marcus, at=TEN)
    with pytest.raises(NotAllowed):
        authorise_assessments([of(sent_family, bells.mia.pk)], by=cast.priya, at=TEN)
    authorise_assessments([of(sent_family, bells.mia.pk)], by=cast.sofia, at=TEN)


def test_what_was_authorised_does_not_change_and_who_signed_does_not_write(cast, bells, sent_family):
    mia = of(sent_family, bells.mia.pk)
    authorise_assessments([mia], by=cast.marcus, at=TEN)

    with pytest.raises(AuthorisedAlready):
        say(sent_family, bells.mia.pk, "voice", "Other words.", read=1, by=cast.priya)
    with pytest.raises(SignedByThem):
        say(sent_family, None, "family", "A line.", read=1, by=cast.marcus)
    say(sent_family, None, "family", "Said since, for Noah.", read=1, by=cast.priya)
    mia.refresh_from_db()
    assert mia.as_authorised["shared"]["family"]["words"] == "Ruth and the children live with Ruth’s mother."


def test_what_was_written_after_the_manager_opened_it_is_not_signed_unread(cast, bells, sent_family):
    mia = of(sent_family, bells.mia.pk)
    say(sent_family, None, "history", "Known since 2019.", by=cast.priya, at=TEN + timedelta(minutes=5))

    with pytest.raises(WrittenSinceRead):
        authorise_assessments([mia], read_at=TEN, by=cast.marcus, at=TEN + timedelta(minutes=9))
    authorise_assessments([mia], read_at=TEN + timedelta(minutes=6), by=cast.marcus, at=TEN + timedelta(minutes=9))


def test_the_midpoint_is_due_for_the_worker_until_a_manager_has_looked(cast, bells, family):
    due = (What.MIDPOINT, date(2025, 3, 11), 3)
    assert due in midpoints_of(cast.priya)

    midpoint_of(family, direction="", none_because="All is in hand.", by=cast.marcus, at=TEN)

    assert midpoints_of(cast.priya) == []


def midpoints_of(viewer):
    dues = my_children(viewer=viewer, on=TODAY).dues
    return [(due.what, due.due_on, len(due.children)) for due in dues if due.what is What.MIDPOINT]


@pytest.mark.parametrize("again", ["send", "return", "sign"])
def test_nothing_is_done_twice(cast, bells, sent_family, again):
    mia = of(sent_family, bells.mia.pk)
    if again == "send":
        with pytest.raises(SentAlready):
            send_to_manager([mia], by=cast.priya, at=TEN)
    elif again == "return":
        send_back_to_writer([mia], missing="More.", by=cast.marcus, at=TEN)
        with pytest.raises(NotSent):
            authorise_assessments([mia], by=cast.marcus, at=TEN)
    else:
        authorise_assessments([mia], by=cast.marcus, at=TEN)
        with pytest.raises(AuthorisedAlready):
            authorise_assessments([mia], by=cast.sofia, at=TEN)


# --- who sees it ------------------------------------------------------------------------------------------------------


def test_tom_sees_nothing_and_signs_nothing(cast, bells, sent_family):
    assert assessment_page(sent_family.pk, viewer=cast.tom, on=TODAY) is None
    assert assessments_under_way(viewer=cast.tom, on=TODAY) == []
    assert to_begin(bells.mia.pk, viewer=cast.tom, on=TODAY) == []
    assert passages_of(sent_family, child_id=bells.mia.pk, viewer=cast.tom) == {}
    with pytest.raises(NotTheirs):
        authorise_assessments([of(sent_family, bells.mia.pk)], by=cast.tom, at=TEN)


def test_where_one_child_may_not_be_seen_neither_is_what_they_all_share(cast, bells, family):
    exclude(bells.mia, user=cast.priya, reason="She is their aunt.", by=cast.helen, at=NOW)

    found = page(family, cast.priya)
    assert ([part.given for part in found.children], found.shared) == (["Noah", "baby Bell"], {})


def test_the_list_has_what_is_with_a_manager_first(cast, bells, sent_family):
    [listed] = assessments_under_way(viewer=cast.marcus, on=TODAY)

    assert (listed.is_with_manager, listed.due_on) == (True, date(2025, 4, 24))


# --- practice models --------------------------------------------------------------------------------------------------


@finding("S42")
def test_another_model_from_a_day_on_and_what_is_written_keeps_its_own(cast, bells, sent_family):
    practice.choose(
        "signs/1", in_force_from=date(2025, 3, 10), because="The partnership agreed.", by=cast.helen, at=NOW
    )
    authorise_assessments(list(sent_family.assessments.all()), by=cast.marcus, at=TEN)
    assert practice_in_force(viewer=cast.priya, on=date(2025, 3, 9)).key == "systemic/1"

    later = begin_assessment(
        bells.mia.pk, chosen=[bells.mia.pk], by=cast.priya, at=datetime(2025, 3, 10, 9, tzinfo=NOW.tzinfo)
    )

    assert page(later, cast.priya).practice.key == "signs/1"
    before = last_time(page(later, cast.priya), child_id=bells.mia.pk, viewer=cast.priya)
    assert before.practice.name == "Systemic"
    assert before.beside("voice") == "“I count the stairs until it is quiet.”"
    shared = last_time(page(later, cast.priya), child_id=None, viewer=cast.priya)
    assert shared.others(["worries"])[0][0] == "The family and the people around them"


def test_a_model_in_the_record_stays_as_it_was_when_the_shipped_file_changes(cast, bells, sent_family, monkeypatch):
    changed = replace(shipped()["systemic/1"], name="Renamed", sections=())
    monkeypatch.setitem(shipped(), "systemic/1", changed)

    assert page(sent_family, cast.priya).practice.name == "Systemic"


def test_a_model_of_ones_own_is_data_and_has_no_second_first_version(cast):
    practice.add_practice_model(OURS, by=cast.helen, at=NOW)
    practice.choose("ours/3", in_force_from=TODAY, because="Ours.", by=cast.helen, at=NOW)

    assert practice_in_force(viewer=cast.priya, on=TODAY).name == "Our own way"
    with pytest.raises(practice.LaidDownAlready):
        practice.add_practice_model(OURS, by=cast.helen, at=NOW)
    with pytest.raises(NotAllowed):
        practice.add_practice_model(OURS, by=cast.priya, at=NOW)
    assert PracticeModel.objects.count() == 1


# --- what a manager read, what an earlier episode left, and whose children they are -----------------------------------


@pytest.mark.parametrize("what", ["outcome", "need", "withdrawn", "view"])
def test_a_manager_signs_nothing_that_was_said_after_they_read_it(cast, bells, sent_family, what):
    mia, later = of(sent_family, bells.mia.pk), TEN + timedelta(minutes=5)
    acts = {
        "outcome": lambda: conclude(mia, factors=["3B"], outcome=Outcome.CHILD_IN_NEED, by=cast.priya, at=later),
        "need": lambda: write_need(mia, words="A door.", by=cast.priya, at=later),
        "withdrawn": lambda: withdraw_need(mia.needs.get(), because="They moved.", by=cast.priya, at=later),
        "view": lambda: record_view(sent_family, person_id=bells.owen.pk, words="“No.”", by=cast.priya, at=later),
    }
    acts[what]()

    with pytest.raises(WrittenSinceRead):
        authorise_assessments([of(sent_family, bells.mia.pk)], read_at=TEN, by=cast.marcus, at=later)
    read_again = later + timedelta(minutes=1)
    authorise_assessments([of(sent_family, bells.mia.pk)], read_at=read_again, by=cast.marcus, at=read_again)


def test_what_an_earlier_episode_left_unfinished_does_not_bar_the_next(cast, bells, family):
    Referral.objects.filter(pk=bells.referrals["mia"].pk).update(closed_on=TODAY, closure_reason="RC7")
    again = Referral.objects.create(**TYPED, key="again", child=bells.mia, referred_on=date(2025, 3, 10))

    later = begin_assessment(bells.mia.pk, chosen=[bells.mia.pk], by=cast.priya, at=TEN + timedelta(days=8))

    assert later != family
    assert (of(later, bells.mia.pk).referral, of(later, bells.mia.pk).started_on) == (again, date(2025, 3, 10))
    [offered] = [
        each for each in to_begin(bells.mia.pk, viewer=cast.priya, on=date(2025, 3, 11)) if again == each.referral
    ]
    assert offered.under_way == later


def test_nobody_writes_about_a_child_they_may_not_see(cast, bells, sent_family):
    mia, noah = of(sent_family, bells.mia.pk), of(sent_family, bells.noah.pk)
    exclude(bells.noah, user=cast.priya, reason="They are cousins.", by=cast.helen, at=NOW)
    acts = [
        lambda: say(sent_family, bells.noah.pk, "day", "Late.", by=cast.priya),
        lambda: say(sent_family, None, "history", "Known.", by=cast.priya),
        lambda: write_need(noah, words="A bike.", by=cast.priya, at=TEN),
        lambda: conclude(noah, factors=["3B"], outcome=Outcome.EARLY_HELP, by=cast.priya, at=TEN),
        lambda: record_view(sent_family, person_id=bells.owen.pk, words="“No.”", by=cast.priya, at=TEN),
        lambda: say_told(sent_family, told_on=TODAY, told_how="At home.", by=cast.priya, at=TEN),
        lambda: say(sent_family, bells.mia.pk, "day", "Late.", by=cast.tom),
    ]

    for act in acts:
        with pytest.raises(NotTheirChildren):
            act()
    write_need(mia, words="A door.", by=cast.priya, at=TEN)


def test_an_assessment_that_a_file_began_yesterday_is_one_before_just_after_a_summer_midnight(cast, bells):
    read = Assessment(
        **TYPED, key="file/mia", child=bells.mia, started_on=date(2025, 6, 3), authorised_on=date(2025, 6, 3)
    )
    load_assessments([read], by=cast.command_line, at=NOW)
    just_after = datetime(2025, 6, 3, 23, 30, tzinfo=UTC)

    assert [each.key for each in assessments_before(bells.mia, before=just_after, viewer=cast.priya)] == ["file/mia"]


def test_no_notice_names_a_brother_from_whom_its_reader_is_kept(cast, bells):
    exclude(bells.noah, user=cast.marcus, reason="They are cousins.", by=cast.helen, at=NOW)

    family = sent(cast, bells)

    [told] = notices(viewer=cast.marcus)
    assert "Mia Bell" in told.words
    assert "Noah" not in told.words
    parts = [of(family, child.pk) for child in (bells.mia, bells.noah)]
    authorise_assessments(parts, by=cast.sofia, at=TEN)
    said = [each.words for each in notices(viewer=cast.priya)]
    assert sorted(words for words in said if "authorised" in words) == [
        "Sofia Lindqvist authorised the assessment of Mia Bell.",
        "Sofia Lindqvist authorised the assessment of Noah Bell.",
    ]
