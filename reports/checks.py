"""System checks: can this machine make a PDF?"""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from reports.native import missing


@register()
def pdf_libraries(**kwargs: Any) -> list[CheckMessage]:
    """reports.E001: a library or font that every PDF needs is not installed."""
    packages = " ".join(missing().required)
    if not packages:
        return []
    return [
        Error(
            f"Reports cannot be made as PDF: {packages} not installed.",
            hint=f"sudo apt-get install {packages}",
            id="reports.E001",
        )
    ]
