"""Addresses of cycles of audits."""

from django.urls import path

from lintel.oversight.audit_cycles.permissions import READ_CYCLES
from lintel.web.audit_cycles import cycles, feedback, learning, report
from lintel.web.components import navigation

app_name = "audit_cycles"

navigation.register(
    navigation.Item(
        "Cycles", "audit_cycles:cycles", READ_CYCLES, "what was audited, and what it taught", 62, group="Assurance",
        part="Audits",
    )
)  # fmt: skip

urlpatterns = [
    path("audit-cycles/", cycles.all_cycles, name="cycles"),
    path("audit-cycles/plan/", cycles.plan, name="plan"),
    path("audit-cycles/<int:pk>/", cycles.one, name="one"),
    path("audit-cycles/<int:pk>/draw-again/", cycles.draw_again, name="draw_again"),
    path("audit-cycles/<int:pk>/re-audit/", cycles.set_again, name="set_again"),
    path("audit-cycles/<int:pk>/learning/", learning.learn, name="learning"),
    path("audit-cycles/<int:pk>/answers/", learning.answers, name="answers"),
    path("audit-cycles/<int:pk>/answers/<int:number>/", learning.tag_answer, name="tag_answer"),
    path("audit-cycles/<int:pk>/actions/<int:number>/", learning.tag_action, name="tag_action"),
    path("audit-cycles/<int:pk>/quotes/<int:number>/", learning.quote, name="quote"),
    path("audit-cycles/<int:pk>/quotes/<int:number>/take-out/", learning.take_out, name="take_out"),
    path("audit-cycles/<int:pk>/calibration/", learning.calibration, name="calibration"),
    path("audit-cycles/<int:pk>/report/", report.read, name="report"),
    path("audit-cycles/<int:pk>/report.pdf", report.as_pdf, name="report_pdf"),
    path("audits/<int:pk>/feedback/", feedback.give, name="feedback"),
]
