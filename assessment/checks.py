"""System checks: are the front-end files there?"""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register

# Below static/, put there by `manage.py fetch_assets`
ASSETS = ("vendor/govuk-frontend.min.css", "vendor/govuk-frontend.min.js")
# The typeface of the PDF reports: Latin, and its extension with the Welsh ŵ and ŷ
FONTS = tuple(
    f"vendor/fonts/source-sans-3-{script}-{weight}-normal.woff2"
    for script in ("latin", "latin-ext")
    for weight in (400, 600)
)


@register()
def front_end_assets(**kwargs: Any) -> list[CheckMessage]:
    """assessment.E001, or W001 in development: pages would come without their style."""
    lacking = [name for name in (*ASSETS, *FONTS) if finders.find(name) is None]
    if not lacking:
        return []
    kind, code = (Warning, "W001") if settings.DEBUG else (Error, "E001")
    return [
        kind(
            f"Front-end files are missing: {', '.join(lacking)}.",
            hint="Run: manage.py fetch_assets",
            id=f"assessment.{code}",
        )
    ]
