"""Addresses of the desk."""

from django.urls import path

from lintel.steps.front_door.permissions import WORK_THE_DESK
from lintel.web.components import navigation
from lintel.web.front_door.views import calls, contact, people, queue, saying

app_name = "front_door"

navigation.register(
    navigation.Item("The queue", "front_door:queue", WORK_THE_DESK, "what waits for a decision, and the telephone", 12)
)

urlpatterns = [
    path("front-door/", queue.queue, name="queue"),
    path("front-door/next/", queue.pull, name="pull"),
    path("front-door/sit-down/", queue.sit_down, name="sit_down"),
    path("front-door/get-up/", queue.get_up, name="get_up"),
    path("front-door/help/", queue.ask_help, name="help"),
    path("front-door/hand-over/", queue.hand_over, name="hand_over"),
    path("front-door/today/", queue.today, name="today"),
    path("front-door/call/", calls.take_call, name="take_call"),
    path("front-door/call/<int:pk>/", calls.call, name="call"),
    path("front-door/call/<int:pk>/candidates/", calls.candidates, name="candidates"),
    path("front-door/<int:pk>/", contact.contact, name="contact"),
    path("front-door/<int:pk>/who-told-us/", contact.who_told_us, name="who_told_us"),
    path("front-door/<int:pk>/ring/", contact.ring, name="ring"),
    path("front-door/<int:pk>/take/", saying.take, name="take"),
    path("front-door/<int:pk>/put-back/", saying.put_back, name="put_back"),
    path("front-door/<int:pk>/ready/", saying.ready, name="ready"),
    path("front-door/<int:pk>/together/", saying.together, name="together"),
    path("front-door/<int:pk>/apart/", saying.apart, name="apart"),
    path("front-door/<int:pk>/take-over/", saying.take_over, name="take_over"),
    path("front-door/<int:pk>/leave/", saying.leave, name="leave"),
    path("front-door/<int:pk>/priority/", saying.priority, name="priority"),
    path("front-door/<int:pk>/describe/", saying.describe, name="describe"),
    path("front-door/<int:pk>/remark/", saying.remark, name="remark"),
    path("front-door/<int:pk>/cannot-wait/", saying.cannot_wait, name="cannot_wait"),
    path("front-door/<int:pk>/clear-danger/", saying.clear_danger, name="clear_danger"),
    path("front-door/<int:pk>/child/", people.child, name="child"),
    path("front-door/<int:pk>/adult/", people.adult, name="adult"),
    path("front-door/<int:pk>/who/<int:number>/", people.who, name="who"),
    path("front-door/<int:pk>/consent/<int:number>/", people.consent, name="consent"),
]
