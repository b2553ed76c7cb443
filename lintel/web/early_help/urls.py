"""Addresses of early help."""

from django.urls import path

from lintel.steps.early_help.permissions import SEE_EARLY_HELP
from lintel.web.components import navigation
from lintel.web.early_help import views

app_name = "early_help"

navigation.register(
    navigation.Item("Early help", "early_help:asked", SEE_EARLY_HELP, "families handed over, and who has them now", 15)
)

urlpatterns = [
    path("early-help/", views.asked, name="asked"),
    path("early-help/held/", views.held, name="held"),
    path("early-help/<int:pk>/", views.one, name="one"),
    path("early-help/<int:pk>/accept/", views.answer, {"act": "accept"}, name="accept"),
    path("early-help/<int:pk>/send-back/", views.answer, {"act": "send_back"}, name="send_back"),
    path("early-help/<int:pk>/ask-again/", views.ask_again, name="ask_again"),
    path("early-help/<int:pk>/met/", views.answer, {"act": "met"}, name="met"),
    path("early-help/<int:pk>/end/", views.answer, {"act": "end"}, name="end"),
    path("early-help/<int:pk>/step-up/", views.answer, {"act": "step_up"}, name="step_up"),
]
