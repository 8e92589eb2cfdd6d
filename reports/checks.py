"""System checks: can this machine make a PDF, and with the fonts that were declared?"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from reports.native import font_files, missing_packages


@register()
def pdf_libraries(**kwargs: Any) -> list[CheckMessage]:
    """reports.E001: a library or font that every PDF needs is not installed."""
    packages = " ".join(missing_packages().required)
    if not packages:
        return []
    return [
        Error(
            f"Reports cannot be made as PDF: {packages} not installed.",
            hint=f"sudo apt-get install {packages}",
            id="reports.E001",
        )
    ]


@register()
def declared_fonts(**kwargs: Any) -> list[CheckMessage]:
    """reports.E002: REPORT_FONTS names a folder without a font."""
    files = font_files() if settings.REPORT_FONTS else []
    return [
        Error(
            f"REPORT_FONTS names {folder}, which holds no font.",
            hint="Install the package that it belongs to, or take the folder out of the setting.",
            id="reports.E002",
        )
        for folder in settings.REPORT_FONTS
        if not any(file.startswith(f"{folder.rstrip('/')}/") for file in files)
    ]
