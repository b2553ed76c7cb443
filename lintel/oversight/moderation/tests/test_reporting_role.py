"""No role of the database shows a grade, or what it rests on, before its moderator has locked theirs."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection, transaction

from lintel.foundation.drafts.actions import keep
from lintel.oversight.audits.acting.actions import agree_action
from lintel.oversight.audits.codes import Grade
from lintel.oversight.audits.tests.builders import an_auditor, opened, well_answered
from lintel.oversight.moderation.actions import lock
from lintel.oversight.moderation.reporting_role import NotAName, make_reporting_role
from lintel.oversight.moderation.row_security import SHOWN, shut
from lintel.oversight.moderation.tests.builders import LATER, a_moderator, drawn, read
from lintel.oversight.supervision.personal.actions import keep_personal
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SECRET = "Quillfeather found her life transformed."


@contextmanager
def as_role(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{name}"')
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def rows(asked: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchall()


def readable(name: str) -> list[str]:
    asked = (
        "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = '{}' AND privilege_type = 'SELECT'"
    )
    return sorted(table for (table,) in rows(asked.format(name)))


def tables_that_hold(words: str, tables: list[str]) -> list[str]:
    return [table for table in tables if rows(f"SELECT 1 FROM {table} t WHERE t::text LIKE '%{words}%' LIMIT 1")]


@pytest.fixture
def role() -> str:
    """Of a name nobody else's tests have; gone when the test's transaction is."""
    name = f"reporting_{connection.settings_dict['NAME']}"
    make_reporting_role(name)
    return name


@pytest.fixture
def sealed(cast, bells):
    """
    Audited with words one can look for, a draft of them left behind, something agreed in the same words, and taken by a
    moderator who has not locked; and a supervisor's personal part in these words.
    """
    wyn = an_auditor(cast)
    moderation = drawn(cast, bells.mia, grade=Grade.OUTSTANDING, auditor=wyn, why=SECRET)
    keep({"why": [SECRET]}, path=f"/audits/{moderation.audit_id}/", page="1" * 32, of=wyn, at=NOW)
    agree_action(
        moderation.audit, what=SECRET, for_what_change=SECRET, owner=cast.priya, due_on=LATER.date(), by=wyn, at=NOW
    )
    keep_personal(cast.priya.worker, held_on=NOW.date(), words=SECRET, by=cast.marcus, at=NOW)
    return read(moderation, by=a_moderator(cast))


def test_an_analysts_role_finds_no_trace_in_any_table_before_the_lock_and_the_grade_after(cast, role, sealed):
    tables = readable(role)
    assert len(tables) > 100
    with as_role(role):
        assert tables_that_hold("Quillfeather", tables) == []
        for table in ("audits_grading", "audits_gradingevent", "moderation_moderation", "moderation_moderationevent"):
            assert rows(f"SELECT * FROM {table}") == []
        assert rows("SELECT * FROM audits_answer") == []
    assert tables_that_hold("Quillfeather", ["audits_grading"]) == ["audits_grading"]  # the owner's own, unshut

    lock(sealed.pk, grade=Grade.GOOD, why="So.", by=a_moderator(cast), at=LATER)
    with as_role(role):
        assert rows("SELECT grade FROM audits_grading") == [(4,)]
        assert rows("SELECT grade FROM moderation_moderation") == [(3,)]
        assert rows("SELECT what FROM audits_auditaction") == [(SECRET,)]
        assert rows("SELECT * FROM supervision_personalrecord") == []


def test_nor_does_a_role_somebody_made_by_hand_and_gave_every_table(sealed):
    name = f"by_hand_{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{name}"; GRANT USAGE ON SCHEMA public TO "{name}"')
        cursor.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{name}"')
    with as_role(name):
        assert tables_that_hold("Quillfeather", readable(name)) == []


def test_nor_while_it_is_in_the_auditors_hands(cast, bells, role):
    wyn = an_auditor(cast)
    well_answered(opened(cast, bells.mia, auditor=wyn), by=wyn, grade_given=Grade.INADEQUATE, why=SECRET)
    with as_role(role):
        assert tables_that_hold("Quillfeather", readable(role)) == []


def test_it_writes_nothing_and_reads_no_draft_no_session_and_no_password(role):
    for asked in (
        "SELECT * FROM drafts_draft", "SELECT * FROM django_session", "SELECT password FROM access_user",
        "UPDATE audits_grading SET grade = 1", "DELETE FROM people_person",
    ):  # fmt: skip
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_role_that_fails(role):
            rows(asked)
    with as_role(role):
        assert rows("SELECT name FROM access_user LIMIT 1") is not None


@contextmanager
def as_role_that_fails(name: str) -> Iterator[None]:
    """Within a savepoint that is rolled back, and the role with it."""
    rows_of_none = connection.cursor()
    rows_of_none.execute(f'SET LOCAL ROLE "{name}"')
    yield


def test_every_table_that_could_tell_is_shut_and_shutting_again_changes_nothing():
    found = rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
    assert {table for (table,) in found} == set(SHOWN)
    assert shut() == 0


def test_it_is_given_a_name_that_can_be_one():
    with pytest.raises(NotAName):
        make_reporting_role("x; --")
