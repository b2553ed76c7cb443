"""`lintel reporting-role`: a role of the database for analysts, which reads and is shown no sealed grade."""

from __future__ import annotations

import click

from lintel.config.command import fail, start_django


@click.command()
@click.option("--name", default="lintel_reporting", show_default=True, help="What the role is called.")
def command(name: str) -> None:
    """
    Make a role of the database that may read and write nothing, or bring it up to date after an upgrade.

    It reads no drafts, no sessions and nothing accounts sign in with; of audits only what is open. It cannot sign in by
    itself: grant it to each analyst's own role.
    """
    start_django()
    from django.db import DatabaseError

    from lintel.oversight.moderation.reporting_role import NotAName, make_reporting_role

    try:
        tables = make_reporting_role(name)
    except NotAName:
        fail("A role's name is small letters, digits and underscores, for example lintel_reporting.")
    except DatabaseError as refused:
        fail(f"The database did not allow it: {str(refused).splitlines()[0]} Run it as a role that may make roles.")
    else:
        click.echo(f"{name} reads {tables} tables, and no grade before its moderator has locked theirs.")
        click.echo(f"To let somebody use it:  GRANT {name} TO their_own_role;")
