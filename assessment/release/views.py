"""The page before a release, and how far one is."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment import access
from assessment.release.selectors import managers, rater_changes
from assessment.release.services import release
from assessment.rounds.selectors import releases, rounds
from assessment.rounds.views.rounds import not_now
from assessment.web.common import account, attempt, author, get_or_post

if TYPE_CHECKING:
    from assessment.models import Round


@get_or_post
def round_release(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_whole_round(account(request), round_id)
    if round.is_released:  # a second press of the button, or the end of the work
        return redirect("round_page", round.pk)
    if request.method == "POST":
        return _ask_for_release(request, round)
    if not round.is_closed:
        return not_now(request, round, _("Close the round first."))
    if releasing := releases.release_progress(round, timezone.now()):
        context = {"round": round, "progress": releasing}
        return render(request, "rounds/releasing.html", context)
    closing = rounds.get_closing(round)
    participants = closing.participants
    title = ngettext("Release %(count)s report", "Release %(count)s reports", participants) % {
        "count": number_format(participants)
    }
    context = {
        "round": round,
        "closing": closing,
        "title": title,
        "managers": managers.hr_who_rate(round),
        "changes": rater_changes.since_opening(round),
        "repeated": rater_changes.nearly_repeated(round),
        "soon_months": apnumber(rater_changes.SOON_MONTHS),
    }
    return render(request, "rounds/release.html", context)


def _ask_for_release(request: HttpRequest, round: Round) -> HttpResponse:
    """The page of the release then shows how far it is, and leads to the round at the end."""
    asked = attempt(request, lambda: release.ask(round=round, **author(request)))
    return redirect("round_release" if asked else "round_page", round.pk)
