"""The site map."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("assessment.site.urls")),
    path("reports/", include("reports.urls")),
    path("reports/", include("reports.council.urls")),
    path("", include("reports.letter.urls")),
    path("preview/", include("reports.previews.urls")),
    path("accounts/", include("assessment.site.urls.accounts")),
    path("admin/", admin.site.urls),
]

handler400 = "assessment.web.errors.bad_request"
handler403 = "assessment.web.errors.forbidden"
handler404 = "assessment.web.errors.not_found"
handler429 = "assessment.web.errors.too_many_requests"
handler500 = "assessment.web.errors.server_error"
