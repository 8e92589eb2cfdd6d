"""HR's console."""

from django.urls import path, re_path

from assessment.rounds.views import again, people, raters, rounds, same_person

urlpatterns = [
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    re_path(
        r"^rounds/people-example\.(?P<kind>csv|xlsx)$", people.people_example, name="people_example"
    ),
    path("rounds/<uuid:round_id>/", rounds.round_page, name="round_page"),
    path("rounds/<uuid:round_id>/edit/", rounds.round_edit, name="round_edit"),
    path("rounds/<uuid:round_id>/delete/", rounds.round_delete, name="round_delete"),
    path("rounds/<uuid:round_id>/open/", rounds.round_open, name="round_open"),
    path("rounds/<uuid:round_id>/extend/", rounds.round_extend, name="round_extend"),
    path("rounds/<uuid:round_id>/remind/", rounds.round_remind, name="round_remind"),
    path("rounds/<uuid:round_id>/close/", rounds.round_close, name="round_close"),
    path("rounds/<uuid:round_id>/again/", again.round_again, name="round_again"),
    path("rounds/<uuid:round_id>/people/", people.round_people, name="round_people"),
    path("rounds/<uuid:round_id>/people/import/", people.people_import, name="people_import"),
    path(
        "rounds/<uuid:round_id>/people/import/check/",
        people.people_import_check,
        name="people_import_check",
    ),
    path(
        "rounds/<uuid:round_id>/participants/new/", raters.participant_new, name="participant_new"
    ),
    path("participants/<uuid:participant_id>/", raters.participant_page, name="participant_page"),
    path(
        "participants/<uuid:participant_id>/roles/",
        raters.participant_roles,
        name="participant_roles",
    ),
    path(
        "participants/<uuid:participant_id>/remove/",
        raters.participant_remove,
        name="participant_remove",
    ),
    path("participants/<uuid:participant_id>/raters/new/", raters.rater_new, name="rater_new"),
    path("raters/<uuid:rater_id>/", raters.rater_page, name="rater_page"),
    path("raters/<uuid:rater_id>/group/", raters.rater_group, name="rater_group"),
    path("raters/<uuid:rater_id>/withdraw/", raters.rater_withdraw, name="rater_withdraw"),
    path("raters/<uuid:rater_id>/resend/", raters.rater_resend, name="rater_resend"),
    path("raters/<uuid:rater_id>/revoke/", raters.rater_revoke, name="rater_revoke"),
    path("people/<uuid:person_id>/", raters.person_edit, name="person_edit"),
    path(
        "people/<uuid:person_id>/same/<uuid:other_id>/",
        same_person.people_join,
        name="people_join",
    ),
]
