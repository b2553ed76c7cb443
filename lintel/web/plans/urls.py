"""Addresses of plans; the number is the child's."""

from django.urls import path

from lintel.web.plans import ending, moving, views

app_name = "plans"

ACTION = "plans/<int:pk>/actions/<int:number>/"
MOVING = "plans/<int:pk>/moving/"

urlpatterns = [
    path("plans/", views.overview, name="overview"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/begin/", views.begin, name="begin"),
    path("plans/<int:pk>/agree/", views.agree, name="agree"),
    path("plans/<int:pk>/review/", views.review, name="review"),
    path("plans/<int:pk>/end/", views.end, name="end"),
    path(f"{ACTION}need/", views.link, name="link"),
    path(f"{ACTION}date/", views.answer, {"act": "date"}, name="date"),
    path(f"{ACTION}done/", views.answer, {"act": "done"}, name="done"),
    path(f"{ACTION}drop/", views.answer, {"act": "drop"}, name="drop"),
    path("plans/<int:pk>/step-down/", ending.step_down, name="step_down"),
    path("plans/<int:pk>/close/", ending.close, name="close"),
    path(MOVING, moving.moving, name="moving"),
    path(f"{MOVING}begin/", moving.begin, name="begin_moving"),
    path(f"{MOVING}sent/", moving.sent, name="sent"),
    path(f"{MOVING}chased/", moving.answer, {"act": "chased"}, name="chased"),
    path(f"{MOVING}acknowledged/", moving.answer, {"act": "acknowledged"}, name="acknowledged"),
    path(f"{MOVING}accepted/", moving.answer, {"act": "accepted"}, name="accepted"),
    path(f"{MOVING}called-off/", moving.answer, {"act": "called_off"}, name="called_off"),
]
