"""What every page knows: the product's name and the council whose page it is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def product(request: HttpRequest) -> dict[str, Any]:
    """The council comes from the page's own object where it has one, else from the account."""
    user = getattr(request, "user", None)
    council = getattr(user, "council", None) if user and user.is_authenticated else None
    return {"product_name": settings.PRODUCT_NAME, "account_council": council}
