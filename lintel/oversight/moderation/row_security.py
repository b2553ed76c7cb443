"""
What no ordinary role of the database gets past: rows that would tell a grade before its moderator has locked theirs,
and what was written for one person or two.

Row security holds also for a role that somebody makes by hand and grants every table to. It does not hold for the
tables' owner, which is Lintel itself, nor for superusers and roles with BYPASSRLS: those are for whoever runs the
database, and for nobody who reads numbers. `lintel reporting-role` makes one for analysts. Laid after every migration.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

OPEN = "EXISTS (SELECT 1 FROM audits_grading g WHERE g.audit_id = {table}.audit_id AND NOT g.sealed)"
OF_OPEN = (
    "EXISTS (SELECT 1 FROM moderation_moderation m JOIN audits_grading g ON g.audit_id = m.audit_id"
    " WHERE m.id = {table}.moderation_id AND NOT g.sealed)"
)
NOTHING = "false"
# By table: which rows another role than Lintel's own may read. Of two moderators neither is told the other's grade,
# and why an audit was drawn is told with its grade.
SHOWN = {
    "audits_grading": "NOT sealed",
    "audits_gradingevent": OPEN,
    "audits_answer": OPEN,
    "audits_answerevent": OPEN,
    "audits_citation": OPEN,
    "audits_citationevent": OPEN,
    # What an audit asked for, what it stopped for and what people said of the work: as good as its grade.
    "audits_auditaction": OPEN,
    "audits_auditactionevent": OPEN,
    "audits_escalation": OPEN,
    "audits_escalationevent": OPEN,
    "audits_feedback": OPEN,
    "audits_feedbackevent": OPEN,
    "audits_gradeinhand": NOTHING,
    "audits_gradeinhandevent": NOTHING,
    "moderation_moderation": OPEN,
    "moderation_moderationevent": OPEN,
    "moderation_moderatorcitation": OF_OPEN,
    "moderation_moderatorcitationevent": OF_OPEN,
    "moderation_judgedanswer": OF_OPEN,
    "moderation_judgedanswerevent": OF_OPEN,
    "moderation_drawseed": NOTHING,
    # A leader's own guesses, the personal part of supervision, and blind readings of supervision: nobody else's.
    "fanlight_seed": NOTHING,
    "fanlight_weeklyrecord": NOTHING,
    "fanlight_weeklyrecordevent": NOTHING,
    "fanlight_estimate": NOTHING,
    "fanlight_estimateevent": NOTHING,
    "drift_checkseed": NOTHING,
    "supervision_personalrecord": NOTHING,
    "supervision_rubricseed": NOTHING,
    "supervision_rubricdraw": NOTHING,
    "supervision_rating": NOTHING,
    "supervision_observation": NOTHING,
    "supervision_observedrating": NOTHING,
    # What somebody has typed and not sent: a grade among it. It is nobody else's.
    "drafts_draft": NOTHING,
    "drafts_savedform": NOTHING,
}
POLICY = "only_what_is_open"


def shut(using: str = "default") -> int:
    """Lay the policies that are not laid as they stand here; how many were."""
    laid = 0
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, obj_description(p.oid, 'pg_policy')"
            " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE p.polname = %s",
            [POLICY],
        )
        held = dict(cursor.fetchall())
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s)", [list(SHOWN)])
        for (table,) in cursor.fetchall():
            which = SHOWN[table].format(table=table)
            if held.get(table) == which:
                continue
            said = which.replace("'", "''")
            cursor.execute(
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
                f" DROP POLICY IF EXISTS {POLICY} ON {table};"
                f" CREATE POLICY {POLICY} ON {table} FOR SELECT USING ({which});"
                f" COMMENT ON POLICY {POLICY} ON {table} IS '{said}'"
            )
            laid += 1
    return laid


def after_migrations(*, using: str, **_: Any) -> None:
    """Called once tables are there or have changed."""
    shut(using)
