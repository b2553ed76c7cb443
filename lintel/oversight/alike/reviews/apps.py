"""How Django knows this part."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "lintel.oversight.alike.reviews"
