"""Addresses of the threshold document."""

from django.urls import path

from lintel.oversight.thresholds.permissions import READ_THRESHOLDS
from lintel.web.components import navigation
from lintel.web.thresholds import since, views

app_name = "thresholds"

navigation.register(
    navigation.Item(
        "Thresholds", "thresholds:versions", READ_THRESHOLDS, "the threshold document in force", 35, group="Thresholds"
    )
)

urlpatterns = [
    path("thresholds/", views.versions, name="versions"),
    path("thresholds/<int:number>/", views.one, name="one"),
    path("thresholds/<int:number>/level/", views.level, name="level"),
    path("thresholds/<int:number>/level/<int:level>/", views.level, name="level_anew"),
    path("thresholds/<int:number>/level/remove/", views.remove_level, name="remove_level"),
    path("thresholds/<int:number>/consultation/", views.consultation, name="consultation"),
    path("thresholds/<int:number>/early-help/", views.early_help, name="early_help"),
    path("thresholds/<int:number>/day/", views.day, name="day"),
    path("thresholds/<int:number>/what-if/", views.what_if, name="what_if"),
    path("thresholds/<int:number>/activate/", views.activate, name="activate"),
    path("thresholds/<int:number>/in-force-already/", views.in_force_already, name="in_force_already"),
    path("thresholds/<int:number>/withdraw/", views.withdraw, name="withdraw"),
    path("thresholds/<int:number>/early-help-children/", since.children, name="children"),
    path("thresholds/<int:number>/early-help-children/look/", since.look, name="look"),
    path("thresholds/<int:number>/early-help-children.csv", since.children_csv, name="children_csv"),
]
