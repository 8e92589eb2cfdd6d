"""What a council is told, and the word of those whom it concerns."""

from django.urls import path

from assessment.council.told.views import consent, sponsor

urlpatterns = [
    path("council/", sponsor.council_told_list, name="council_told_list"),
    path("council/<uuid:told_round_id>/", sponsor.council_told, name="council_told"),
    path("rounds/<uuid:told_round_id>/letter/", sponsor.round_letter, name="round_letter"),
    path("my-reports/<uuid:report_id>/told/", consent.council_consent, name="council_consent"),
]
