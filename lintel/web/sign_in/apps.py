"""How Django knows this part."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "lintel.web.sign_in"

    def ready(self) -> None:
        from lintel.web.sign_in import entries  # noqa: F401 — connects its receivers
