"""Addresses of children who wait for a worker, of what was given above the ceiling, of alerts and agreed numbers."""

from django.urls import path

from lintel.steps.allocation.permissions import SEE_WAITING
from lintel.web.components import navigation
from lintel.web.waiting import above, acts, alerts, board, giving, numbers

app_name = "waiting"

navigation.register(
    navigation.Item("Waiting", "waiting:board", SEE_WAITING, "children without a worker, and who holds them", 16)
)

urlpatterns = [
    path("waiting/", board.board, name="board"),
    path("waiting/chosen/", board.chosen, name="chosen"),
    path("waiting/<int:pk>/check/", acts.check, name="check"),
    path("waiting/<int:pk>/hand-over/", acts.hand_over, name="hand_over"),
    path("waiting/<int:pk>/no-safe-allocation/", acts.no_allocation, name="no_safe_allocation"),
    path("waiting/<int:pk>/take-back/", acts.take_back, name="take_back"),
    path("waiting/<int:pk>/allocate/", giving.allocate, name="allocate"),
    path("waiting/<int:pk>/allocate/<int:number>/", giving.give, name="give"),
    path("allocation/above-the-ceiling/", above.above, name="above"),
    path("allocation/alerts/", alerts.alerts, name="alerts"),
    path("allocation/alerts/<int:pk>/", alerts.alert, name="alert"),
    path("allocation/alerts/<int:pk>/answer/", alerts.answer, name="answer"),
    path("numbers/", numbers.agreed, name="numbers"),
    path("numbers/<slug:code>/", numbers.one, name="number"),
]
