"""The letter as a file, for HR and for the sponsor."""

from __future__ import annotations

import uuid
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from assessment import access, languages
from reports.letter import services


@require_safe
def council_letter(request: HttpRequest, told_round_id: uuid.UUID) -> HttpResponse:
    """The letter of a round, once HR has made it; in the language of whoever asks."""
    user = cast("access.User", request.user)
    round = access.get_round_told(user, told_round_id)
    language = languages.request_language(request)
    document = services.hand_out_letter(round=round, by=user, at=timezone.now(), language=language)
    if document is None:
        raise Http404
    response = HttpResponse(document.body, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, document.name) or ""
    return response
