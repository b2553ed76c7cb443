"""Addresses of strategy discussions."""

from django.urls import path

from lintel.steps.enquiries.permissions import SEE_DISCUSSIONS
from lintel.web.components import navigation
from lintel.web.discussing import (
    chronology,
    deciding,
    holding,
    inviting,
    ladder,
    minutes,
    one,
    postponing,
    public,
    waiting,
)

app_name = "discussing"

navigation.register(
    navigation.Item(
        "Discussions",
        "discussing:waiting",
        SEE_DISCUSSIONS,
        "strategy discussions asked for, and not yet held",
        17,
        group="Protection",
    )
)

ONE = "discussions/<int:pk>/"
PARTY = f"{ONE}parties/<int:number>/"

urlpatterns = [
    path("discussions/", waiting.board, name="waiting"),
    path("discussions/postponed/", postponing.by_party, name="postponed"),
    path("discussions/ladder/<int:pk>/", ladder.answer, name="ladder"),
    path("discussions/spoken-of/<int:pk>/", waiting.spoken_of, name="spoken_of"),
    path(ONE, one.discussion, name="one"),
    path(f"{ONE}time/", one.set_time, name="set_time"),
    path(f"{ONE}calendar/", inviting.calendar, name="calendar"),
    path(f"{ONE}invite/", inviting.invite, name="invite"),
    path(f"{ONE}postpone/", postponing.postpone, name="postpone"),
    path(f"{ONE}chronology/", chronology.shared, name="chronology"),
    path(f"{ONE}chronology/share/", chronology.share, name="share"),
    path(f"{ONE}hold/", holding.hold, name="hold"),
    path(f"{ONE}reconvene/", holding.reconvene, name="reconvene"),
    path(f"{ONE}decide/", deciding.decide, name="decide"),
    path(f"{ONE}minutes/", minutes.minutes, name="minutes"),
    path(f"{ONE}minutes/send/", minutes.send, name="send_minutes"),
    path(f"{ONE}tasks/<int:number>/done/", minutes.task_done, name="task_done"),
    path(f"{ONE}parties/ask/", inviting.ask_party, name="ask_party"),
    path(f"{PARTY}reach/", inviting.reach, name="reach"),
    path(f"{PARTY}times/", one.times, name="times"),
    path(f"{PARTY}reply/", inviting.reply, name="reply"),
    path(f"{PARTY}invite/", inviting.invite_again, name="invite_again"),
    path(f"{PARTY}dissent/", minutes.dissent, name="dissent"),
    path(f"{PARTY}read/", minutes.read_by, name="read_by"),
    path("children/<int:pk>/discussion/ask/", waiting.ask, name="ask"),
    path("joining/<str:token>/", public.answer, name="answer"),
    path("joining/<str:token>/calendar/", public.calendar, name="answer_calendar"),
    path("minutes/<str:token>/", public.receipt, name="receipt"),
]
