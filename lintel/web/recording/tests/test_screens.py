"""How the record was written, on screen."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.journey.visiting.actions import visit_family
from lintel.journey.visiting.tests.builders import said_of_the_bells
from lintel.oversight.alike.reviews.tests.builders import LATER, past_decisions
from lintel.oversight.supervision.actions import sign_as_supervisor
from lintel.oversight.supervision.tests.builders import written as being_written
from lintel.steps.front_door.models import Decision
from lintel.web.recording import views
from tests.cast import NOW

pytestmark = pytest.mark.django_db
WHERE = "/recording/?from=2025-02-01&until=2025-04-30"


def written_late(cast, bells):
    said = said_of_the_bells(bells, at=NOW - timedelta(days=20))
    visit_family(said, sent_once=uuid4(), by=cast.priya, at=NOW)


def page(client, who):
    client.force_login(who)
    return client.get(WHERE).content.decode()


def test_facts_about_the_record_open_to_their_lists_and_name_nobody_who_wrote(client, cast, bells):
    written_late(cast, bells)
    past_decisions(cast, 6)
    Decision.objects.update(signed_by=cast.rosa, signed_at=LATER)

    shown = page(client, cast.helen)

    assert "1 of 1" in shown
    assert "Mia Bell" in shown
    assert "1, among 6 signatures" in shown
    assert "Decisions at the front door" in shown
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert "Priya" not in main
    assert "Rosa" not in main


def test_supervision_signed_late_opens_to_its_days(client, cast, bells):
    sign_as_supervisor(being_written(cast, bells), by=cast.marcus, at=NOW + timedelta(days=10))

    shown = page(client, cast.helen)

    assert "Supervision signed late (1)" in shown
    assert "13 March 2025" in shown
    assert "Marcus" not in shown[shown.index("<main") : shown.index("</main>")]


def test_a_list_that_is_cut_says_of_how_many_and_the_number_above_is_of_all(client, cast, bells, monkeypatch):
    monkeypatch.setattr(views, "ON_A_PAGE", 1)
    for days in (20, 21):
        said = said_of_the_bells(bells, at=NOW - timedelta(days=days))
        visit_family(said, sent_once=uuid4(), by=cast.priya, at=NOW)

    shown = page(client, cast.helen)

    assert "2 of 2" in shown
    assert "Visits written down late (2)" in shown
    assert "These are the first 1 of 2. Choose fewer days below to see the others." in shown


def test_who_may_not_see_the_family_reads_the_days_and_no_name(client, cast, bells):
    written_late(cast, bells)
    shown = page(client, cast.grace)
    assert "A family you may not see" in shown
    assert "Bell" not in shown


def test_it_is_reached_from_the_audit_trail_the_announcement_and_quality(client, cast):
    for who, path in (
        (cast.grace, "/audit-trail/"),
        (cast.helen, "/supervision/inspection/"),
        (cast.anil, "/quality/"),
    ):
        client.force_login(who)
        assert 'href="/recording/"' in client.get(path).content.decode()


def test_another_team_and_who_has_no_part_in_it_see_nothing(client, cast, bells):
    for who in (cast.tom, cast.priya, cast.sofia):
        client.force_login(who)
        assert client.get(WHERE).status_code == 403
