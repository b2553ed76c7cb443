"""What every test may ask for."""

import gc
import os
import secrets
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pgtrigger
import pytest
from csp.middleware import CSPMiddleware
from django.apps import AppConfig
from django.conf import settings
from django.core import signing
from django.core.management.commands import flush
from django.core.signing import base64_hmac
from django.db import connection, transaction
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.middleware import csrf
from django.test import override_settings

from lintel.config import laying

# No test pulls the plug, so none waits for the disk.
os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")

# How fast a machine is shows in benchmarks, not in tests: beside other work one case in a thousand takes a while.
# The same cases are drawn in every run, so that one run can be held against another; `make test-long` draws new ones.
hypothesis.settings.register_profile(
    "at any speed", deadline=None, derandomize="LINTEL_NEW_CASES" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)  # fmt: skip
hypothesis.settings.load_profile("at any speed")

pytest_plugins = ["tests.cast", "tests.ravenshire", "tests.browser.looking"]


def pytest_collection_finish() -> None:
    """Look for rubbish seldom, and not among all that was imported: a tenth of the time of the tests went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _there_is_a_folder_for_static_files() -> None:
    """WhiteNoise warns where it is missing, and in tests a warning is an error."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_quickly() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["tests.passwords.QuickArgon2"]):
        yield


def _nonce_of_digits(_: CSPMiddleware, request: HttpRequest) -> str:
    """The number of a page's scripts, the same however often the page asks for it."""
    request.__dict__.setdefault("_csp_nonce", str(secrets.randbits(128)))
    return str(request.__dict__["_csp_nonce"])


def _signature_of_digits(*signed: Any, **how: Any) -> str:
    return str(int.from_bytes(base64_hmac(*signed, **how).encode()))


@pytest.fixture(scope="session", autouse=True)
def _no_token_spells_a_name() -> Iterator[None]:
    """Of what is drawn at random on every page, a name of three letters would be found once in a thousand runs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csrf, "CSRF_ALLOWED_CHARS", string.digits)
        patched.setattr(
            signing, "base64_hmac", lambda *of, **how: str(int.from_bytes(base64_hmac(*of, **how).encode()))
        )
        patched.setattr(CSPMiddleware, "_make_nonce", _nonce_of_digits)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Lay the tables of tests as the models have them; `tests/test_laying.py` shows that migrations lead there too."""
    settings.MIGRATION_MODULES = laying.ours_without_migrations()
    post_migrate.connect(_install_triggers, dispatch_uid="triggers as the models have them")


def _install_triggers(app_config: AppConfig, using: str, **_: Any) -> None:
    if app_config.name == "django.contrib.contenttypes":  # once is enough
        pgtrigger.install(database=using)


# What laying the tables writes, and no test changes.
STAYS = {"django_content_type", "auth_permission", "django_site"}


@pytest.fixture(scope="session", autouse=True)
def _tests_that_commit_are_quickly_cleared_away() -> Iterator[None]:
    """
    Let Django empty the database after a test that commits: only the tables something stands in, and nothing anew.

    TRUNCATE of every table takes a second, the audit log refuses it, and laying permissions and triggers again takes
    another. Only a superuser can switch triggers off, so that is what we do here, around the emptying and nowhere else.
    """

    def empty_what_is_not_empty(self: DatabaseOperations, sql_list: list[str]) -> None:
        names = set(self.connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAYS
        tables = [self.quote_name(name) for name in sorted(names)]
        asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608
        with transaction.atomic(), self.connection.cursor() as cursor:
            cursor.execute(asked)
            filled = [table for (table,) in cursor.fetchall()]
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", empty_what_is_not_empty)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _a_test_database_goes_even_if_a_thread_still_looks_at_it() -> Iterator[None]:
    """The last request of a browser, or a thread of a test, may hold its connection a moment longer than the suite."""

    def drop(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseCreation, "_destroy_test_db", drop)
        yield


HORIZON = "lintel.foundation.audit_log.actions._every_transaction_before_this_is_finished"


@pytest.fixture
def other_databases_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Seal without waiting for transactions of other databases on the same server, which tests side by side hold for long.

    The sealer's horizon is the whole server's. Here it is the oldest transaction of this database that still runs.
    """

    def every_transaction_of_this_database() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(min(backend_xid::text::bigint), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
                " FROM pg_stat_activity WHERE datname = current_database()"
            )
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(HORIZON, every_transaction_of_this_database)


@pytest.fixture
def nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Seal without waiting for transactions of other databases on the same server, as tests side by side have them.

    The sealer's horizon is the whole server's; in these tests nothing else writes to the log while it seals.
    """

    def every_transaction_so_far() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(HORIZON, every_transaction_so_far)
