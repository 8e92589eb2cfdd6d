"""The plan of actions as a PDF, for whom the door of its page lets in."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from assessment import access, languages
from reports.plans.services import plan_pdf


@require_safe
def council_actions_pdf(request: HttpRequest, released_round_id: uuid.UUID) -> HttpResponse:
    """The plan as it stands today, in the language of whoever asks."""
    user = cast("access.User", request.user)
    round = access.get_round_of_plan(user, released_round_id)
    document = plan_pdf(
        round, day=timezone.localdate(), language=languages.request_language(request)
    )
    response = HttpResponse(document.body, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, document.name) or ""
    return response
