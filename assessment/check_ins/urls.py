"""Check-ins: the participant's pages, and HR's one."""

from django.urls import path

from assessment.check_ins.views import check_ins

urlpatterns = [
    path(
        "check-ins/after/<uuid:report_id>/",
        check_ins.check_ins_of_report,
        name="check_ins_of_report",
    ),
    path(
        "check-ins/after/<uuid:report_id>/start/", check_ins.check_in_start, name="check_in_start"
    ),
    path("check-ins/<uuid:report_id>/", check_ins.check_in_page, name="check_in_result"),
    path("rounds/<uuid:round_id>/check-ins/", check_ins.round_check_ins, name="round_check_ins"),
]
