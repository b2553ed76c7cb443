"""Opening posts and filling them step by step."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.workforce.codes import Basis, Stage
from lintel.foundation.workforce.models import Appointment, Post, Recruitment, Worker
from lintel.foundation.workforce.posts.actions import NotAPost, fund_post, open_post
from lintel.foundation.workforce.reach import NotInTheirLine
from lintel.foundation.workforce.recruiting import actions
from lintel.foundation.workforce.recruiting.queries import may_fill, posts, supervisors_of, teams_seen, to_take_over
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SIGNED, OFFERED, ACCEPTED = date(2025, 1, 6), date(2025, 2, 3), date(2025, 2, 10)
CHECKED, STARTED = date(2025, 2, 24), date(2025, 3, 3)


@pytest.fixture
def post(cast, ola):
    return opened(cast.north, ola)


def opened(team, by, *, title="Social worker", funding_line="Recovery fund", fte="1"):
    return open_post(
        title=title, team=team, fte=Decimal(fte), is_case_holding=True, opens_on=date(2025, 1, 1),
        funding_line=funding_line, by=by, at=NOW,
    )  # fmt: skip


def come_as_far_as(post, stage, by):
    walked = [
        (Stage.REQUISITION, lambda: actions.ask_to_fill(post, signed_on=SIGNED, by=by, at=NOW)),
        (Stage.OFFER, lambda: actions.note_offer(post, on=OFFERED, by=by, at=NOW)),
        (Stage.CHECKS, lambda: actions.note_acceptance(post, on=ACCEPTED, by=by, at=NOW)),
        (Stage.START, lambda: actions.note_checks_done(post, on=CHECKED, by=by, at=NOW)),
        (Stage.STARTED, lambda: actions.note_started(post, starts_on=STARTED, name="Ada Finch", by=by, at=NOW)),
    ]
    for each, act in walked:
        act()
        if each is stage:
            return


def test_a_post_is_opened_with_a_funding_line_or_without(cast, ola):
    funded, not_funded = opened(cast.north, ola), opened(cast.north, ola, funding_line=" ")

    assert (funded.funding_line, not_funded.funding_line) == ("Recovery fund", "")
    assert Entry.objects.filter(act="post opened").count() == 2

    fund_post(not_funded, funding_line="Base budget", by=ola, at=NOW)

    not_funded.refresh_from_db()
    assert not_funded.funding_line == "Base budget"
    assert Entry.objects.get(act="post funded").subject_id == not_funded.pk


@pytest.mark.parametrize("said", [{"title": " "}, {"fte": "0"}, {"fte": "1.5"}])
def test_what_is_not_a_post_is_refused(cast, ola, said):
    with pytest.raises(NotAPost):
        opened(cast.north, ola, **said)


def test_a_post_is_filled_step_by_step(post, ola):
    come_as_far_as(post, Stage.STARTED, ola)

    search = Recruitment.objects.get()
    assert search.signed_on == Post.objects.get(pk=post.pk).requisition_signed_on == SIGNED
    assert (search.offered_on, search.offer_accepted_on, search.checks_done_on) == (OFFERED, ACCEPTED, CHECKED)
    assert search.appointment.starts_on == STARTED
    assert search.appointment.worker.name == "Ada Finch"
    assert search.appointment.is_case_holding
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[-5:] == ["requisition signed", "offer made", "offer accepted", "checks done", "started in a post"]


def test_those_who_do_not_recruit_are_refused(cast, post, marcus, anil):
    for other in (marcus, anil):
        with pytest.raises(NotAllowed):
            actions.ask_to_fill(post, signed_on=SIGNED, by=other, at=NOW)
        with pytest.raises(NotAllowed):
            opened(cast.north, other)


def test_a_service_manager_fills_the_posts_of_their_service_and_of_no_other(cast, ola, sofia):
    elsewhere = type(cast.service)(screen="cast", key="elsewhere", name="Elsewhere")
    elsewhere.save()
    theirs, not_theirs = opened(cast.south, sofia), opened(elsewhere, ola)

    actions.ask_to_fill(theirs, signed_on=SIGNED, by=sofia, at=NOW)

    with pytest.raises(NotInTheirLine):
        actions.ask_to_fill(not_theirs, signed_on=SIGNED, by=sofia, at=NOW)
    with pytest.raises(NotInTheirLine):
        opened(elsewhere, sofia)
    assert may_fill(theirs, viewer=sofia)
    assert not may_fill(not_theirs, viewer=sofia)


def test_what_comes_before_must_be_written_down_first(post, ola):
    with pytest.raises(actions.NotAskedFor):
        actions.note_offer(post, on=OFFERED, by=ola, at=NOW)
    come_as_far_as(post, Stage.REQUISITION, ola)
    with pytest.raises(actions.NotYet):
        actions.note_acceptance(post, on=ACCEPTED, by=ola, at=NOW)
    come_as_far_as_offer = actions.note_offer(post, on=OFFERED, by=ola, at=NOW)
    for act in (
        lambda: actions.note_checks_done(post, on=CHECKED, by=ola, at=NOW),
        lambda: actions.agree_start(post, starts_on=date(2025, 4, 1), by=ola, at=NOW),
    ):
        with pytest.raises(actions.NotYet):
            act()
    assert come_as_far_as_offer.offered_on == OFFERED


@pytest.mark.parametrize("on", [date(2025, 1, 5), date(2025, 3, 4)])
def test_a_day_before_the_requisition_or_after_today_is_out_of_order(post, ola, on):
    come_as_far_as(post, Stage.REQUISITION, ola)

    for act in (actions.note_offer, actions.note_advertised):
        with pytest.raises(actions.OutOfOrder):
            act(post, on=on, by=ola, at=NOW)

    assert Recruitment.objects.get().offered_on is None


def test_a_day_is_put_right_by_saying_it_again(post, ola):
    come_as_far_as(post, Stage.CHECKS, ola)

    actions.note_offer(post, on=date(2025, 2, 5), by=ola, at=NOW)

    assert Recruitment.objects.get().offered_on == date(2025, 2, 5)
    with pytest.raises(actions.OutOfOrder):
        actions.note_offer(post, on=date(2025, 2, 11), by=ola, at=NOW)


def test_a_start_is_agreed_once_they_accepted_and_says_when(post, ola):
    come_as_far_as(post, Stage.CHECKS, ola)

    search = actions.agree_start(post, starts_on=date(2025, 5, 6), by=ola, at=NOW)

    assert (search.starts_on, search.start_agreed_on) == (date(2025, 5, 6), date(2025, 3, 3))
    with pytest.raises(actions.OutOfOrder):
        actions.agree_start(post, starts_on=date(2025, 2, 9), by=ola, at=NOW)


def test_what_falls_through_says_why_and_the_search_begins_again(post, ola):
    come_as_far_as(post, Stage.CHECKS, ola)

    again = actions.fell_through(post, on=date(2025, 2, 28), because="They took a post nearer home.", by=ola, at=NOW)

    assert Post.objects.get(pk=post.pk).requisition_signed_on == SIGNED
    assert (again.signed_on, again.offered_on) == (SIGNED, None)
    assert Entry.objects.get(act="recruitment fell through").details["because"] == "They took a post nearer home."
    with pytest.raises(actions.OutOfOrder):
        actions.note_offer(post, on=date(2025, 2, 27), by=ola, at=NOW)
    actions.note_offer(post, on=date(2025, 3, 1), by=ola, at=NOW)


def test_falling_through_is_not_said_without_a_reason_or_out_of_order(post, ola):
    come_as_far_as(post, Stage.CHECKS, ola)

    with pytest.raises(actions.BecauseMissing):
        actions.fell_through(post, on=STARTED, because=" ", by=ola, at=NOW)
    for on in (date(2025, 2, 9), date(2025, 3, 4)):
        with pytest.raises(actions.OutOfOrder):
            actions.fell_through(post, on=on, because="Too far.", by=ola, at=NOW)


def test_somebody_who_is_in_the_staff_list_already_is_taken_over(cast, post, priya, ola):
    come_as_far_as(post, Stage.START, ola)
    listed = Appointment.objects.create(
        screen="cast", key="listed", worker=priya.worker, team=cast.north, starts_on=STARTED, is_case_holding=True
    )
    post.refresh_from_db()
    assert to_take_over(post, viewer=ola, on=STARTED) == [listed]

    search = actions.note_started(post, starts_on=STARTED, appointment=listed, by=ola, at=NOW)

    listed.refresh_from_db()
    assert (search.appointment, listed.post) == (listed, post)
    assert Appointment.objects.filter(post=post).count() == 1
    assert to_take_over(post, viewer=ola, on=STARTED) == []


def test_the_staff_list_that_comes_later_finds_them(cast, post, ola):
    """The same name, team and day are one appointment, whoever wrote it down first."""
    come_as_far_as(post, Stage.START, ola)
    listed_worker = Worker.objects.create(screen="cast", key="name:ada finch", name="Finch, Ada")
    listed = Appointment.objects.create(
        screen="cast", key="AP:name:ada finch:north:2025-03-03", worker=listed_worker, team=cast.north,
        starts_on=STARTED,
    )  # fmt: skip

    search = actions.note_started(post, starts_on=STARTED, name="Ada  Finch", by=ola, at=NOW)

    assert search.appointment == listed


def test_nobody_becomes_somebody_else_because_of_a_name(post, ola, priya):
    come_as_far_as(post, Stage.START, ola)
    with pytest.raises(actions.NameIsKnown, match=priya.name):
        actions.note_started(post, starts_on=STARTED, name=f" {priya.name.upper()}", by=ola, at=NOW)
    other = Worker.objects.exclude(pk=priya.worker_id).first()
    with pytest.raises(actions.NameIsKnown):  # somebody, but not of that name
        actions.note_started(post, starts_on=STARTED, name=priya.name, worker=other, by=ola, at=NOW)

    search = actions.note_started(post, starts_on=STARTED, name=priya.name, is_somebody_new=True, by=ola, at=NOW)

    assert search.appointment.worker.name == priya.name
    assert search.appointment.worker_id != priya.worker_id


def test_whoever_is_known_already_is_chosen(post, ola, priya):
    come_as_far_as(post, Stage.START, ola)

    search = actions.note_started(
        post, starts_on=STARTED, name=priya.name, worker=priya.worker, is_newly_qualified=True, by=ola, at=NOW
    )

    assert search.appointment.worker_id == priya.worker_id
    assert search.appointment.is_newly_qualified


def test_many_may_be_of_one_name(cast, ola):
    for number in range(3):
        post = opened(cast.north, ola)
        come_as_far_as(post, Stage.START, ola)
        actions.note_started(
            post, starts_on=STARTED, name="Ada Finch", is_somebody_new=bool(number), by=ola, at=NOW
        )  # fmt: skip

    assert Worker.objects.filter(name="Ada Finch").count() == 3
    assert not Appointment.objects.filter(worker__name="Ada Finch", is_newly_qualified=True).exists()


def test_nobody_starts_in_a_post_from_another_team_or_in_the_future(cast, post, tom, ola):
    come_as_far_as(post, Stage.START, ola)
    elsewhere = Appointment.objects.get(worker=tom.worker)

    with pytest.raises(actions.InAnotherPost):
        actions.note_started(post, starts_on=STARTED, appointment=elsewhere, by=ola, at=NOW)
    with pytest.raises(actions.OutOfOrder):
        actions.note_started(post, starts_on=date(2025, 3, 4), name="Ada Finch", by=ola, at=NOW)
    with pytest.raises(actions.OutOfOrder):
        actions.note_started(post, starts_on=date(2025, 2, 9), name="Ada Finch", by=ola, at=NOW)
    with pytest.raises(actions.NotYet):
        actions.note_started(post, starts_on=STARTED, name=" ", by=ola, at=NOW)


def test_a_start_whose_steps_nobody_wrote_down_is_kept_and_says_so(post, ola):
    come_as_far_as(post, Stage.REQUISITION, ola)

    actions.note_started(
        post, starts_on=STARTED, name="Ada Finch", basis=Basis.AGENCY, by=ola, at=NOW
    )  # fmt: skip

    assert Appointment.objects.get(post=post).basis == Basis.AGENCY
    assert Entry.objects.get(act="started in a post").details["not_written_down"] == ["offer", "checks", "start"]


def test_a_post_somebody_holds_is_not_asked_for_nor_closed(post, ola):
    come_as_far_as(post, Stage.STARTED, ola)

    with pytest.raises(actions.HeldByThen):
        actions.ask_to_fill(post, signed_on=STARTED, by=ola, at=NOW)
    with pytest.raises(actions.HeldByThen):
        actions.close_post(post, closes_on=date(2025, 6, 1), by=ola, at=NOW)


def test_a_post_whose_holder_leaves_is_asked_for_again_and_its_first_filling_is_kept(post, ola):
    Post.objects.filter(pk=post.pk).update(requisition_signed_on=date(2024, 1, 8))
    worker = Worker.objects.create(screen="cast", key="W9", name="Ben Otter")
    first = Appointment.objects.create(
        screen="cast", key="first", worker=worker, team=post.team, post=post, starts_on=date(2024, 4, 8),
        leaves_on=date(2025, 4, 1),
    )  # fmt: skip

    actions.ask_to_fill(post, signed_on=SIGNED, by=ola, at=NOW)

    earlier, now = Recruitment.objects.order_by("pk")
    assert (earlier.signed_on, earlier.appointment) == (date(2024, 1, 8), first)
    assert (now.signed_on, now.appointment) == (SIGNED, None)
    with pytest.raises(actions.AskedForAlready):
        actions.ask_to_fill(post, signed_on=SIGNED, by=ola, at=NOW)


def test_a_post_that_is_signed_for_in_a_file_goes_on_from_there(post, ola):
    Post.objects.filter(pk=post.pk).update(requisition_signed_on=SIGNED)

    search = actions.note_offer(post, on=OFFERED, by=ola, at=NOW)

    assert (search.signed_on, search.offered_on) == (SIGNED, OFFERED)


def test_a_closed_post_is_not_looked_for_any_more(post, ola):
    come_as_far_as(post, Stage.OFFER, ola)

    actions.close_post(post, closes_on=date(2025, 3, 1), by=ola, at=NOW)

    assert Recruitment.objects.get().fell_through_because == "The post was closed."
    assert Entry.objects.get(act="post closed").details["closes_on"] == "2025-03-01"
    with pytest.raises(actions.ClosedAlready):
        actions.ask_to_fill(post, signed_on=STARTED, by=ola, at=NOW)
    with pytest.raises(actions.NotAskedFor):
        actions.note_offer(post, on=STARTED, by=ola, at=NOW)
    with pytest.raises(actions.OutOfOrder):
        actions.close_post(post, closes_on=date(2024, 12, 31), by=ola, at=NOW)


def test_a_post_is_not_signed_for_tomorrow(post, ola):
    with pytest.raises(actions.OutOfOrder):
        actions.ask_to_fill(post, signed_on=date(2025, 3, 4), by=ola, at=NOW)


def test_a_team_manager_sees_the_posts_of_their_own_team(cast, post, ola, marcus, tom, sofia, priya):
    south = opened(cast.south, ola)

    assert list(posts(viewer=marcus)) == [post]
    assert list(posts(viewer=tom)) == [south]
    assert set(posts(viewer=sofia)) == set(posts(viewer=ola)) == {post, south}
    assert [team.name for team in teams_seen(viewer=marcus)] == ["North assessment"]
    with pytest.raises(NotAllowed):
        posts(viewer=priya)


def test_the_supervisor_offered_first_is_the_one_who_has_most(cast, post, ola, marcus, priya):
    assert supervisors_of(post, viewer=ola, on=STARTED) == [(marcus.worker_id, "Marcus Reed")]
    assert supervisors_of(post, viewer=marcus, on=STARTED) == []


def test_the_database_lets_a_post_be_filled_by_one_search_at_a_time(post, ola):
    search = actions.ask_to_fill(post, signed_on=SIGNED, by=ola, at=NOW)

    with (
        pytest.raises(IntegrityError, match="a_post_is_filled_by_one_search_at_a_time"),
        transaction.atomic(),
    ):
        Recruitment.objects.create(screen="cast", key="second", post=post, signed_on=SIGNED)
    with (
        pytest.raises(IntegrityError, match="what_fell_through_says_why_and_nobody_started"),
        transaction.atomic(),
    ):
        Recruitment.objects.filter(pk=search.pk).update(fell_through_on=STARTED)
