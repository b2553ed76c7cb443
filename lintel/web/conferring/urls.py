"""Addresses of child protection conferences."""

from django.urls import path

from lintel.steps.conferences.permissions import SEE_CONFERENCES
from lintel.web.components import navigation
from lintel.web.conferring import asking, board, deciding, inviting, one, outcome, roles

app_name = "conferring"

navigation.register(
    navigation.Item(
        "Conferences", "conferring:board", SEE_CONFERENCES, "conferences asked for, and by when each is due", 18,
        group="Protection",
    )
)  # fmt: skip

urlpatterns = [
    path("conferences/", board.board, name="board"),
    path("conferences/roles/", roles.roles, name="roles"),
    path("conferences/<int:pk>/", one.conference, name="one"),
    path("conferences/<int:pk>/book/", one.book, name="book"),
    path("conferences/<int:pk>/postpone/", one.postpone, name="postpone"),
    path("conferences/<int:pk>/chair/", one.chair, name="chair"),
    path("conferences/<int:pk>/invite/", inviting.invite, name="invite"),
    path("conferences/<int:pk>/came/", inviting.came, name="came"),
    path("conferences/<int:pk>/reports/hand-in/", inviting.hand_in, name="hand_in"),
    path("conferences/<int:pk>/reports/<int:number>/share/", inviting.share, name="share"),
    path("conferences/<int:pk>/held/", deciding.hold, name="hold"),
    path("conferences/<int:pk>/parts/<int:number>/views/", deciding.views, name="views"),
    path("conferences/<int:pk>/parts/<int:number>/decide/", deciding.decide, name="decide"),
    path("conferences/<int:pk>/parts/<int:number>/call-off/", one.call_off, name="call_off"),
    path("conferences/<int:pk>/outcome/", outcome.outcome, name="outcome"),
    path("children/<int:pk>/conference/ask/", asking.ask, name="ask"),
]
