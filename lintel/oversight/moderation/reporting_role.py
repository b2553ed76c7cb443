"""
A role of the database for analysts' own tools: it reads, writes nothing, and is shown no sealed grade.

What it never reads at all: drafts, sessions and what accounts sign in with. Of audits and moderations it is shown only
what is open, and nothing of leaders' guesses, the personal part of supervision and blind readings of it
(`row_security`). It still sees children: whoever is given it answers for that as for any copy.
"""

from __future__ import annotations

import re

from django.db import connection, transaction
from psycopg import sql

from lintel.oversight.moderation.row_security import shut

NAME = re.compile(r"[a-z][a-z0-9_]{2,40}")
# What a role that reads numbers has no business with, by the beginning of the table's name.
KEPT_BACK = (
    "drafts_", "django_session", "account_", "mfa_", "axes_", "api_keys_", "procrastinate_", "auth_", "socialaccount_",
    "usersessions_",
)  # fmt: skip
# Tables of which some columns are kept back.
WITHOUT = {"access_user": ("password",)}


class NotAName(Exception):
    """A role's name is small letters, digits and underscores."""


@transaction.atomic
def make_reporting_role(name: str) -> int:
    """
    Make the role, or bring an old one up to date; how many tables it reads. It cannot sign in until somebody gives it a
    password or grants it to somebody's own role.

    :raises NotAName: if it could not be one.
    """
    if not NAME.fullmatch(name):
        raise NotAName(name)
    role = sql.Identifier(name)
    shut()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT NOBYPASSRLS").format(role))
        cursor.execute(sql.SQL("ALTER ROLE {} NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(role))
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        tables = [table for table in connection.introspection.table_names(cursor) if not table.startswith(KEPT_BACK)]
        for table in tables:
            kept = WITHOUT.get(table, ())
            columns = (
                [each.name for each in connection.introspection.get_table_description(cursor, table)] if kept else []
            )
            named = sql.SQL(", ").join(sql.Identifier(each) for each in columns if each not in kept)
            which = sql.SQL("({})").format(named) if kept else sql.SQL("")
            cursor.execute(sql.SQL("GRANT SELECT {} ON {} TO {}").format(which, sql.Identifier(table), role))
    return len(tables)
