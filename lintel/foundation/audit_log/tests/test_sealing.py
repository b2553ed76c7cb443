"""Every committed entry is sealed exactly once, whoever writes beside the sealer and however slowly."""

import random
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from lintel.foundation.audit_log import actions
from lintel.foundation.audit_log.actions import TransactionsRestarted, note, seal, seal_after_restore
from lintel.foundation.audit_log.models import Entry, Seal, SealedEntry
from lintel.foundation.audit_log.queries import verify
from lintel.foundation.audit_log.tasks import seal_what_is_finished
from tests.cast import NOW, build_cast

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
ROUNDS = 30
# Tests of other databases on the same server may hold the horizon back for as long as one of them lasts.
SEALED_WITHIN_SECONDS = 300


def in_thread(work, *arguments):
    def with_a_connection_of_its_own():
        try:
            work(*arguments)
        finally:
            connection.close()

    thread = threading.Thread(target=with_a_connection_of_its_own)
    thread.start()
    return thread


def seal_until(is_enough):
    deadline = time.monotonic() + SEALED_WITHIN_SECONDS
    while not is_enough():
        assert time.monotonic() < deadline, "the sealer did not catch up"
        if seal(at=NOW) is None:
            time.sleep(0.01)


def everything_is_sealed():
    return not Entry.objects.filter(sealed__isnull=True).exists()


class ChangedMyMind(Exception):
    pass


def write_now_and_then(writer, wrote, is_over):
    chance = random.Random(writer)
    for turn in range(ROUNDS):
        try:
            with transaction.atomic():
                for line in range(chance.randint(1, 4)):
                    note("list opened", by=None, at=NOW, writer=writer, turn=turn, line=line)
                    # Some transactions are slow: others with later ids commit before them.
                    time.sleep(chance.choice([0, 0, 0.002, 0.02]))
                if chance.random() < 0.2:
                    raise ChangedMyMind
        except ChangedMyMind:
            continue
        wrote.append(turn)
    is_over.release()


def test_eight_writers_with_slow_and_abandoned_transactions_are_sealed_exactly_once(other_databases_do_not_count):
    committed, is_over = [], threading.Semaphore(0)
    writers = [in_thread(write_now_and_then, writer, committed, is_over) for writer in range(WRITERS)]

    while any(writer.is_alive() for writer in writers):
        seal(at=NOW)
    for writer in writers:
        writer.join()
    seal_until(everything_is_sealed)

    assert 0 < len(committed) < WRITERS * ROUNDS
    assert len({(e["writer"], e["turn"]) for e in Entry.objects.values_list("details", flat=True)}) == len(committed)
    assert set(SealedEntry.objects.values_list("pk", flat=True)) == set(Entry.objects.values_list("pk", flat=True))
    assert Seal.objects.aggregate(covered=Sum("entries"))["covered"] == Entry.objects.count()
    assert verify(viewer=build_cast().grace).is_whole


def test_an_entry_of_a_slow_transaction_is_sealed_although_later_ids_were_there_before_it(
    other_databases_do_not_count,
):
    has_written, may_finish = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            note("slow", by=None, at=NOW)
            has_written.set()
            may_finish.wait(30)

    slow = in_thread(write_slowly)
    has_written.wait(30)
    note("quick", by=None, at=NOW)
    sealed_meanwhile = seal(at=NOW)
    may_finish.set()
    slow.join()
    seal_until(everything_is_sealed)

    assert sealed_meanwhile is None
    assert list(Entry.objects.order_by("pk").values_list("act", flat=True)) == ["slow", "quick"]


def test_two_sealers_at_once_do_not_seal_twice(nobody_else_writes):
    for _ in range(50):
        note("list opened", by=None, at=NOW)

    sealers = [in_thread(lambda: seal(at=NOW)) for _ in range(4)]
    for sealer in sealers:
        sealer.join()

    assert Seal.objects.count() == 1
    assert SealedEntry.objects.count() == 50


def test_there_is_no_seal_over_nothing(nobody_else_writes):
    assert seal(at=NOW) is None
    note("list opened", by=None, at=NOW)
    assert seal(at=NOW).entries == 1
    assert seal(at=NOW) is None


def test_each_seal_names_the_one_before(nobody_else_writes):
    seals = []
    for minute in range(3):
        note("list opened", by=None, at=NOW)
        seals.append(seal(at=NOW + timedelta(minutes=minute)))

    assert [each.previous for each in seals] == [None, seals[0], seals[1]]
    assert len({each.root for each in seals}) == 3


def test_a_long_backlog_is_sealed_in_batches_that_do_not_split_a_transaction(nobody_else_writes, monkeypatch):
    monkeypatch.setattr(actions, "MOST_IN_A_SEAL", 10)
    for size in (4, 4, 4, 25, 3):
        with transaction.atomic():
            for _ in range(size):
                note("list opened", by=None, at=NOW)

    seal_what_is_finished(timestamp=int(NOW.timestamp()))

    assert list(Seal.objects.order_by("pk").values_list("entries", flat=True)) == [8, 4, 25, 3]
    assert everything_is_sealed()


def test_sealing_costs_the_same_number_of_questions_whatever_the_length_of_the_log(
    nobody_else_writes, django_assert_num_queries
):
    for _ in range(3):
        note("list opened", by=None, at=NOW)
        seal(at=NOW)
    note("list opened", by=None, at=NOW)

    with django_assert_num_queries(9):
        seal(at=NOW)


def test_after_a_restore_the_sealer_stops_until_it_is_told(nobody_else_writes, monkeypatch):
    cast = build_cast()
    with monkeypatch.context() as another_server:
        another_server.setattr(actions, "_every_transaction_before_this_is_finished", lambda: 10**15)
        seal(at=NOW)
    note("written after the restore", by=None, at=NOW)

    with pytest.raises(TransactionsRestarted):
        seal(at=NOW)
    before = verify(viewer=cast.grace)
    seal_after_restore(by=cast.command_line, at=NOW)
    note("and after that", by=None, at=NOW)
    seal(at=NOW)
    after = verify(viewer=cast.grace)

    assert (before.is_whole, before.is_restored, before.waiting) == (True, True, 1)
    assert (after.is_whole, after.is_restored, after.waiting) == (True, False, 0)
    assert Entry.objects.filter(act="sealed after a restore", by=cast.command_line).count() == 1
