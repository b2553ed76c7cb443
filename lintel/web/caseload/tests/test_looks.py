"""Every screen of what workers hold, with children on it, at a desk and on a telephone."""

from datetime import date

import pytest

from lintel.foundation.people.models import SafeContact
from lintel.foundation.workforce.codes import AbsenceReason
from lintel.journey.allocating.covering.actions import arrange_cover, say_away
from lintel.journey.allocating.tests.given import accepted, offered
from lintel.steps.front_door.tests.builders import knock, tells_of
from lintel.steps.promises.actions import promise
from tests.cast import NOW

pytestmark = [pytest.mark.slow]


@pytest.fixture
def a_full_day(cast, bells, time_machine):
    """A family to answer, one to reach, a promise, news, a rule for reaching a mother, an absence with some cover."""
    time_machine.move_to(NOW)
    (given, _), (held,) = offered(cast, "Perrin", "Tansy"), accepted(cast, "Linnet", family="Ambrey")
    made = promise(bells.mia, words="Ring Mia’s school.", due_on=date(2025, 3, 5), by=cast.priya, at=NOW)
    knock(by=cast.dawn, once="again", received_at=NOW, children=[tells_of(bells.noah)], is_danger_now=True)
    SafeContact.objects.create(
        person=bells.ruth, never_write=True, words="Ring her only in school hours.", made_at=NOW, made_by=cast.femi
    )
    absence = say_away(
        cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=date(2025, 3, 10), by=cast.priya, at=NOW
    )
    arrange_cover(
        [bells.involvements["baby"]], worker=cast.tom.worker, begins_on=date(2025, 3, 10), ends_on=None, by=cast.sofia,
        at=NOW,
    )  # fmt: skip
    return {"given": given, "held": held, "made": made, "absence": absence}


@pytest.mark.long
def test_a_workers_own_screens_are_in_order(visit, phone, cast, bells, a_full_day):
    mia = bells.mia.pk
    for look in (visit, phone):
        page = look("/", as_=cast.priya).is_in_order()
        assert "Somebody says a child is in danger now" in page.words
        for path in (
            f"/given/{a_full_day['given'].pk}/", f"/given/{a_full_day['given'].pk}/decline/",
            f"/reached/{a_full_day['held'].pk}/", f"/children/{mia}/promise/", f"/children/{mia}/handover/",
            f"/promises/{a_full_day['made'].pk}/not-kept/", "/my-load/", f"/team/{cast.priya.worker_id}/away/",
            f"/absences/{a_full_day['absence'].pk}/back/", f"/children/{mia}/",
        ):  # fmt: skip
            page.go(path).is_in_order()


@pytest.mark.long
def test_a_managers_screens_are_in_order(visit, phone, cast, bells, a_full_day, time_machine):
    priya = cast.priya.worker_id
    time_machine.move_to(NOW.replace(day=6))
    for look in (visit, phone):
        page = look("/team/", as_=cast.sofia).is_in_order()
        assert "Has not reached 1 child in time" in page.words
        for path in (
            "/allocation/in-name-only/", f"/team/{priya}/", f"/team/{priya}/cover/", f"/team/{priya}/leaves/",
            f"/children/{bells.mia.pk}/change-worker/",
        ):  # fmt: skip
            page.go(path).is_in_order()


def test_the_note_prints_on_paper_without_what_is_only_for_the_screen(visit, cast, bells, a_full_day):
    page = visit(f"/children/{bells.mia.pk}/handover/", as_=cast.priya)

    page.page.emulate_media(media="print")

    assert "Ring her only in school hours." in page.words
    assert page.page.locator(".lintel-navigation").is_hidden()
