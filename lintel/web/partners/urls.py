"""Addresses of the partner portal, and of agency checks at the desk."""

from django.urls import path

from lintel.foundation.agencies.permissions import WORK_FOR_AN_AGENCY
from lintel.oversight.performance.permissions import SEE_NUMBERS_OF_BOTH_SIDES
from lintel.steps.agency_checks.permissions import SEE_ANSWER_TIMES
from lintel.web.components import navigation
from lintel.web.partners import checks, discussions, numbers, referrals, views

app_name = "partners"

navigation.register(
    navigation.Item(
        "Requests to us", "partners:home", WORK_FOR_AN_AGENCY, "what the council needs from you, and how you answer", 20
    ),
    navigation.Item(
        "Tell us about a child", "partners:refer", WORK_FOR_AN_AGENCY, "a worry about a child, in a few minutes", 22
    ),
    navigation.Item(
        "Agencies’ answers", "partners:answer_times", SEE_ANSWER_TIMES, "how quickly agencies answer what we ask", 45,
        group="Partners",
    ),
    navigation.Item(
        "Numbers of both sides", "partners:numbers", SEE_NUMBERS_OF_BOTH_SIDES,
        "what police, health and we read alike of protecting children", 24, group="Protection",
    ),
)  # fmt: skip

urlpatterns = [
    path("partners/", views.home, name="home"),
    path("partners/requests/<int:pk>/", views.request_to_us, name="request"),
    path("partners/requests/<int:pk>/add/", views.add, name="add"),
    path("partners/referrals/new/", referrals.refer, name="refer"),
    path("partners/referrals/<slug:reference>/", referrals.referral, name="referral"),
    path("partners/discussions/", discussions.asked, name="discussions"),
    path("partners/discussions/<int:pk>/", discussions.discussion, name="discussion"),
    path("partners/discussions/<int:pk>/answer/", discussions.reply, name="discussion_answer"),
    path("partners/discussions/<int:pk>/times/", discussions.times, name="discussion_times"),
    path("partners/discussions/<int:pk>/known/", discussions.known, name="discussion_known"),
    path("partners/discussions/<int:pk>/view/", discussions.view, name="discussion_view"),
    path("partners/discussions/<int:pk>/disagree/", discussions.dissent, name="discussion_dissent"),
    path("partners/discussions/<int:pk>/minutes/", discussions.minutes, name="discussion_minutes"),
    path("partners/discussions/<int:pk>/minutes/read/", discussions.minutes_read, name="discussion_minutes_read"),
    path("partners/numbers/", numbers.numbers, name="numbers"),
    path("partners/answer-times/", checks.answer_times, name="answer_times"),
    path("front-door/<int:pk>/checks/", checks.of_contact, name="checks"),
    path("front-door/<int:pk>/checks/ask/", checks.ask, name="ask"),
    path("front-door/<int:pk>/checks/<int:number>/chase/", checks.chase, name="chase"),
    path(
        "front-door/<int:pk>/checks/<int:number>/answer-by-telephone/", checks.answer_by_telephone, name="by_telephone"
    ),
    path("front-door/<int:pk>/checks/<int:number>/withdraw/", checks.withdraw, name="withdraw"),
]
