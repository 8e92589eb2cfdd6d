"""The page before a release, and how far one is."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment import access
from assessment.release.forms import ReleaseForm
from assessment.release.selectors import managers, rater_changes
from assessment.release.selectors.changed_groups import ChangedGroup, changed_groups
from assessment.release.services import release
from assessment.rounds.selectors import releases, rounds, same_person
from assessment.rounds.views.rounds import not_now
from assessment.web.common import account, attempt, author, get_or_post, submitted_data

if TYPE_CHECKING:
    from assessment.models import Round


@get_or_post
def round_release(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    round = access.get_whole_round(account(request), round_id)
    if round.is_released:  # a second press of the button, or the end of the work
        return redirect("round_page", round.pk)
    releasing = releases.release_progress(round, timezone.now())
    if request.method == "POST" and (releasing or not round.is_closed):
        return _ask_for_release(request, round, [])
    if not round.is_closed:
        return not_now(request, round, _("Close the round first."))
    if releasing:
        context = {"round": round, "progress": releasing}
        return render(request, "rounds/releasing.html", context)
    changed = changed_groups(round)
    form = _form(request, round, changed)
    if form.is_valid():
        return _ask_for_release(request, round, form.cleaned_data.get("withheld", []))
    closing = rounds.get_closing(round)
    participants = closing.participants
    title = ngettext("Release %(count)s report", "Release %(count)s reports", participants) % {
        "count": number_format(participants)
    }
    context = {
        "round": round,
        "closing": closing,
        "title": title,
        "form": form,
        "changed_groups": changed,
        "managers": managers.hr_who_rate(round),
        "changes": rater_changes.since_opening(round),
        "alike": same_person.in_round(round),
        "told_apart": same_person.list_told_apart(round),
        "repeated": rater_changes.nearly_repeated(round),
        "not_comparable": rater_changes.not_comparable(round),
        "soon_months": apnumber(rater_changes.SOON_MONTHS),
    }
    return render(request, "rounds/release.html", context)


def _form(request: HttpRequest, round: Round, changed: Iterable[ChangedGroup]) -> ReleaseForm:
    told = _("%(name)s, %(group)s: %(unchanged)d of %(answered)d who answered are unchanged")
    names = [
        (
            each.key,
            told
            % {
                "name": each.name,
                "group": each.group_names,
                "unchanged": each.unchanged,
                "answered": each.answered,
            },
        )
        for each in changed
    ]
    back = reverse("round_page", args=[round.pk])
    return ReleaseForm(submitted_data(request), changed=names, back_url=back)


def _ask_for_release(request: HttpRequest, round: Round, withheld: Collection[str]) -> HttpResponse:
    """The page of the release then shows how far it is, and leads to the round at the end."""
    asked = attempt(request, lambda: release.ask(round=round, withheld=withheld, **author(request)))
    return redirect("round_release" if asked else "round_page", round.pk)
