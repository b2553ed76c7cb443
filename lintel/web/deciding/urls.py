"""Addresses of deciding, signing and telling."""

from django.urls import path

from lintel.steps.front_door.permissions import SIGN_DECISIONS, WORK_THE_DESK
from lintel.web.components import navigation
from lintel.web.deciding import passing_on, signing, telling, views

app_name = "deciding"

navigation.register(
    navigation.Item("To sign", "deciding:to_sign", SIGN_DECISIONS, "decisions that wait for your signature", 13),
    navigation.Item("To tell", "deciding:to_tell", WORK_THE_DESK, "who is still to be told what was decided", 14),
)

urlpatterns = [
    path("front-door/<int:pk>/decide/", views.decide, name="decide"),
    path("front-door/decision/<int:pk>/", views.known, name="known"),
    path("front-door/to-sign/", signing.to_sign, name="to_sign"),
    path("front-door/to-sign/<int:pk>/", signing.sign, name="sign"),
    path("front-door/to-tell/", telling.still_to_tell, name="to_tell"),
    path("front-door/<int:pk>/tell/", telling.tell, name="tell"),
    path("front-door/<int:pk>/pass-on/", passing_on.to_authority, name="pass_on"),
]
