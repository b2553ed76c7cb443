"""Addresses of assessments and of the practice models they follow."""

from django.urls import path

from lintel.steps.assessments.permissions import SEE_ASSESSMENTS
from lintel.web.assessing import deciding, parts, practice, views, writing
from lintel.web.components import navigation

app_name = "assessing"

navigation.register(
    navigation.Item("Assessments", "assessing:listed", SEE_ASSESSMENTS, "who is being assessed, and the days left", 18)
)

urlpatterns = [
    path("children/<int:pk>/assess/", views.begin, name="begin"),
    path("assessments/", views.listed, name="listed"),
    path("assessments/<int:pk>/", views.overview, name="overview"),
    path("assessments/<int:pk>/read/", views.whole, name="whole"),
    path("assessments/<int:pk>/write/", writing.write_shared, name="write_shared"),
    path("assessments/<int:pk>/write/<int:other>/", writing.write_child, name="write_child"),
    path("assessments/<int:pk>/plan/", parts.plan, name="plan"),
    path("assessments/<int:pk>/plan/<int:number>/", parts.seen, name="seen"),
    path("assessments/<int:pk>/parents/", parts.views, name="views"),
    path("assessments/<int:pk>/history/<int:other>/", parts.history, name="history"),
    path("assessments/<int:pk>/needs/<int:other>/", parts.needs, name="needs"),
    path("assessments/<int:pk>/need/<int:number>/", parts.need, name="need"),
    path("assessments/<int:pk>/need/<int:number>/withdraw/", parts.withdraw, name="withdraw"),
    path("assessments/<int:pk>/outcome/<int:other>/", deciding.conclude, name="conclude"),
    path("assessments/<int:pk>/send/", deciding.send, name="send"),
    path("assessments/<int:pk>/decide/", deciding.decide, name="decide"),
    path("assessments/<int:pk>/send-back/", deciding.send_back, name="send_back"),
    path("assessments/<int:pk>/midpoint/", deciding.midpoint, name="midpoint"),
    path("practice-models/", practice.models, name="models"),
    path("practice-models/choose/", practice.choose, name="choose"),
    path("practice-models/add/", practice.add, name="add"),
]
