"""Addresses of the allocation meeting."""

from django.urls import path

from lintel.web.meeting import views

app_name = "meeting"

urlpatterns = [
    path("allocation/meeting/", views.meeting, name="meeting"),
    path("allocation/meeting/leaving/<int:pk>/", views.leaving, name="leaving"),
]
