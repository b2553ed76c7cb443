"""A child's wait as the record tells it, for those who have a reason to read it."""

from datetime import date, datetime, timedelta

import pytest

from lintel.foundation.agencies.models import Agency
from lintel.foundation.provenance.models import SourceFile
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.imports.models import Kind, Load
from lintel.journey.whole_wait.codes import Waited
from lintel.journey.whole_wait.queries import waits_of_child
from lintel.journey.whole_wait.reading import stories_of
from lintel.statute.calendar import LONDON
from lintel.steps.allocation.models import Allocation, Holding, Involvement
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door.models import ChildContact
from lintel.steps.police_notifications.lags import Times, hours_of
from lintel.steps.police_notifications.models import Notification
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit
from tests.cast import NOW, TYPED

pytestmark = pytest.mark.django_db
DAY = 24 * 60


def visited(cast, bells, on: date, *, seen: bool | None = True, who: str = "mia", **more) -> Visit:
    found = Visit(
        **TYPED, key=f"visit/{who}/{on}", child=getattr(bells, who), visited_on=on, child_seen=seen,
        referral=bells.referrals[who], **more,
    )  # fmt: skip
    load_visits([found], by=cast.command_line, at=NOW)
    return found


def annex_a(cast) -> SourceFile:
    file = SourceFile.objects.create(name="annex.xlsx", kind=Kind.ANNEX_A, sha256="0" * 64, loaded_at=NOW)
    Load.objects.create(
        kind=Kind.ANNEX_A, state="loaded", file_name="annex.xlsx", sha256="0" * 64, size=1, offered_by=cast.anil,
        offered_at=NOW, findings={"lists": [{"sheet": "List 6", "list": "children in need"}]}, rows_in=1,
        rows_accepted=1, rows_quarantined=0, source_file=file,
    )  # fmt: skip
    return file


def told(bells, **when) -> None:
    """The police told us of what the neighbour's call was about."""
    Notification.objects.create(
        agency=Agency.objects.create(name="Mercia Police", kind="police"), reference="OIC-1", contact=bells.contact,
        came_by="form", about="incident", grade="standard", received_at=bells.contact.received_at, **when,
    )  # fmt: skip


def wait_of(child, viewer, day: date = date(2025, 3, 3), now: datetime = NOW):
    [found] = waits_of_child(child, viewer=viewer, day=day, now=now)
    return found


def test_mia_waits_from_the_neighbours_call_until_she_is_seen(cast, bells):
    visited(cast, bells, date(2025, 2, 24))

    wait = wait_of(bells.mia, cast.priya)

    assert [(part.waited, part.name) for part in wait.parts] == [
        (Waited.DECISION, ""), (Waited.WORKER, ""), (Waited.FIRST_CONTACT, "Priya Nair"),
    ]  # fmt: skip
    # Monday 20 to five until the end of the Monday after.
    assert wait.minutes == sum(part.minutes for part in wait.parts) == 7 * DAY + 7 * 60 + 20
    assert wait.days_from_knock_to_help == 7


def test_who_held_her_meanwhile_whom_she_was_given_to_and_when_she_was_reached_are_told_by_name(cast, bells):
    decided = datetime(2025, 2, 18, 12, 0, tzinfo=LONDON)
    given_at, accepted_at = decided + timedelta(hours=21), decided + timedelta(hours=46)
    ChildContact.objects.filter(child=bells.mia).update(decided_at=decided)
    of_mia = {"child": bells.mia, "referral": bells.referrals["mia"]}
    Holding.objects.create(
        **of_mia, manager=cast.marcus, since_at=decided, until_at=accepted_at, first_check_due_on=date(2025, 2, 19)
    )
    Involvement.objects.filter(pk=bells.involvements["mia"].pk).update(
        began_at=accepted_at, reached_on=date(2025, 2, 21)
    )
    Allocation.objects.create(
        **of_mia, worker=cast.priya.worker, team=cast.north, given_at=given_at, given_by=cast.marcus,
        children_after=3, ceiling=15, accepted_at=accepted_at, involvement=bells.involvements["mia"],
    )  # fmt: skip

    wait = wait_of(bells.mia, cast.priya)

    assert [(part.waited, part.name, part.minutes) for part in wait.parts[1:4]] == [
        (Waited.WORKER, "Marcus Reed", 21 * 60), (Waited.OFFERED_WORKER, "Priya Nair", 25 * 60),
        (Waited.FIRST_CONTACT, "Priya Nair", 38 * 60),
    ]  # fmt: skip
    assert wait.parts[4].waited is Waited.TO_BE_SEEN


def test_mia_who_was_not_seen_yet_waits_until_now(cast, bells):
    visited(cast, bells, date(2025, 2, 24), seen=False)

    wait = wait_of(bells.mia, cast.priya)

    assert wait.help is None
    assert wait.ends.at == NOW
    assert wait.parts[-1].waited is Waited.TO_BE_SEEN


def test_on_a_day_that_is_over_it_is_told_as_it_stood_at_its_end(cast, bells):
    visited(cast, bells, date(2025, 2, 24))

    wait = wait_of(bells.mia, cast.priya, day=date(2025, 2, 19))

    assert wait.help is None
    assert [part.waited for part in wait.parts] == [Waited.DECISION, Waited.WORKER]


def test_a_child_of_whom_nobody_told_us_has_no_wait(cast, bells):
    assert waits_of_child(bells.baby, viewer=cast.priya, day=date(2025, 3, 3), now=NOW) == []


def test_the_polices_times_come_from_their_first_notice(cast, bells):
    told(bells, occurred_on=date(2025, 2, 15), sent_at=datetime(2025, 2, 17, 9, 0, tzinfo=LONDON))

    wait = wait_of(bells.mia, cast.priya)

    assert [(part.waited, part.name) for part in wait.parts[:2]] == [
        (Waited.POLICE_TO_TELL, "Mercia Police"), (Waited.TO_ARRIVE, ""),
    ]  # fmt: skip
    assert wait.parts[0].minutes == DAY + 9 * 60


def test_the_hours_before_the_knock_are_those_of_both_partners_dashboards(cast, bells):
    occurred_at = datetime(2025, 2, 14, 22, 30, tzinfo=LONDON)
    sent_at = datetime(2025, 2, 17, 9, 0, tzinfo=LONDON)
    told(bells, occurred_on=occurred_at.date(), occurred_at=occurred_at, sent_at=sent_at)

    wait = wait_of(bells.mia, cast.priya)

    times = Times(occurred_at=occurred_at, sent_at=sent_at, received_at=bells.contact.received_at)
    assert [part.minutes / 60 for part in wait.parts[:2]] == pytest.approx(list(hours_of(times).values()))


def test_what_early_help_was_asked_is_part_of_the_wait(cast, bells):
    asked_at = datetime(2025, 2, 18, 10, 0, tzinfo=LONDON)
    EarlyHelpRequest.objects.create(
        child=bells.ivy, team=cast.early_help, why="Worn out", asked_at=asked_at, asked_by=cast.dawn,
        accepted_at=asked_at + timedelta(days=1), accepted_by=cast.elsie,
    )  # fmt: skip

    [asked] = stories_of([bells.ivy.pk])[bells.ivy.pk].asked

    assert (asked.asked.at, asked.accepted.at, asked.over) == (asked_at, asked_at + timedelta(days=1), None)
    assert asked.name == "Early help"


def test_a_visit_out_of_a_list_that_gives_only_the_last_one_is_no_first_help(cast, bells):
    visit = visited(cast, bells, date(2025, 2, 24))
    Visit.objects.filter(pk=visit.pk).update(source_file=annex_a(cast), source_sheet="List 6", source_row=4)

    assert wait_of(bells.mia, cast.priya).help is None


def test_somebody_from_another_team_is_told_nothing(cast, bells):
    with pytest.raises(ChildNotVisible):
        waits_of_child(bells.mia, viewer=cast.tom, day=date(2025, 3, 3), now=NOW)


def test_many_children_cost_as_many_queries_as_one(cast, bells, django_assert_num_queries):
    with django_assert_num_queries(12):
        stories_of([bells.mia.pk])
    with django_assert_num_queries(12):
        stories_of([child.pk for child in (*bells.children, bells.ivy)])
