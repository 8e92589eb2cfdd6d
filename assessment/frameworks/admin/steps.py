"""The steps of a framework's life, each on a page of its own: nothing happens on GET."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import access
from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.frameworks.admin.drafts import editor, why_not
from assessment.frameworks.admin.findings import linked
from assessment.frameworks.admin.targets import TargetsForm
from assessment.frameworks.admin.views import FrameworkViews, View
from assessment.refused import Refused
from assessment.web.common import attempt, author


class NewDraftForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    version = forms.CharField(label=gettext_lazy("Version"), max_length=20)


class PublishForm(forms.Form):
    """Says that the gaps in the translations are known; asked only where there are some."""

    with_gaps = forms.BooleanField(
        label=gettext_lazy(
            "Publish with these gaps. Where a translation is missing people read English; where it "
            "is out of date they read the older text."
        ),
        error_messages={
            "required": gettext_lazy(
                "Mend the translations first, or say that you publish with these gaps."
            )
        },
    )


class FrameworkSteps(FrameworkViews):
    def views(self) -> dict[str, View]:
        return super().views() | {
            "draft": self.draft_view,
            "publish": self.publish_view,
            "retire": self.retire_view,
            "targets": self.targets_view,
        }

    def draft_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        user = editor(request)
        framework = access.get_framework(user, framework_id)
        version = selectors.next_version(framework, user.council)
        form = NewDraftForm(
            request.POST or None, initial={"name": framework.name, "version": version}
        )
        if request.method == "POST" and form.is_valid():
            made = attempt(
                request,
                lambda: frameworks.new_draft(
                    framework=framework,
                    council=user.council,
                    **author(request),
                    **form.cleaned_data,
                ),
                done=lambda draft: _("%s is ready for your changes.") % draft,
                at=(form, "version"),
            )
            if made:
                return self._to(made.result)
        return self._page(
            request, framework, "draft", form=form, title=_("Make a new draft from this")
        )

    def publish_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        framework = self._own(request, framework_id)
        if request.method == "POST":
            try:
                frameworks.publish(
                    framework=framework,
                    by=editor(request),
                    at=timezone.now(),
                    with_gaps="with_gaps" in request.POST,
                )
            except (frameworks.DraftIncomplete, frameworks.HalfTranslated):
                pass  # the page lists what is missing
            except Refused as refused:
                messages.error(request, str(refused))
                return self._to(framework)
            else:
                messages.success(request, _("%s is published. Rounds can use it now.") % framework)
                return self._to(framework)
        if not framework.is_draft:
            messages.error(request, frameworks.sentence_of_the_frozen(framework))
            return self._to(framework)
        content = selectors.read_content(framework)
        findings = selectors.check(content)
        names = selectors.languages()
        problems, gaps = linked(framework, findings, blocks=True), selectors.untranslated(content)
        return self._page(
            request,
            framework,
            "publish",
            gaps=[(names[each], lines) for each, lines in gaps.items()],
            form=PublishForm(request.POST if request.method == "POST" else None)
            if gaps and not problems
            else None,
            title=_("Check and publish"),
            problems=problems,
            advice=linked(framework, findings, blocks=False),
        )

    def retire_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        framework = self._own(request, framework_id)
        if request.method == "POST":
            attempt(
                request,
                lambda: frameworks.retire(framework=framework, **author(request)),
                done=_("%s is retired. No new round can use it.") % framework,
                level=messages.ERROR,
            )
            return self._to(framework)
        return self._page(
            request,
            framework,
            "retire",
            title=_("Retire"),
            rounds=framework.rounds.count(),
        )

    def targets_view(self, request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
        framework = access.get_framework(editor(request), framework_id)
        content = selectors.read_content(framework)
        editable = not why_not(request, framework)
        if request.method == "POST" and not access.may_edit_framework(editor(request), framework):
            raise PermissionDenied
        form = TargetsForm(
            request.POST or None, framework=framework, content=content, editable=editable
        )
        if request.method == "POST" and form.is_valid():
            attempt(
                request,
                lambda: frameworks.set_targets(
                    framework=framework, targets=form.targets(), **author(request)
                ),
                done=_("The targets are saved."),
                level=messages.ERROR,
            )
            return self._to(framework)
        return self._page(
            request,
            framework,
            "targets",
            form=form,
            content=content,
            why_not=why_not(request, framework),
            title=_("Targets of %s") % framework,
        )
