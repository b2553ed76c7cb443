"""The `lintel` command. Each subcommand lives in `config/commands/`, and is imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import ClassVar

import click


class OnFirstUse(click.Group):
    """A group whose subcommands are imported when they are asked for, so that `--help` is instant."""

    where: ClassVar[dict[str, tuple[str, str]]] = {
        # name: (module, one line for the help)
        "demo": ("demo", "Run, reset or export the invented council Ravenshire."),
        "import": ("load", "Load an Annex A workbook, a CIN census or a staff list."),
        "indicators": ("indicators", "Every indicator as it stands, as a table or as JSON."),
        "whatif": ("whatif", "What a decision would do to the work, from a scenario file."),
        "duplicates": ("duplicates", "Find records that may be one person, for people to decide."),
        "audit": ("audit", "Seal and verify the audit log."),
        "reporting-role": ("reporting_role", "A role of the database for analysts that is shown no sealed grade."),
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.where)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.where:
            return None
        module = importlib.import_module(f"lintel.config.commands.{self.where[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.where.items()])


@click.group(cls=OnFirstUse, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lintel")
def main() -> None:
    """Lintel: the front door of children's services, from the files you already have."""


def start_django() -> None:
    """Make models usable; called by subcommands that need the record."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    import django

    django.setup()


def fail(sentence: str, *, code: int = 1) -> None:
    """Say plainly what went wrong and what to do, and stop with an exit code."""
    click.secho(sentence, fg="red", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
