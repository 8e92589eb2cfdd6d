"""One's own data, what the service holds, and the audit trail."""

from django.urls import path

from assessment.data_protection.views import audit, data_protection, own_data

urlpatterns = [
    path("me/data/", own_data.my_data, name="my_data"),
    path("me/data.json", own_data.my_data_file, name="my_data_file"),
    path(
        "me/answers/<uuid:rater_id>/withdraw/",
        own_data.my_answers_withdraw,
        name="my_answers_withdraw",
    ),
    path("data-protection/", data_protection.holdings_page, name="holdings"),
    path("data-protection.csv", data_protection.holdings_csv, name="holdings_csv"),
    path("data-protection.json", data_protection.holdings_json, name="holdings_json"),
    path("data-protection/periods/", data_protection.periods_page, name="periods"),
    path("data-protection/people/", data_protection.person_search, name="data_people"),
    path(
        "data-protection/people/<uuid:person_id>/", data_protection.person_page, name="data_person"
    ),
    path(
        "data-protection/people/<uuid:person_id>/copy.json",
        data_protection.person_file,
        name="data_person_file",
    ),
    path(
        "data-protection/people/<uuid:person_id>/erase/",
        data_protection.person_erase,
        name="data_person_erase",
    ),
    path("audit/", audit.audit_page, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit_csv"),
]
