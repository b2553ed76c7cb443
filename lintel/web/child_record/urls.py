"""Addresses of a child's record."""

from django.urls import path

from lintel.web.child_record import views, waiting

app_name = "child_record"

urlpatterns = [
    path("children/<int:pk>/", views.story, name="story"),
    path("children/<int:pk>/time/", waiting.where_the_days_went, name="time"),
]
