"""
Whatever somebody with the database in their hands does to a sealed entry is found, and named.

These tests are that somebody: they switch the database's own refusal off, as only the owner of the tables can.
"""

import random
from datetime import timedelta

import pytest
from django.db import connection, transaction

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.actions import note, seal
from lintel.foundation.audit_log.models import Entry, Seal, SealedEntry
from lintel.foundation.audit_log.queries import Kind, PublishedRoot, published_roots, verify
from lintel.foundation.audit_log.rules import digest_of
from tests.cast import NOW, build_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_else_writes")]

TAMPERS = 300
TABLES = [model._meta.db_table for model in (Entry, Seal, SealedEntry)]


class PutBack(Exception):
    """Ends the pretence: everything a tamperer did is rolled back."""


def tampered(sql, parameters=(), *, viewer, published=()):
    """The verdict after somebody has run this; then everything is put back as it was."""
    verdict = None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(sql, parameters)
            verdict = verify(viewer=viewer, published=published)
            raise PutBack
    except PutBack:
        return verdict


def write_a_log(*, seals, people):
    chance = random.Random(7)
    for number in range(seals):
        with transaction.atomic():
            for _ in range(chance.randint(1, 12)):
                note(
                    chance.choice(["list opened", "contact decided", "exported"]),
                    by=chance.choice(people), at=NOW + timedelta(minutes=number), child_id=chance.randint(1, 9),
                    rows=chance.randint(0, 500), path="/indicators/K06/",
                )  # fmt: skip
        seal(at=NOW + timedelta(minutes=number))


@pytest.fixture
def grace(transactional_db):
    """The information governance officer, and a log of twenty seals."""
    cast = build_cast()
    write_a_log(seals=20, people=[cast.priya, cast.marcus, cast.helen])
    return cast.grace


def test_a_log_nobody_touched_is_whole(grace):
    verdict = verify(viewer=grace)

    assert verdict.is_whole
    assert (verdict.entries, verdict.seals, verdict.waiting) == (Entry.objects.count(), 20, 0)
    assert verdict.head == Seal.objects.order_by("pk").last().root


def test_an_empty_log_is_whole(db):
    verdict = verify(viewer=build_cast().grace)

    assert (verdict.is_whole, verdict.seals) == (True, 0)


def edit(entry, chance):
    column, value = chance.choice(
        [
            ("act", "nothing happened"), ("by_id", None), ("child_id", 4711), ("subject_kind", "x"), ("subject_id", 1),
            ("details", '{"rows": 1000}'), ("transaction", entry.transaction - 1), ("written_at", NOW),
        ]
    )  # fmt: skip
    return Kind.CHANGED, f"UPDATE audit_log_entry SET {column} = %s WHERE id = %s", [value, entry.pk]


def back_date(entry, chance):
    earlier = entry.at - timedelta(days=chance.randint(1, 400))
    return Kind.CHANGED, "UPDATE audit_log_entry SET at = %s WHERE id = %s", [earlier, entry.pk]


def remove(entry, chance):
    return Kind.REMOVED, "DELETE FROM audit_log_entry WHERE id = %s", [entry.pk]


def forge(entry, chance):
    """Slip in an entry that looks as if it had been written together with this one."""
    sql = """
        INSERT INTO audit_log_entry (id, at, act, by_id, subject_kind, subject_id, child_id, details, transaction)
        SELECT %s, at, 'list opened', by_id, subject_kind, subject_id, child_id, details, transaction
        FROM audit_log_entry WHERE id = %s
    """
    return Kind.INSERTED, sql, [entry.pk + 1_000_000, entry.pk]


@pytest.mark.slow
def test_three_hundred_tampers_are_all_found_and_named(grace):
    chance = random.Random(20250303)
    entries = list(Entry.objects.order_by("pk"))
    missed = []

    for _ in range(TAMPERS):
        entry = chance.choice(entries)
        tamper = chance.choice([edit, back_date, remove, forge])
        kind, sql, parameters = tamper(entry, chance)
        named = parameters[0] if tamper is forge else entry.pk
        faults = tampered(sql, parameters, viewer=grace).faults
        if [(fault.kind, fault.entry) for fault in faults] != [(kind, named)]:
            missed.append((tamper.__name__, entry.pk, faults))

    assert missed == []
    assert verify(viewer=grace).is_whole


def the_third_seal():
    return Seal.objects.order_by("pk")[2]


def test_removing_an_entry_together_with_its_place_in_the_seal_is_found(grace):
    line = the_third_seal().covers.get(position=0)

    faults = tampered(
        "DELETE FROM audit_log_sealedentry WHERE entry_id = %s; DELETE FROM audit_log_entry WHERE id = %s",
        [line.pk, line.pk], viewer=grace,
    ).faults  # fmt: skip

    assert {fault.kind for fault in faults} == {Kind.REMOVED, Kind.SEAL_BROKEN}
    assert {fault.seal for fault in faults} == {the_third_seal().pk}


def test_an_edit_with_a_new_hash_beside_it_breaks_the_seal(grace):
    line = the_third_seal().covers.get(position=0)
    forged = {**Entry.objects.filter(pk=line.pk).values().get(), "act": "nothing happened"}

    faults = tampered(
        "UPDATE audit_log_entry SET act = 'nothing happened' WHERE id = %s;"
        "UPDATE audit_log_sealedentry SET digest = %s WHERE entry_id = %s",
        [line.pk, digest_of(forged), line.pk], viewer=grace,
    ).faults  # fmt: skip

    assert [(fault.kind, fault.seal) for fault in faults] == [(Kind.SEAL_BROKEN, the_third_seal().pk)]


def test_slipping_an_entry_in_with_a_place_in_a_seal_is_found_and_named(grace):
    seal_number, places = the_third_seal().pk, the_third_seal().entries
    last_real_entry = Entry.objects.order_by("pk").last().pk

    faults = tampered(
        """
        WITH forged AS (
            INSERT INTO audit_log_entry (at, act, subject_kind, details)
            VALUES (now(), 'exported', '', '{}') RETURNING id
        ) INSERT INTO audit_log_sealedentry (entry_id, seal_id, position, digest) SELECT id, %s, %s, 'x' FROM forged
        """,
        [seal_number, places],
        viewer=grace,
    ).faults

    assert faults[0].kind is Kind.INSERTED
    assert faults[0].entry > last_real_entry
    assert {fault.seal for fault in faults} == {seal_number}


def test_an_entry_from_a_transaction_that_is_yet_to_come_is_found(grace):
    faults = tampered(
        "INSERT INTO audit_log_entry (at, act, subject_kind, details, transaction)"
        " VALUES (now(), 'exported', '', '{}', 900000000000)",
        viewer=grace,
    ).faults

    assert [fault.kind for fault in faults] == [Kind.INSERTED]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_log_seal SET root = repeat('0', 64) WHERE id = %s",
        "UPDATE audit_log_seal SET sealed_at = sealed_at - interval '1 day' WHERE id = %s",
        "UPDATE audit_log_seal SET sealed_before = sealed_before - 1 WHERE id = %s",
        "UPDATE audit_log_seal SET entries = entries + 1 WHERE id = %s",
        "UPDATE audit_log_sealedentry SET position = position + 100 WHERE seal_id = %s",
    ],
    ids=["root", "time", "reach", "count", "places"],
)
def test_changing_a_seal_is_found(grace, change):
    verdict = tampered(change, [the_third_seal().pk], viewer=grace)

    assert not verdict.is_whole


@pytest.mark.parametrize("which", [0, 2, 18, 19], ids=["first", "third", "last but one", "last"])
def test_removing_a_seal_is_found_and_named(grace, which):
    gone, after = Seal.objects.order_by("pk")[which], Seal.objects.order_by("pk")[which + 1 :].first()

    faults = tampered(
        "SET CONSTRAINTS ALL DEFERRED; DELETE FROM audit_log_seal WHERE id = %s", [gone.pk], viewer=grace
    ).faults

    assert [(fault.kind, fault.seal) for fault in faults] == [
        (Kind.SEAL_REMOVED, gone.pk),
        *([(Kind.SEAL_REMOVED, after.pk)] if after else []),
    ]
    assert not after or faults[1].sentence == f"The seal just before seal {after.pk} was removed."


CUT_OFF_THE_END = """
    CREATE TEMPORARY TABLE cut ON COMMIT DROP AS SELECT entry_id FROM audit_log_sealedentry WHERE seal_id >= {0};
    DELETE FROM audit_log_sealedentry WHERE seal_id >= {0};
    DELETE FROM audit_log_entry WHERE id IN (SELECT entry_id FROM cut);
    DELETE FROM audit_log_seal WHERE id >= {0};
"""


def test_cutting_off_the_end_of_the_log_is_found_by_roots_kept_elsewhere(grace):
    kept = [PublishedRoot(seal=each.pk, root=each.root) for each in published_roots(viewer=grace)]
    cut = CUT_OFF_THE_END.format(kept[-3].seal)

    alone = tampered(cut, viewer=grace)
    compared = tampered(cut, viewer=grace, published=kept)

    assert alone.is_whole  # this is the limit that roots kept elsewhere are for
    assert [fault.seal for fault in compared.faults] == [each.seal for each in kept[-3:]]


def test_a_log_written_anew_from_end_to_end_is_found_by_roots_kept_elsewhere(grace):
    published = [PublishedRoot(seal=the_third_seal().pk, root="e" * 64)]

    verdict = verify(viewer=grace, published=published)

    assert [(fault.kind, fault.seal) for fault in verdict.faults] == [(Kind.SEAL_BROKEN, the_third_seal().pk)]


def test_roots_kept_elsewhere_that_are_the_same_change_nothing(grace):
    kept = [PublishedRoot(seal=each.pk, root=each.root) for each in published_roots(viewer=grace)]

    assert verify(viewer=grace, published=kept).is_whole


def test_entries_not_sealed_yet_are_counted_and_are_no_fault(grace):
    note("list opened", by=grace, at=NOW)

    verdict = verify(viewer=grace)

    assert (verdict.is_whole, verdict.waiting) == (True, 1)


def test_at_most_a_thousand_faults_are_named_and_all_are_counted(grace, monkeypatch):
    monkeypatch.setattr("lintel.foundation.audit_log.queries.MOST_FAULTS_NAMED", 5)

    verdict = tampered("UPDATE audit_log_entry SET act = 'nothing happened'", viewer=grace)

    assert len(verdict.faults) == 5
    assert verdict.faults_found == Entry.objects.count()


def test_progress_adds_up_to_every_entry(grace):
    looked_at = []

    verify(viewer=grace, progress=looked_at.append)

    assert sum(looked_at) == Entry.objects.count()


@pytest.mark.parametrize("name", ["tom", "priya", "helen", "anil", "ola", "ines"])
def test_only_those_who_answer_for_the_log_verify_it(cast, name):
    with pytest.raises(NotAllowed):
        verify(viewer=cast.people[name])
