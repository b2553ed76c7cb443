"""Taking notices in: every *never* of J3, on the children one can count on one's fingers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.models import Notice as Sent
from lintel.foundation.notices.queries import notices
from lintel.foundation.people.models import Person
from lintel.journey.notifications.actions import How, NotReadable, receive_batch, receive_message
from lintel.journey.notifications.queries import notification, notifications, numbers_of, own_notices
from lintel.journey.notifications.tests.builders import (
    MIA,
    MILL_LANE,
    NOAH,
    OWEN,
    RUTH,
    live_at_mill_lane,
    notice,
    police,
    received,
)
from lintel.steps.front_door.codes import Channel, Identity, Means, Outcome
from lintel.steps.front_door.deciding.actions import record_decisions
from lintel.steps.front_door.models import AdultInContact, ChildContact, Contact
from lintel.steps.front_door.telling.actions import NotSafeToWrite, tell_informant
from lintel.steps.front_door.tests.builders import chosen_for
from lintel.steps.police_notifications.actions import NotForThisAgency, answer_recognised
from lintel.steps.police_notifications.codes import Grade, Part, Stage
from lintel.steps.police_notifications.models import Batch, Notification, QuarantinedRow, Recognised
from lintel.steps.police_notifications.reading.notices import PersonTold
from tests.cast import NOW
from tests.trace import finding

HEADINGS = b"Police Ref,Incident Date,Incident Time,Grade,Circumstances,Child 1 Name,Child 1 DOB,Child 2 Name\n"


@pytest.fixture
def force(cast):
    return police(cast)


def police_contacts():
    return Contact.objects.filter(channel=Channel.POLICE_FEED)


class TestOneNotice:
    @finding("S59", screen="/police/")
    def test_is_a_contact_on_the_desk_received_when_the_channel_had_it(self, force, hart, cast):
        made = received(notice(), agency=force, by=hart).notification

        assert made.contact.held_by_team == cast.front_door
        assert made.contact.received_at == NOW
        assert made.contact.source == "6"

    @finding("S28", screen="/police/partnership/")
    def test_keeps_its_four_times_apart(self, force, hart):
        made = received(notice(), agency=force, by=hart).notification

        assert (made.occurred_at, made.triaged_at, made.sent_at, made.received_at) == (
            NOW - timedelta(hours=45), NOW - timedelta(hours=20), NOW - timedelta(hours=1), NOW,
        )  # fmt: skip

    def test_links_every_child_of_it_to_one_contact(self, force, hart):
        made = received(notice(people=(RUTH, OWEN, MIA, NOAH)), agency=force, by=hart).notification

        lines = ChildContact.objects.filter(contact=made.contact)
        assert lines.count() == 2
        assert {who.child_contact_id for who in made.people.filter(part=Part.CHILD)} == {line.pk for line in lines}

    def test_attaches_to_nobody_by_itself(self, force, hart, bells, cast):
        live_at_mill_lane(bells, by=cast.command_line)

        made = received(notice(), agency=force, by=hart).notification

        line = made.contact.children.get()
        assert line.identity == Identity.NOT_CHECKED
        assert line.child != bells.mia

    def test_about_nobody_by_name_is_not_lost(self, force, hart):
        made = received(notice(people=()), agency=force, by=hart).notification

        assert made.contact.children.count() == 1

    def test_without_ethnicity_is_normal(self, force, hart):
        made = received(notice(), agency=force, by=hart).notification

        assert made.doubts == []
        assert made.people.filter(ethnicity="").count() == 3

    def test_says_what_the_child_said_word_for_word(self, force, hart):
        made = received(notice(), agency=force, by=hart).notification

        assert made.people.get(given="Mia").words == "I hid."
        assert made.contact.children.get().as_told["words"] == "I hid."

    def test_leaves_an_entry(self, force, hart):
        made = received(notice(), agency=force, by=hart).notification

        assert Entry.objects.filter(act="police notification received", subject_id=made.pk, by=hart).exists()

    def test_cannot_be_sent_for_another_force_or_by_a_planner(self, force, hart, cast):
        other = police(cast, key="shire-police", joined_by=cast.tom)

        with pytest.raises(NotForThisAgency):
            received(notice(), agency=other, by=hart)
        with pytest.raises(NotAllowed):
            received(notice(), agency=force, by=cast.ola)


class TestSentAgain:
    def test_the_same_notice_is_the_same(self, force, hart):
        first = received(notice(), agency=force, by=hart)

        again = received(replace(notice(), sent_at=NOW), agency=force, by=hart, received_at=NOW + timedelta(hours=2))

        assert (first.how, again.how) == (How.NEW, How.SAME)
        assert first.notification == again.notification
        assert police_contacts().count() == 1

    def test_a_changed_notice_is_another_version_and_says_what_changed(self, force, hart):
        first = received(notice(grade=Grade.STANDARD), agency=force, by=hart).notification

        again = received(notice(grade=Grade.HIGH), agency=force, by=hart, received_at=NOW + timedelta(hours=2))

        assert again.how is How.CHANGED
        assert again.notification.changed == ["grade: Standard, now High"]
        first.refresh_from_db()
        assert (first.grade, first.is_latest, again.notification.version) == (Grade.STANDARD, False, 2)
        assert again.notification.contact == first.contact

    def test_a_child_who_is_new_in_it_is_added_and_the_others_stay(self, force, hart):
        first = received(notice(), agency=force, by=hart).notification

        again = received(notice(people=(RUTH, OWEN, MIA, NOAH)), agency=force, by=hart).notification

        assert first.contact.children.count() == 2
        assert again.people.get(given="Mia").child_contact == first.people.get(given="Mia").child_contact

    def test_the_desk_is_told_of_the_change(self, force, hart, dawn):
        received(notice(grade=Grade.STANDARD), agency=force, by=hart)
        received(notice(grade=Grade.HIGH), agency=force, by=hart)

        # Not what changed: it may be a name or an address, and a notice of no child is shown to the whole desk.
        [sent] = [each for each in notices(viewer=dawn) if "changed" in each.words]
        assert sent.words == f"The police changed {notice().reference}"

    def test_a_change_after_the_decision_is_decided_anew(self, force, hart, femi):
        first = received(notice(), agency=force, by=hart).notification
        record_decisions(first.contact, chosen_for(first.contact, Outcome.ADVICE), known={}, by=femi, at=NOW)

        again = received(notice(grade=Grade.HIGH), agency=force, by=hart, received_at=NOW + timedelta(hours=2))

        assert again.notification.contact != first.contact
        assert again.notification.contact.children.filter(decided_on__isnull=True).exists()

    def test_what_was_told_cannot_be_rewritten_even_by_raw_sql(self, force, hart):
        from django.db import DatabaseError, transaction

        made = received(notice(), agency=force, by=hart).notification

        for column, value in (("received_at", NOW), ("occurred_at", NOW), ("grade", "high"), ("raw", "x")):
            with pytest.raises(DatabaseError), transaction.atomic():
                Notification.objects.filter(pk=made.pk).update(
                    **{column: value if value != NOW else NOW + timedelta(1)}
                )


class TestAChildOfOurs:
    @pytest.fixture(autouse=True)
    def _at_mill_lane(self, bells, cast):
        live_at_mill_lane(bells, by=cast.command_line)

    @finding("S31", screen="/police/")
    def test_the_allocated_worker_and_the_manager_are_told_at_once(self, force, hart, priya, marcus):
        made = received(notice(), agency=force, by=hart).notification

        for who in (priya, marcus):
            told = [sent for sent in notices(viewer=who) if sent.path == f"/police/notifications/{made.pk}/"]
            assert [sent.sent_at for sent in told] == [NOW]
            assert "Please confirm" in told[0].words

    def test_the_worker_can_read_the_notice_and_tom_can_not(self, force, hart, priya, tom):
        made = received(notice(), agency=force, by=hart).notification

        assert notification(made.pk, viewer=priya) == made
        assert not notifications(viewer=tom).exists()
        assert notices(viewer=tom) == []

    def test_the_worker_says_whether_it_is_the_child(self, force, hart, priya):
        made = received(notice(), agency=force, by=hart).notification

        held = answer_recognised(Recognised.objects.get(), is_the_child=True, by=priya, at=NOW)

        assert (held.is_the_child, held.answered_by) == (True, priya)
        assert made.contact.children.get().identity == Identity.NOT_CHECKED

    def test_a_twin_with_another_first_name_is_not_the_child(self, force, hart, bells):
        twin = replace(MIA, given="Ida")

        received(notice(people=(RUTH, twin)), agency=force, by=hart)

        assert not Recognised.objects.exists()

    @pytest.mark.parametrize("told", [{"given": "Mila"}, {"date_of_birth": date(2013, 2, 9)}, {"date_of_birth": None}])
    def test_whoever_is_only_like_the_child_is_not_told_of(self, force, hart, told, bells):
        received(notice(people=(RUTH, replace(MIA, **told))), agency=force, by=hart)

        assert not Recognised.objects.exists()

    def test_the_same_name_and_birthday_elsewhere_is_not_enough(self, force, hart):
        elsewhere = PersonTold(
            part=Part.CHILD, given="Mia", family="Bell", date_of_birth=date(2013, 9, 2), address="9 Other Street",
            postcode="RV9 9ZZ",
        )  # fmt: skip

        received(notice(people=(elsewhere,)), agency=force, by=hart)

        assert not Recognised.objects.exists()

    def test_a_parent_of_the_name_is_enough_where_the_address_is_another(self, force, hart):
        """A mother who fled with her child must not be the reason why the child's worker does not hear of it."""
        moved = {"address": "A refuge", "postcode": "RV9 9ZZ"}

        received(notice(people=(replace(RUTH, **moved), replace(MIA, **moved))), agency=force, by=hart)

        assert "a parent" in Recognised.objects.get().because

    def test_the_accuseds_address_does_not_make_a_child_known(self, force, hart):
        alone = replace(MIA, address="", postcode="")
        accused = replace(OWEN, **MILL_LANE, given="Nobody", family="Known")

        received(notice(people=(accused, alone)), agency=force, by=hart)

        assert not Recognised.objects.exists()


class TestABatch:
    def test_of_rows_that_cannot_be_read_sets_them_aside_and_tells_the_desk(self, force, hart, rosa):
        rows = b"RC/1,01/03/2025,10:00,High,Argument,Mia Bell,02/09/2013,\n,01/03/2025,,,No reference,Mia Bell,,\n"

        batch = receive_batch(HEADINGS + rows, file_name="w9.csv", agency=force, by=hart, at=NOW)

        assert (batch.rows_in, batch.rows_accepted, batch.rows_set_aside) == (2, 1, 1)
        assert batch.set_aside.get().why == "There is no police reference"
        assert any("must be mended" in sent.words for sent in notices(viewer=rosa))

    def test_is_taken_in_whole_or_not_at_all(self, force, hart, monkeypatch):
        rows = (
            b"RC/1,01/03/2025,10:00,High,Argument,Mia Bell,02/09/2013,\nRC/2,01/03/2025,11:00,High,Other,Ada Kite,,\n"
        )
        monkeypatch.setattr("lintel.journey.notifications.actions.writing.finish_batch", _falls_over)

        with pytest.raises(ZeroDivisionError):
            receive_batch(HEADINGS + rows, file_name="w9.csv", agency=force, by=hart, at=NOW)

        left = [model.objects.count() for model in (Batch, Notification, QuarantinedRow, Sent)]
        assert (left, police_contacts().count()) == ([0, 0, 0, 0], 0)
        assert not Person.objects.filter(key__startswith="told/").exists()

    def test_makes_one_contact_of_a_household_with_its_children_linked(self, force, hart):
        rows = (
            b"RC/1,01/02/2025,10:00,High,First,Mia Bell,02/09/2013,Noah Bell\n"
            b"RC/2,20/02/2025,10:00,Medium,Second,Mia Bell,02/09/2013,\n"
            b"RC/3,21/02/2025,10:00,Medium,Elsewhere,Ada Kite,05/05/2015,\n"
        )

        receive_batch(HEADINGS + rows, file_name="w9.csv", agency=force, by=hart, at=NOW)

        contact = police_contacts().get(police_notifications__reference="RC/1")
        assert {n.reference for n in contact.police_notifications.all()} == {"RC/1", "RC/2"}
        assert sorted(line.as_told["given"] for line in contact.children.all()) == ["Mia", "Noah"]
        assert police_contacts().count() == 2

    def test_two_families_of_one_accused_stay_two_contacts(self, force, hart):
        headings = b"Police Ref,Incident Date,Circumstances,Suspect Name,Suspect DOB,Child 1 Name,Child 1 DOB\n"
        rows = (
            b"RC/1,01/02/2025,a,Abel Stone,01/01/1980,Ada Kite,05/05/2015\n"
            b"RC/2,02/02/2025,b,Abel Stone,01/01/1980,Uma Wren,06/06/2016\n"
        )

        receive_batch(headings + rows, file_name="w9.csv", agency=force, by=hart, at=NOW)

        assert police_contacts().count() == 2

    def test_of_a_row_for_each_child_is_one_notice(self, force, hart):
        rows = (
            b"RC/1,01/03/2025,10:00,High,Argument,Mia Bell,02/09/2013,\n"
            b"RC/1,01/03/2025,10:00,High,Argument,Noah Bell,20/04/2018,\n"
        )

        batch = receive_batch(HEADINGS + rows, file_name="w9.csv", agency=force, by=hart, at=NOW)

        made = Notification.objects.get()
        assert (batch.rows_accepted, batch.notices_new, made.batch_rows) == (2, 1, [2, 3])
        assert made.people.filter(part=Part.CHILD).count() == 2

    def test_loaded_again_is_all_the_same(self, force, hart):
        rows = b"RC/1,01/03/2025,10:00,High,Argument,Mia Bell,02/09/2013,\n"
        receive_batch(HEADINGS + rows, file_name="w9.csv", agency=force, by=hart, at=NOW)

        again = receive_batch(HEADINGS + rows, file_name="w9.csv", agency=force, by=hart, at=NOW)

        assert (again.notices_new, again.notices_same) == (0, 1)
        assert police_contacts().count() == 1

    def test_a_row_set_aside_is_mended_by_one_that_says_what_was_missing(self, force, hart):
        bad = HEADINGS + b"RC/7,31/02/2025,10:00,High,Argument,Mia Bell,02/09/2013,\n"
        receive_batch(bad, file_name="w9.csv", agency=force, by=hart, at=NOW)
        good = HEADINGS + b"RC/7,28/02/2025,10:00,High,Argument,Mia Bell,02/09/2013,\n"

        receive_batch(good, file_name="w9 mended.csv", agency=force, by=hart, at=NOW + timedelta(hours=1))

        assert QuarantinedRow.objects.get().mended_by == Notification.objects.get()

    def test_a_row_without_a_reference_is_mended_by_its_number(self, force, hart):
        receive_batch(
            HEADINGS + b",01/03/2025,,,No reference,Mia Bell,,\n", file_name="a", agency=force, by=hart, at=NOW
        )
        row = QuarantinedRow.objects.get()
        good = b"Lintel row," + HEADINGS + f"{row.pk},RC/8,01/03/2025,,,No reference,Mia Bell,,\n".encode()

        receive_batch(good, file_name="b", agency=force, by=hart, at=NOW + timedelta(hours=1))

        row.refresh_from_db()
        assert row.mended_by.reference == "RC/8"

    def test_a_child_who_was_set_aside_waits_until_a_notice_names_them(self, force, hart):
        mia = b"RC/7,01/03/2025,10:00,High,Argument,Mia Bell,02/09/2013,\n"
        noah = b"RC/7,01/03/2025,10:00,High,Argument,Noah Bell,20/04/2018,\n"
        set_aside = HEADINGS + mia + noah.replace(b"01/03/2025", b"31/02/2025")

        def waits_after(*rows):
            receive_batch(HEADINGS + b"".join(rows), file_name="again", agency=force, by=hart, at=NOW)
            return QuarantinedRow.objects.filter(mended_by__isnull=True).exists()

        receive_batch(set_aside, file_name="w9.csv", agency=force, by=hart, at=NOW)
        assert waits_after(mia), "sent again, word for word"
        assert waits_after(mia.replace(b"High", b"Medium")), "changed, and Noah is not in it"
        assert not waits_after(mia, noah)

    def test_a_message_that_was_set_aside_is_mended_by_one_that_names_its_children(self, force, hart):
        told = {"reference": "RC/9", "people": [{"role": "child", "first name": "Mia", "surname": "Bell"}]}
        with pytest.raises(NotReadable):
            receive_message(told, agency=force, received_at=NOW, by=hart, at=NOW)
        now = {"agency": force, "received_at": NOW, "by": hart, "at": NOW}

        receive_message(told | {"occurred": "2025-03-01", "people": [], "narrative": "a"}, **now)
        assert QuarantinedRow.objects.get().mended_by is None
        receive_message(told | {"occurred": "2025-03-01"}, **now)
        assert QuarantinedRow.objects.get().mended_by.version == 2

    def test_that_cannot_be_read_where_nobody_is_there_to_be_told_is_kept(self, force, hart):
        batch = receive_batch(b"\x00\x01<<<", file_name="x", agency=force, keep_unreadable=True, by=hart, at=NOW)

        assert (batch.rows_in, batch.rows_set_aside) == (1, 1)
        assert batch.set_aside.get().why


def _falls_over(*_args, **_more):
    raise ZeroDivisionError


def test_a_message_that_cannot_be_read_is_kept_and_said(force, hart, rosa):
    with pytest.raises(NotReadable) as why:
        receive_message({"reference": "RC/9", "people": []}, agency=force, received_at=NOW, by=hart, at=NOW)

    assert "It does not say when the incident was" in str(why.value)


def test_a_message_is_a_notice(force, hart):
    told = {
        "reference": "RC/9", "incident date time": "2025-03-02T22:10:00Z", "grade": "high", "narrative": "Shouting",
        "people": [{"role": "child", "first name": "Mia", "surname": "Bell", "dob": "2013-09-02", "present": True}],
    }  # fmt: skip

    made = receive_message(told, agency=force, received_at=NOW, by=hart, at=NOW).notification

    assert (made.grade, made.occurred_at.isoformat()) == ("high", "2025-03-02T22:10:00+00:00")
    assert made.people.get().present is True


@finding("S28", screen="/police/partnership/")
def test_lag_is_measured_from_the_incident_and_never_from_receipt(force, hart, rosa):
    received(notice(), agency=force, by=hart)

    found = numbers_of(force, viewer=rosa, at=NOW + timedelta(hours=3)).lags

    assert (found.all.median, found.all.late) == (45, 1)
    police_line, transit, ours = found.by_party
    assert (police_line.median, transit.median, ours.median) == (44, 1, 3)
    assert [line.median for line in found.by_stage if line.label == Stage.TO_TRIAGE.words] == [25]


@finding("S10", screen="/police/partnership/")
def test_both_partners_are_shown_the_same_numbers(force, hart, rosa, femi):
    made = received(notice(), agency=force, by=hart).notification
    received(notice("RC/2/25", grade=Grade.HIGH, people=(NOAH,)), agency=force, by=hart)
    record_decisions(
        made.contact, chosen_for(made.contact, Outcome.ADVICE), known={}, by=femi, at=NOW + timedelta(hours=5)
    )
    at = NOW + timedelta(hours=9)

    assert numbers_of(force, viewer=hart, at=at) == numbers_of(force, viewer=rosa, at=at)


def test_a_partner_sees_reference_and_state_of_their_own_and_nobodys_name(force, hart, cast):
    other = police(cast, key="shire-police", joined_by=cast.tom)
    received(notice(), agency=force, by=hart)
    received(notice("SH/1"), agency=other, by=cast.rosa)

    found = own_notices(viewer=hart, at=NOW)

    assert [(each.reference, each.status) for each in found] == [("RC/1/25", "With the front door")]
    assert not notifications(viewer=hart).exists()


class TestALetter:
    """Never to an address where somebody lives who is said to have harmed (hard stop 11)."""

    @pytest.fixture
    def contact(self, force, hart, femi):
        contact = received(notice(), agency=force, by=hart).notification.contact
        record_decisions(contact, chosen_for(contact, Outcome.ADVICE), known={}, by=femi, at=NOW)
        return contact

    @pytest.mark.parametrize(
        "to", ["3 Canal Street, RV4 4CD", "Ms Bell\n3 CANAL STREET\nRavenshire", "3, Canal Street"]
    )
    def test_never_goes_where_the_accused_lives(self, contact, dawn, to):
        with pytest.raises(NotSafeToWrite):
            tell_informant(contact, means=Means.LETTER, to=to, text="What happens next", by=dawn, at=NOW)

    def test_goes_to_the_house_next_door_but_ten(self, contact, dawn):
        told = tell_informant(
            contact, means=Means.LETTER, to="13 Canal Street, RV4 4CD", text="What happens next", by=dawn, at=NOW
        )

        assert told.pk

    def test_knows_the_accused_by_part(self, contact):
        accused = AdultInContact.objects.get(contact=contact, part="said_to_have_harmed")

        assert accused.as_told["address"] == "3 Canal Street"
