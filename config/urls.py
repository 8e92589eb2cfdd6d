"""The site map."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("assessment.urls")),
    path("reports/", include("reports.urls")),
    path("preview/", include("reports.previews.urls")),
    path("accounts/", include("assessment.urls.accounts")),
    path("admin/", admin.site.urls),
]

handler400 = "assessment.views.errors.bad_request"
handler403 = "assessment.views.errors.forbidden"
handler404 = "assessment.views.errors.not_found"
handler429 = "assessment.views.errors.too_many_requests"
handler500 = "assessment.views.errors.server_error"
