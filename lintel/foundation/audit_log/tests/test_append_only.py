"""The database refuses to change or remove what is in the audit log, whoever asks and however."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lintel.foundation.audit_log.actions import note
from lintel.foundation.audit_log.models import Entry

pytestmark = pytest.mark.django_db

TABLES = ["audit_log_entry", "audit_log_seal", "audit_log_sealedentry"]


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM {0}", "TRUNCATE {0} CASCADE", "UPDATE {0} SET {1} = {1}"],
    ids=["delete", "truncate", "update"],
)
def test_the_database_refuses_to_change_the_log(table, statement):
    column = "entry_id" if table == "audit_log_sealedentry" else "id"

    with pytest.raises(IntegrityError, match="only ever added to"):
        run(statement.format(table, column))


def test_an_upsert_is_no_way_round(now):
    entry = note("list opened", by=None, at=now)

    with pytest.raises(IntegrityError, match="only ever added to"):
        run(
            "INSERT INTO audit_log_entry (id, at, act, subject_kind, details)"
            f" VALUES ({entry.pk}, now(), 'x', '', '{{}}') ON CONFLICT (id) DO UPDATE SET act = excluded.act"
        )


def test_a_session_cannot_switch_the_refusal_off(now):
    note("list opened", by=None, at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', '{' || string_agg(tgname, ',') || '}', true) FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_append_only%%'"
        )

    with pytest.raises(IntegrityError, match="only ever added to"):
        run("DELETE FROM audit_log_entry")


def test_an_entry_says_what_was_done(now):
    with pytest.raises(IntegrityError, match="an_entry_says_what_was_done"):
        note("", by=None, at=now)


def test_an_entry_carries_its_transaction_and_the_clock_of_the_database(now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint, now()")
        this_transaction, clock = cursor.fetchone()

    entry = Entry.objects.get(pk=note("list opened", by=None, at=now).pk)

    assert (entry.transaction, entry.at) == (this_transaction, now)
    assert clock <= entry.written_at < clock + timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_an_empty_log_behind_first_half(now):
    note("list opened", by=None, at=now)

    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_an_empty_log_behind_second_half():
    assert Entry.objects.count() == 0
