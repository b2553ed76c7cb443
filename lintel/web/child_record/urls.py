"""Addresses of a child's record."""

from django.urls import path

from lintel.oversight.legacy.permissions import DRAW_UP
from lintel.web.child_record import court, entries, last_time, looking_again, views, waiting
from lintel.web.components import navigation

app_name = "child_record"

navigation.register(
    navigation.Item(
        "Looking again", "child_record:lists", DRAW_UP, "children whose earlier work was late or poor", 46, "Assurance"
    )
)

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
    path("looking-again/", looking_again.lists, name="lists"),
    path("looking-again/draw-up/", looking_again.draw_up, name="draw_up"),
    path("looking-again/<int:pk>/", looking_again.one_list, name="looking_again"),
    path("looking-again/children/<int:pk>/", looking_again.decide, name="look_again"),
]
