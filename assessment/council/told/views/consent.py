"""A participant's word about what their council's chief executive may be told."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessment import access
from assessment.council.told.selectors.told import own_consents, told_limits
from assessment.council.told.services import told as services
from assessment.web.common import account, attempt_then, author, get_or_post


@get_or_post
def council_consent(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """What would be said, and what the participant has said to it; a post says yes or no."""
    report = access.get_own_report(account(request), report_id)
    if request.method == "POST":
        agrees = request.POST.get("agrees") == "yes"
        keep = services.give_consent if agrees else services.take_back_consent
        return attempt_then(
            request,
            lambda: keep(report=report, **author(request)),
            done=_("You have agreed.") if agrees else _("You have not agreed, or no longer do."),
            to=("council_consent", report.pk),
        )
    consent = own_consents([report]).get(report)
    context = {
        "report": report,
        "round": report.participant.round,
        "council": report.council,
        "consent": consent,
        "sent": [("agrees", "no" if consent and consent.given_on else "yes")],
        "limits": told_limits(),
    }
    return render(request, "council/told/consent.html", context)
