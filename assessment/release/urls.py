"""HR's last step of a round."""

from django.urls import path

from assessment.release import views

urlpatterns = [
    path("rounds/<uuid:round_id>/release/", views.round_release, name="round_release"),
]
