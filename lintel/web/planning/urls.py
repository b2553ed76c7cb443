"""Addresses of the what-ifs."""

from django.urls import path

from lintel.oversight.demand.what_if.permissions import SEE_WHAT_IFS
from lintel.web.components import navigation
from lintel.web.planning import views

app_name = "planning"

navigation.register(
    navigation.Item(
        "What if", "planning:what_ifs", SEE_WHAT_IFS, "what a decision would do to the work", 40, group="Planning"
    )
)

urlpatterns = [
    path("what-ifs/", views.what_ifs, name="what_ifs"),
    path("what-ifs/if-agency-left/", views.if_agency_left, name="if_agency_left"),
    path("what-ifs/<int:pk>/", views.one, name="one"),
    path("what-ifs/<int:pk>/levers/", views.levers, name="levers"),
    path("what-ifs/<int:pk>/levers/answer/", views.answer, name="answer"),
    path("what-ifs/<int:pk>/compare/", views.compare, name="compare"),
    path("what-ifs/<int:pk>/copy/", views.copy, name="copy"),
    path("what-ifs/<int:pk>/manageable/", views.manageable, name="manageable"),
    path("what-ifs/<int:pk>/run/", views.run, name="run"),
    path("what-ifs/<int:pk>/sign/", views.sign, name="sign"),
    path("what-ifs/<int:pk>/paper/", views.paper, name="paper"),
]
