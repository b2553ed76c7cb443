"""How Django knows this part."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModerationConfig(AppConfig):
    name = "lintel.oversight.moderation"

    def ready(self) -> None:
        from lintel.oversight.moderation.row_security import after_migrations

        post_migrate.connect(after_migrations, sender=self, dispatch_uid="rows of sealed grades are shut")
