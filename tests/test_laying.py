"""An empty database laid as the models have it is the one the migrations lead to."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]

# What each database holds, by name and definition: columns, constraints, indexes, and triggers with their functions.
CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default, character_maximum_length,
               numeric_precision, numeric_scale
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(t.oid), prosrc
        FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal
    """,
}
LAY = "from lintel.config.laying import lay; lay()"
MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"


@pytest.fixture
def scratch(db: None) -> Iterator[list[str]]:
    """Two empty databases on the server of the tests."""
    names = [f"{connection.settings_dict['NAME']}_{how}" for how in ("laid", "migrated")]
    asked = connection.get_connection_params()
    with psycopg.connect(**{**asked, "dbname": "postgres"}, autocommit=True) as server:
        for name in names:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}"')
        yield names
        for name in names:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def bring_up(database: str, how: str) -> None:
    asked = connection.settings_dict
    url = f"postgres://{asked['USER']}:{asked['PASSWORD']}@/{database}"
    where = {"PGHOST": asked["HOST"], "PGPORT": str(asked["PORT"] or "")}
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {how}"], cwd=ROOT, check=True,
        env={**os.environ, **where, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lintel.config.settings"},
    )  # fmt: skip


def catalogue(database: str) -> dict[str, list[str]]:
    with psycopg.connect(**{**connection.get_connection_params(), "dbname": database}) as held:
        return {what: sorted(map(str, held.execute(asks).fetchall())) for what, asks in CATALOGUE.items()}


@pytest.mark.long
def test_both_ways_lead_to_the_same_tables_constraints_indexes_and_triggers(scratch):
    laid, migrated = scratch
    bring_up(laid, LAY)
    bring_up(migrated, MIGRATE)

    one, other = catalogue(laid), catalogue(migrated)
    for what in CATALOGUE:
        assert set(one[what]) ^ set(other[what]) == set(), what
        assert len(one[what]) > 100
