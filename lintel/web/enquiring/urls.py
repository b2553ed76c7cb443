"""Addresses of section 47 enquiries."""

from django.urls import path

from lintel.steps.enquiry_work.permissions import SEE_ENQUIRIES
from lintel.web.components import navigation
from lintel.web.enquiring import deciding, views, writing

app_name = "enquiring"

navigation.register(
    navigation.Item(
        "Enquiries", "enquiring:listed", SEE_ENQUIRIES, "section 47 enquiries under way, and who was seen",
        17, group="Protection",
    )
)  # fmt: skip

urlpatterns = [
    path("enquiries/", views.listed, name="listed"),
    path("enquiries/<int:pk>/", views.one, name="one"),
    path("enquiries/<int:pk>/tasks/<int:number>/done/", views.task_done, name="task_done"),
    path("enquiries/<int:pk>/write/", writing.write, name="write"),
    path("enquiries/<int:pk>/send/", deciding.send, name="send"),
    path("enquiries/<int:pk>/sign/", deciding.sign, name="sign"),
    path("enquiries/<int:pk>/send-back/", deciding.send_back, name="send_back"),
    path("enquiries/<int:pk>/conference/", deciding.ask_conference, name="ask_conference"),
    path("enquiries/<int:pk>/signed/", views.signed, name="signed"),
]
