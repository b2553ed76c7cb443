"""One conference: booking and postponing it, its chair, who is invited and came, and the reports."""

from datetime import timedelta

import pytest

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.models import Notice
from lintel.journey.conferring.tests.builders import BOOKED, HELD, a_chair, asked, held
from lintel.journey.families.tests.builders import whole_family
from lintel.steps.conferences.actions import book
from lintel.steps.conferences.codes import Shared, Side
from lintel.steps.conferences.inviting.actions import hand_in_report, invite
from lintel.steps.conferences.models import ConferenceReport, Invitation, Postponement
from lintel.web.conferring.known import side_of
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
ON_20_MARCH = {"day-day": "20", "day-month": "3", "day-year": "2025", "time": "10:00"}


@pytest.fixture
def request_(cast, bells):
    """About Mia and Noah, due on 24 March."""
    return asked(cast, bells.mia, bells.noah)


@pytest.fixture
def booked(cast, request_):
    return book(request_, booked_for=BOOKED, place="Town Hall", by=cast.priya, at=NOW)


def at(request, act=""):
    return f"/conferences/{request.pk}/{act}"


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


# --- when -------------------------------------------------------------------------------------------------------------


def test_it_is_booked_once_and_late_is_seen_and_not_refused(client, cast, request_):
    client.force_login(cast.priya)
    assert "24 March 2025" in page(client, cast.priya, at(request_, "book/"))

    client.post(at(request_, "book/"), ON_20_MARCH | {"day-day": "26", "place": "Town Hall"})

    shown = page(client, cast.priya, at(request_))
    assert "26 March 2025 at 10:00am, Town Hall" in shown
    assert "booked 2 working days late" in shown
    again = client.post(at(request_, "book/"), ON_20_MARCH | {"place": "The school"})
    assert again.status_code == 409
    assert "The school" in again.content.decode()


def test_a_time_that_is_over_is_not_booked(client, cast, request_):
    client.force_login(cast.priya)

    answer = client.post(at(request_, "book/"), ON_20_MARCH | {"day-day": "3", "time": "08:00"})

    assert "The time must be still to come" in answer.content.decode()
    request_.refresh_from_db()
    assert request_.booked_for is None


def test_postponing_says_who_could_not_and_why_counts_and_moves_no_due_day(client, cast, booked):
    client.force_login(cast.priya)
    typed = ON_20_MARCH | {"day-day": "27", "side": "police", "because": "No officer is free.", "meanwhile": ""}
    for missing, words in (("side", "Choose who could not"), ("because", "Write why it is postponed")):
        assert words in client.post(at(booked, "postpone/"), typed | {missing: ""}).content.decode()
    assert "booked for that time already" in client.post(
        at(booked, "postpone/"), typed | {"day-day": "20"}
    ).content.decode()  # fmt: skip

    client.post(at(booked, "postpone/"), typed)

    shown = page(client, cast.priya, at(booked))
    assert "Police could not: No officer is free." in shown
    assert "nothing is said of what keeps the children safe" in shown
    assert "24 March 2025" in shown
    assert Postponement.objects.count() == 1


# --- the chair --------------------------------------------------------------------------------------------------------


def test_who_may_not_chair_is_said_plainly_and_who_may_is_told_and_sees_the_children(client, cast, bells, request_):
    una = a_chair(cast, "Una Frost")
    bells.mia.involvements.update(worker=una.worker)

    shown = page(client, cast.marcus, at(request_, "chair/"))
    assert "Una Frost holds one of the children" in shown
    assert f'value="{una.pk}"' not in shown
    client.post(at(request_, "chair/"), {"chair": cast.cecily.pk})

    assert Notice.objects.filter(user=cast.cecily).values_list("path", flat=True)[0] == at(request_)
    assert set(visible_children(cast.cecily)) == {bells.mia, bells.noah}
    assert "You chair the conference about" in page(client, cast.cecily, "/")
    assert "Cecily Wren" in page(client, cast.cecily, at(request_))


def test_it_is_called_off_for_one_child_and_goes_on_for_the_other(client, cast, bells, request_):
    client.force_login(cast.priya)
    mia, noah = request_.children.order_by("pk")

    client.post(at(request_, f"parts/{noah.pk}/call-off/"), {"because": "He lives with his grandmother."})
    shown = page(client, cast.priya, at(request_))
    assert "He lives with his grandmother." in shown
    last = client.post(at(request_, f"parts/{mia.pk}/call-off/"), {"because": "So does she."})

    assert last.url == f"/children/{bells.mia.pk}/"
    assert client.post(at(request_, f"parts/{noah.pk}/call-off/"), {"because": "Again."}).status_code == 404


# --- who is there -----------------------------------------------------------------------------------------------------


def test_whom_the_record_knows_is_invited_by_a_tick_and_anybody_else_by_name(client, cast, bells, request_):
    whole_family(cast, bells)
    shown = page(client, cast.priya, at(request_, "invite/"))
    assert "Ruth Bell: mother" in shown
    assert "Priya Nair: holds the child" in shown
    assert "Tick somebody, or write who it is" in client.post(at(request_, "invite/"), {}).content.decode()
    assert "Choose as what they come" in client.post(at(request_, "invite/"), {"name": "Jo"}).content.decode()

    client.post(at(request_, "invite/"), {
        "known": [f"person-{bells.ruth.pk}", f"person-{bells.mia.pk}"], "name": "Ms Vane", "side": "advocate",
    })  # fmt: skip

    assert set(Invitation.objects.values_list("side", "name", "person")) == {
        ("parent", "Ruth Bell", bells.ruth.pk), ("child", "Mia Bell", bells.mia.pk), ("advocate", "Ms Vane", None),
    }  # fmt: skip
    assert "Ruth Bell: mother" not in page(client, cast.priya, at(request_, "invite/"))


@pytest.mark.parametrize(("words", "side"), [
    ("Head of year Millbrook School", Side.SCHOOL), ("Health visitor", Side.HEALTH), ("GP at the Elms", Side.HEALTH),
    ("Officer Ravenshire Police", Side.POLICE), ("Tenancy officer Ravenshire Homes", Side.OTHER_AGENCY),
    ("Upgrade adviser Tenants’ Union", Side.OTHER_AGENCY),
])  # fmt: skip
def test_for_whom_somebody_comes_is_heard_in_what_their_role_is_called(words, side):
    assert side_of(words, None) is side


def test_who_came_is_said_of_all_at_once_and_words_sent_are_not_attendance(client, cast, request_):
    for name in ("DC Lowe", "DC Reeve", "DC Hale"):
        invite(request_, side=Side.POLICE, name=name, by=cast.priya, at=NOW)
    lowe, reeve, _ = Invitation.objects.order_by("pk")
    client.force_login(cast.priya)

    client.post(at(request_, "came/"), {
        f"came_{lowe.pk}": "sent_words", f"why_{lowe.pk}": "In court.", f"came_{reeve.pk}": "came",
    })  # fmt: skip

    assert list(Invitation.objects.order_by("pk").values_list("attendance", "why_not")) == [
        ("sent_words", "In court."), ("came", ""), ("", ""),
    ]  # fmt: skip
    assert "Sent words, was not there: In court." in page(client, cast.priya, at(request_))


# --- the reports ------------------------------------------------------------------------------------------------------


def test_a_report_has_a_day_by_when_the_family_has_it_and_late_is_seen(client, cast, booked, time_machine):
    client.force_login(cast.priya)
    assert "18 March 2025" in client.get(at(booked)).content.decode()
    client.post(at(booked, "reports/hand-in/"), {"side": "school", "author": "Mr Pell"})
    report = ConferenceReport.objects.get()
    time_machine.move_to(HELD, tick=False)
    client.force_login(cast.priya)
    typed = {"shared_with": "Ruth", "shared_how": Shared.POSTED.value, "shared_on-day": "19",
             "shared_on-month": "3", "shared_on-year": "2025"}  # fmt: skip
    address = at(booked, f"reports/{report.pk}/share/")
    assert "between the day it was asked for and today" in client.post(
        address, typed | {"shared_on-day": "21"}
    ).content.decode()  # fmt: skip

    client.post(address, typed)

    assert "Shared late" in page(client, cast.priya, at(booked))
    again = client.post(address, typed | {"shared_with": "Owen, who was never told"})
    assert again.status_code == 409
    assert "Owen, who was never told" in again.content.decode()


# --- who may not ------------------------------------------------------------------------------------------------------


def test_once_it_was_held_nothing_is_arranged_and_no_word_is_lost(client, cast, bells):
    request = held(cast, cast.cecily, asked(cast, bells.mia), at=BOOKED + timedelta(hours=1))
    client.force_login(cast.priya)

    answer = client.post(at(request, "invite/"), {"name": "A late guest", "side": "family"})

    assert answer.status_code == 409
    assert "A late guest" in answer.content.decode()


def test_somebody_of_another_team_neither_reads_nor_changes_it(client, cast, booked):
    report = hand_in_report(booked, side=Side.SCHOOL, author="Mr Pell", by=cast.priya, at=NOW)
    part = booked.children.order_by("pk")[0]
    client.force_login(cast.tom)
    acts = ("", "book/", "postpone/", "chair/", "invite/", "came/", "reports/hand-in/",
            f"reports/{report.pk}/share/", f"parts/{part.pk}/views/", f"parts/{part.pk}/call-off/")  # fmt: skip

    assert {client.get(at(booked, act)).status_code for act in acts} == {404}
    assert {client.post(at(booked, act), {}).status_code for act in acts if act} == {404}
    assert {client.get(at(booked, act)).status_code for act in ("held/", f"parts/{part.pk}/decide/")} == {403}
    assert client.get(at(booked, "outcome/")).status_code == 404
