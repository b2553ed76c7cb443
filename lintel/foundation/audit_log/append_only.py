"""A trigger that refuses UPDATE, DELETE and TRUNCATE on a table, to whoever asks."""

from __future__ import annotations

import pgtrigger
from django.db import models
from pgtrigger import compiler


class UnconditionalSql(compiler.UpsertTriggerSql):  # type: ignore[misc]
    """
    The SQL of a trigger that a session cannot switch off.

    Every trigger pgtrigger writes obeys the setting `pgtrigger.ignore`, which anybody may set for their session. Only
    the table's owner can disable this one, and what the owner then does breaks the seals. Migrations refer to it.
    """

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid}
                {when} {operation} ON {table}
                FOR EACH {level}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class AppendOnly(pgtrigger.Trigger):  # type: ignore[misc]
    """Refuse UPDATE, DELETE and TRUNCATE, once for each statement: one that would touch no row is refused too."""

    name = "append_only"
    when = pgtrigger.Before
    level = pgtrigger.Statement
    operation = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    func = """
        RAISE EXCEPTION '% on % is refused: the audit log is only ever added to.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    """

    def compile(self, model: type[models.Model]) -> compiler.Trigger:
        sql = UnconditionalSql(
            pgid=self.get_pgid(model),
            func=self.format_sql(self.render_func(model)),
            table=model._meta.db_table,
            when=self.when,
            operation=self.operation,
            level=self.level,
        )
        return compiler.Trigger(name=self.name, sql=sql)
