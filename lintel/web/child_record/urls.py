"""Addresses of a child's record."""

from django.urls import path

from lintel.web.child_record import court, entries, last_time, views, waiting

app_name = "child_record"

urlpatterns = [
    path("children/<int:pk>/", views.story, name="story"),
    path("children/<int:pk>/time/", waiting.where_the_days_went, name="time"),
    path("children/<int:pk>/chronology.pdf", court.chronology, name="court"),
    path("children/<int:pk>/significant/", entries.matters, name="matters"),
    path("children/<int:pk>/significant/<int:number>/", entries.take_back, name="take_back"),
    path("children/<int:pk>/events/", entries.add, name="add_event"),
    path("children/<int:pk>/events/<int:number>/", entries.correct, name="event"),
    path("children/<int:pk>/events/<int:number>/withdraw/", entries.withdraw, name="withdraw_event"),
    path("children/<int:pk>/last-time/", last_time.last_time, name="last_time"),
]
