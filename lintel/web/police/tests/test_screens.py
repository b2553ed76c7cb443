"""The screens: look before taking in, one notice, both sides' numbers, the portal; and who is kept out."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lintel.foundation.drafts.models import Draft
from lintel.journey.notifications import tasks
from lintel.journey.notifications.tests.builders import (
    MIA,
    NOAH,
    RUTH,
    live_at_mill_lane,
    notice,
    police,
    received,
)
from lintel.journey.notifications.watching.actions import declare
from lintel.oversight.demand.what_if.models import WhatIf
from lintel.steps.front_door.models import Contact
from lintel.steps.police_notifications.codes import BatchState, Party, Reason
from lintel.steps.police_notifications.models import BacklogDeclaration, Batch, Escalation, Notification, Recognised
from lintel.steps.police_notifications.partnership.actions import escalate
from tests.cast import NOW
from tests.trace import finding

HEADINGS = "Police Ref,Incident Date,Incident Time,Grade,Circumstances,Child 1 Name,Child 1 DOB\n"
GOOD = "RC/1,01/03/2025,10:00,High,He was strangled,Mia Bell,02/09/2013\n"
FOUR = (
    "Police Ref,Incident Date,Circumstances,Child 1 Name,Child 1 DOB,Child 2 Name,Child 3 Name,Child 4 Name\n"
    "RC/5,01/03/2025,Argument,Mia Bell,02/09/2013,Noah Bell,Ida Bell,Ada Bell\n"
)
BAD = ",01/03/2025,,,=2+5,Ada Kite,\n"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def force(cast):
    return police(cast)


def at(client: Client, who) -> Client:
    client.force_login(who)
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def file(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("w9.csv", (HEADINGS + "".join(rows)).encode())


def offered(client: Client, *rows: str) -> Batch:
    answer = client.post("/police/", {"file": file(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    return Batch.objects.latest("pk")


def taken_in(client: Client, batch: Batch) -> None:
    client.post(f"/police/batches/{batch.pk}/take-in/")
    batch.refresh_from_db()
    tasks.take_in(batch_id=batch.pk, user_id=batch.taken_in_by_id, at=NOW.isoformat())


class TestABatchAtTheDesk:
    @finding("S31", screen="/police/")
    def test_is_looked_at_before_anything_is_taken_in(self, client, cast, force):
        batch = offered(at(client, cast.dawn), GOOD, BAD)

        page = shown(client, f"/police/batches/{batch.pk}/")

        assert "Nothing is taken in yet." in page
        assert "2 rows in the file: 1 can be taken in, 1 is set aside" in page
        assert "From the incident to us, by grade" in page
        assert "1 late" in page
        assert "There is no police reference" in page
        assert not Contact.objects.filter(channel="police_feed").exists()

    def test_that_is_taken_in_says_rows_in_are_accepted_or_set_aside_and_why_each_stands_where_it_does(
        self, client, cast, force
    ):
        batch = offered(at(client, cast.dawn), GOOD, BAD)

        taken_in(client, batch)

        page = shown(client, f"/police/batches/{batch.pk}/")
        assert "<strong>2 rows in</strong> = 1 accepted + 1 set aside" in page
        assert "Mia Bell, born 2 Sep 2013" in page
        assert "the police write: strangled" in page
        assert "1 household waits for a decision" in page
        assert f"/front-door/{Contact.objects.get(channel='police_feed').pk}/" in page

    def test_shows_how_far_it_is_while_it_is_taken_in(self, client, cast, force):
        batch = offered(at(client, cast.dawn), GOOD)
        client.post(f"/police/batches/{batch.pk}/take-in/")

        assert "all of them or none" in shown(client, f"/police/batches/{batch.pk}/")

    def test_is_taken_in_by_one_of_two(self, client, cast, force):
        batch = offered(at(client, cast.dawn), GOOD)
        client.post(f"/police/batches/{batch.pk}/take-in/")

        again = client.post(f"/police/batches/{batch.pk}/take-in/", follow=True)

        assert "A colleague has begun to take this batch in" in again.content.decode()

    def test_that_is_the_wrong_file_is_withdrawn_with_a_reason(self, client, cast, force):
        batch = offered(at(client, cast.dawn), GOOD)

        client.post(f"/police/batches/{batch.pk}/withdraw/", {"because": ""})
        batch.refresh_from_db()
        assert batch.state == BatchState.READ
        client.post(f"/police/batches/{batch.pk}/withdraw/", {"because": "The wrong file"})

        batch.refresh_from_db()
        assert (batch.state, batch.withdrawn_because, batch.content) == (BatchState.WITHDRAWN, "The wrong file", None)

    def test_that_cannot_be_read_says_why_beside_the_box(self, client, cast, force):
        answer = at(client, cast.dawn).post("/police/", {"file": SimpleUploadedFile("x.csv", b"Name\nMia\n")})

        assert "No column for the police reference was found" in answer.content.decode()
        assert not Batch.objects.exists()

    def test_gives_out_what_was_set_aside_so_that_no_spreadsheet_runs_it_and_takes_it_back_mended(
        self, client, cast, force
    ):
        batch = offered(at(client, cast.dawn), BAD)

        answer = client.get(f"/police/batches/{batch.pk}/set-aside.csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))

        assert rows[0]["Circumstances"] == "'=2+5"
        assert rows[0]["Why it was set aside"] == "There is no police reference"
        rows[0]["Police Ref"] = "RC/7"
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        again = client.post("/police/", {"file": SimpleUploadedFile("mended.csv", out.getvalue().encode())})
        taken_in(client, Batch.objects.latest("pk"))
        assert again.status_code == 302
        mended = Notification.objects.get(reference="RC/7")
        assert mended.narrative == "=2+5"
        assert batch.set_aside.get().mended_by == mended
        assert "All of them came again, mended" in shown(client, f"/police/batches/{batch.pk}/")

    def test_left_lying_stands_on_top_of_the_overview(self, client, cast, force, time_machine):
        offered(at(client, cast.dawn), GOOD)
        time_machine.move_to(NOW + timedelta(minutes=10), tick=False)

        assert "w9.csv came on 3 March 2025 at 9:00am and is not taken in yet" in shown(client, "/police/")

    def test_takes_a_constant_number_of_queries_however_many_households(
        self, client, cast, force, django_assert_max_num_queries
    ):
        rows = [
            f"RC/{n},01/03/2025,10:00,High,a,C{'abcdefghij'[n % 10]} K{'abcdefghij'[n // 10]},02/09/201{n % 10}\n"
            for n in range(24)
        ]
        batch = offered(at(client, cast.dawn), *rows)
        taken_in(client, batch)

        with django_assert_max_num_queries(45):
            shown(client, f"/police/batches/{batch.pk}/")


class TestOneNotice:
    @pytest.fixture
    def made(self, force, hart, bells, cast):
        live_at_mill_lane(bells, by=cast.command_line)
        return received(notice(people=(RUTH, MIA, NOAH)), agency=force, by=hart).notification

    def test_shows_its_four_times_and_where_the_time_went(self, client, cast, made):
        page = shown(at(client, cast.dawn), f"/police/notifications/{made.pk}/")

        assert "Incident to triage: 25.0 h; Triage to sending: 19.0 h; Sending to receipt: 1.0 h" in page
        assert "I hid." in page

    @finding("S31", screen="/police/")
    def test_offers_whom_its_children_may_be_with_the_reasons_and_files_nothing(self, client, cast, made, bells):
        page = shown(at(client, cast.dawn), f"/police/notifications/{made.pk}/")

        assert "Whom of ours Mia Bell may be" in page
        assert "same in everything we can compare" in page
        assert "same address" in page
        assert not made.contact.children.filter(child=bells.mia).exists()

    def test_asks_the_worker_whether_it_is_the_child(self, client, cast, made):
        page = shown(at(client, cast.priya), f"/police/notifications/{made.pk}/")
        assert "Yes, this is the child" in page
        asked = Recognised.objects.get(person__given="Mia")

        client.post(f"/police/recognised/{asked.pk}/", {"is": "yes"})

        assert "Priya Nair says: this is the child" in shown(at(client, cast.dawn), f"/police/notifications/{made.pk}/")

    def test_that_names_fewer_children_than_before_keeps_the_others_in_sight(self, client, cast, force, hart):
        at(client, cast.dawn).post("/police/", {"file": SimpleUploadedFile("w.csv", FOUR.encode())})
        batch = Batch.objects.latest("pk")
        taken_in(client, batch)

        received(notice("RC/5", people=(MIA,)), agency=force, by=hart)

        page = shown(client, f"/police/batches/{batch.pk}/")
        assert "Mia Bell, born 2 Sep 2013;" in page
        for name in ("Noah Bell", "Ida Bell", "Ada Bell"):
            assert f"{name}, named in an earlier version" in page
        latest = Notification.objects.get(reference="RC/5", is_latest=True)
        page = shown(client, f"/police/notifications/{latest.pk}/")
        assert page.index("Named in an earlier version") < page.index("<strong>Noah Bell</strong>")
        assert "<strong>Mia Bell</strong>" not in page

    def test_is_not_toms_to_read_or_to_answer(self, client, cast, made):
        at(client, cast.tom)

        assert client.get(f"/police/notifications/{made.pk}/").status_code == 404
        assert client.post(f"/police/recognised/{Recognised.objects.first().pk}/", {"is": "no"}).status_code == 404
        assert not Recognised.objects.filter(answered_at__isnull=False).exists()

    def test_shows_text_as_it_came_whatever_stands_in_it(self, client, cast, force, hart):
        hostile = "<script>alert(1)</script> \u202egnp.exe {{ 7*7 }} \U0001f9ff ' OR 1=1 --"
        made = received(notice("RC/X", people=(), narrative=hostile), agency=force, by=hart).notification

        page = shown(at(client, cast.dawn), f"/police/notifications/{made.pk}/")

        assert "&lt;script&gt;alert(1)&lt;/script&gt; \u202egnp.exe {{ 7*7 }} \U0001f9ff" in page
        assert "<script>alert(1)" not in page


class TestThePartnership:
    @finding("S28", screen="/police/partnership/")
    def test_counts_what_is_late_by_party(self, client, cast, force, hart):
        received(notice(), agency=force, by=hart)

        page = shown(at(client, cast.rosa), "/police/partnership/")

        assert "The last 28 days: 1 notice" in page
        assert 'govuk-tag--red">1 late' in page
        assert "<svg" in page

    @finding("S29", screen="/police/partnership/")
    def test_says_that_a_declaration_is_missing_and_that_one_is_worse(self, client, cast, force, hart):
        assert "nothing was ever declared" in shown(at(client, cast.rosa), "/police/partnership/")
        declare(force, untriaged=10, oldest_on=date(2025, 3, 1), by=hart, at=NOW - timedelta(days=2))
        declare(force, untriaged=30, oldest_on=date(2025, 3, 1), by=hart, at=NOW)

        page = shown(client, "/police/partnership/")

        assert "30 wait for triage, 20 more than last time" in page
        assert "declaration is missing" not in page

    def test_hands_a_declared_backlog_to_the_what_if_as_a_wave(self, client, cast, force, hart, monkeypatch):
        declare(force, untriaged=30, oldest_on=date(2025, 3, 1), by=hart, at=NOW)
        asked = {}

        def draw_up(name, **more):
            asked.update(more, name=name)
            return WhatIf(pk=7)

        monkeypatch.setattr("lintel.web.police.partnership.asking.draw_up_from_record", draw_up)

        answer = at(client, cast.helen).post(f"/police/partnership/{force.pk}/what-if/")

        assert answer.headers["Location"] == "/what-ifs/7/levers/"
        assert asked["levers"] == {"waves": [{"source": "Police", "contacts": 30, "from_week": 0, "over_weeks": 4}]}

    def test_an_escalation_is_answered_and_the_time_is_kept(self, client, cast, force, time_machine):
        held = escalate(force, party=Party.OURS, reason=Reason.LAG, words="Late", by=cast.command_line, at=NOW)
        time_machine.move_to(NOW + timedelta(hours=3), tick=False)

        at(client, cast.rosa).post(f"/police/escalations/{held.pk}/", {"answer": "Two more at the desk from today."})

        page = shown(client, "/police/partnership/")
        assert "Two more at the desk from today." in page
        assert "after 3.0 h" in page


class TestThePortal:
    SENT = {
        "reference": "RC/5", "occurred_on-day": "2", "occurred_on-month": "3", "occurred_on-year": "2025",
        "occurred_time": "21:40", "about": "domestic_abuse", "grade": "medium", "narrative": "Shouting, a door broken.",
        "victim-name": "Ruth Bell", "child1-name": "Mia Bell", "child1-dob": "2/9/2013", "child1-present": "yes",
        "child1-voice": "I hid.", "children_present": "yes",
    }  # fmt: skip

    @finding("S59", screen="/police/portal/")
    def test_sends_one_notice_received_that_moment(self, client, cast, force):
        answer = at(client, cast.hart).post("/police/portal/send/", self.SENT, follow=True)

        made = Notification.objects.get()
        assert (made.reference, made.came_by, made.received_at, made.grade) == ("RC/5", "portal", NOW, "medium")
        assert made.occurred_at == NOW.replace(day=2, hour=21, minute=40)
        assert made.people.get(part="child").words == "I hid."
        assert made.contact.informant.told_by == cast.hart
        assert "Received. We have had RC/5 since 3 March 2025, 09:00" in answer.content.decode()

    def test_sent_twice_is_once_and_says_so(self, client, cast, force):
        for _ in range(2):
            answer = at(client, cast.hart).post("/police/portal/send/", self.SENT, follow=True)

        assert "We had RC/5 already" in answer.content.decode()
        assert Notification.objects.count() == 1

    def test_has_room_for_another_child_and_another_and_loses_no_word(self, client, cast, force):
        typed = self.SENT | {"children": "3", "child3-name": "Noah Bell"}

        page = at(client, cast.hart).post("/police/portal/send/", typed | {"step": "child"}).content.decode()

        assert 'name="child4-name"' in page
        assert "Noah Bell" in page
        assert "There is a problem" not in page
        assert "name every child again" in page
        assert not Notification.objects.exists()
        client.post("/police/portal/send/", typed | {"children": "5", "child5-name": "Ada Bell"})
        assert Notification.objects.get().people.filter(part="child").count() == 3

    @pytest.mark.parametrize("children", ["", "x", "0", "-1", "999", "9" * 5_000, "٣"])
    def test_opens_whatever_number_of_children_is_asked_for(self, client, cast, force, children):
        answer = at(client, cast.hart).post("/police/portal/send/", {"children": children, "step": "child"})

        assert answer.status_code == 200

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"occurred_on-year": "2026"}, "after we received the notice"), ({"reference": ""}, "Enter your reference"),
            ({"occurred_time": "noonish"}, "must be a time"), ({"narrative": ""}, "Enter what happened"),
            ({"narrative": "a\0b"}, "Null characters are not allowed"),
        ],
    )  # fmt: skip
    def test_says_what_is_wrong_beside_its_box_and_loses_no_word(self, client, cast, force, typed, why):
        answer = at(client, cast.hart).post("/police/portal/send/", self.SENT | typed)

        assert why in answer.content.decode()
        assert "I hid." in answer.content.decode()
        assert not Notification.objects.exists()

    def test_uploads_a_batch_and_is_told_what_was_set_aside(self, client, cast, force):
        answer = at(client, cast.hart).post("/police/portal/batch/", {"file": file(GOOD, BAD)})
        batch = Batch.objects.get()
        tasks.take_in(batch_id=batch.pk, user_id=cast.hart.pk, at=NOW.isoformat())

        page = shown(client, answer.headers["Location"])

        assert "<strong>2 rows in</strong> = 1 accepted + 1 set aside" in page
        assert "There is no police reference" in page
        assert "Download them (CSV)" in page
        assert Contact.objects.get(channel="police_feed").received_at == NOW

    @finding("S29", screen="/police/portal/")
    def test_declares_a_backlog_without_a_word_about_anybody(self, client, cast, force):
        form = shown(at(client, cast.hart), "/police/portal/backlog/")
        assert 'name="untriaged"' in form

        day = {"oldest_on-day": "20", "oldest_on-month": "2", "oldest_on-year": "2025"}
        answer = client.post("/police/portal/backlog/", {"untriaged": "412"} | day, follow=True)

        assert "412 declared" in answer.content.decode()
        declared = BacklogDeclaration.objects.get()
        assert (declared.untriaged, declared.oldest_on, declared.declared_by) == (412, date(2025, 2, 20), cast.hart)

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"untriaged": "5"}, "Enter the day of the oldest of them"),
            ({"untriaged": ""}, "Enter a number; 0 if there are none"),
            (
                {"untriaged": "5", "oldest_on-day": "1", "oldest_on-month": "4", "oldest_on-year": "2025"},
                "in the future",
            ),
        ],
    )  # fmt: skip
    def test_a_declaration_says_since_when_its_oldest_waits(self, client, cast, force, typed, why):
        assert why in at(client, cast.hart).post("/police/portal/backlog/", typed).content.decode()

    @finding("S10", screen="/police/portal/")
    def test_shows_the_same_numbers_as_the_partnership(self, client, cast, force, hart):
        for n in range(4):
            received(notice(f"RC/{n}", people=(), occurred_at=NOW - timedelta(hours=7 * n + 1)), agency=force, by=hart)

        ours = table(shown(at(client, cast.rosa), "/police/partnership/"))
        theirs = table(shown(at(client, cast.hart), "/police/portal/"))

        assert ours == theirs

    def test_never_shows_our_people_or_another_forces_notices(self, client, cast, force, bells, hart):
        other = police(cast, key="shire-police", joined_by=cast.tom)
        live_at_mill_lane(bells, by=cast.command_line)
        made = received(notice(), agency=force, by=hart).notification
        received(notice("SH/1", people=()), agency=other, by=cast.rosa)
        at(client, cast.hart)

        page = shown(client, "/police/portal/")

        assert "RC/1/25" in page
        for secret in ("SH/1", "Mia", "Bell", "Priya", "North assessment", made.contact.reference):
            assert secret not in page

    def test_of_an_escalation_of_ours_cannot_be_answered_by_the_police(self, client, cast, force):
        held = escalate(force, party=Party.OURS, reason=Reason.LAG, words="Late", by=cast.command_line, at=NOW)

        assert at(client, cast.hart).post(f"/police/portal/escalations/{held.pk}/", {"answer": "x"}).status_code == 404
        assert not Escalation.objects.filter(answered_at__isnull=False).exists()


class TestWordsTypedAndNotSent:
    """The session ends while somebody types: the words are there after signing in, and gone once they are sent."""

    @pytest.fixture
    def asked(self, force, cast):
        return escalate(force, party=Party.POLICE, reason=Reason.LAG, words="Late", by=cast.command_line, at=NOW)

    def kept_and_sent(self, client, who, page, to, typed, words):
        opened = shown(at(client, who), page)
        marks = dict(re.findall(r'name="(kept_for|kept_page)" value="([^"]+)"', opened[opened.index("data-keep") :]))
        client.session.flush()
        client.post(to, marks | typed, headers={"referer": f"http://testserver{page}"})
        again = shown(at(client, who), page)
        assert words in again
        marks = dict(re.findall(r'name="(kept_for|kept_page)" value="([^"]+)"', again[again.index("data-keep") :]))
        client.post(to, marks | typed, headers={"referer": f"http://testserver{page}"})
        assert not Draft.objects.filter(sent_at__isnull=True).exists()

    def test_an_answer_of_ours_and_of_the_police(self, client, cast, force, asked):
        for who, page in ((cast.rosa, "/police/escalations/{}/"), (cast.hart, "/police/portal/escalations/{}/")):
            where = page.format(asked.pk)
            typed = {"answer": "Two more from Monday."}
            self.kept_and_sent(client, who, where, where, typed, "Two more from Monday.")
            Escalation.objects.filter(pk=asked.pk).update(answered_at=None, answered_by=None, answer="")

    def test_a_declaration(self, client, cast, force):
        page = "/police/portal/backlog/"
        typed = {"untriaged": "412", "oldest_on-day": "20", "oldest_on-month": "2", "oldest_on-year": "2025"}
        self.kept_and_sent(client, cast.hart, page, page, typed, 'value="412"')

    def test_why_a_batch_is_withdrawn(self, client, cast, force):
        page = f"/police/batches/{offered(at(client, cast.dawn), GOOD).pk}/"
        typed = {"because": "Last week’s file"}
        self.kept_and_sent(client, cast.dawn, page, f"{page}withdraw/", typed, "Last week’s file")


def table(page: str) -> list[str]:
    """The rows of the tables of lags."""
    start = page.index("From the incident to us, by grade")
    return [line.strip() for line in page[start : page.index("Hours run from the incident")].splitlines()]


DESK_ONLY = ["/police/batches/{batch}/", "/police/batches/{batch}/set-aside.csv"]
PORTAL = ["/police/portal/", "/police/portal/send/", "/police/portal/batch/", "/police/portal/backlog/"]


@pytest.fixture
def batch(client, cast, force):
    return offered(at(client, cast.dawn), GOOD)


@pytest.mark.parametrize("address", ["/police/", "/police/partnership/", *DESK_ONLY, *PORTAL])
def test_tom_sees_nothing_of_it(client, cast, batch, address):
    assert at(client, cast.tom).get(address.format(batch=batch.pk)).status_code in (403, 404)


@pytest.mark.parametrize("address", ["/police/", "/police/partnership/", *DESK_ONLY])
def test_a_partner_stays_in_the_portal(client, cast, batch, address):
    assert at(client, cast.hart).get(address.format(batch=batch.pk)).status_code in (403, 404)


def test_a_partner_sees_no_batch_of_another_force(client, cast, batch):
    other = police(cast, key="shire-police", joined_by=cast.tom)
    Batch.objects.filter(pk=batch.pk).update(agency=other)

    assert at(client, cast.hart).get(f"/police/portal/batches/{batch.pk}/").status_code == 404
    assert client.get(f"/police/portal/batches/{batch.pk}/set-aside.csv").status_code == 404


@pytest.mark.parametrize("address", PORTAL)
def test_a_partner_of_another_kind_finds_no_portal_of_the_police(client, cast, address):
    from lintel.foundation.agencies.actions import join_agency, name_agency
    from lintel.foundation.agencies.codes import AgencyKind

    health = name_agency(key="health", name="Health", kind=AgencyKind.HEALTH, by=cast.rosa, at=NOW)
    join_agency(health, user=cast.hart, by=cast.rosa, at=NOW)

    assert at(client, cast.hart).get(address).status_code == 404


@pytest.mark.parametrize("address", PORTAL)
def test_the_portal_is_not_the_desks(client, cast, force, address):
    assert at(client, cast.dawn).get(address).status_code == 403
