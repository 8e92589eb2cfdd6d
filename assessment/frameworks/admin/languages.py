"""The page of a framework's texts in another language: English on the left, the field right."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _

from assessment import access
from assessment.components.forms import IncludedTemplate
from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.frameworks.admin.drafts import editor, why_not
from assessment.frameworks.admin.edited_since import conflict_message
from assessment.frameworks.admin.views import FrameworkViews
from assessment.frameworks.selectors import Place, TranslationLine, TranslationState
from assessment.models import Framework
from assessment.web.common import attempt, author

NAME = "assessment_framework_texts"


@dataclass(frozen=True)
class TranslationRow:
    """An English text with the field of its translation, and the box that calls an old one right.

    `part` is empty where the row before it is about the same part.
    """

    line: TranslationLine
    part: str
    field: forms.BoundField
    still_right: forms.BoundField | None


class TextsForm(forms.Form):
    """One field for each text. What is left as it was, is left alone."""

    layout = IncludedTemplate("admin/assessment/framework/texts_table.html")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        language: str,
        lines: list[TranslationLine],
        editable: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.framework, self.lines, self.editable = framework, lines, editable
        self.now = selectors.mark_of(lines)
        self.fields["seen"].initial = self.now
        for line in lines:
            self.fields[_name(line)] = _field(line, language, disabled=not editable)
            if line.state is TranslationState.STALE and editable:
                self.fields[_box(line)] = forms.BooleanField(
                    required=False, label=_("Still right: %s") % line
                )

    def rows(self) -> Iterator[TranslationRow]:
        before = ""
        for line in self.lines:
            box = self[_box(line)] if _box(line) in self.fields else None
            yield TranslationRow(
                line, line.part if line.part != before else "", self[_name(line)], box
            )
            before = line.part

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("seen") != self.now:
            # Saving once more is an informed choice, so it carries the new mark.
            sent: Any = self.data
            self.data = sent.copy()
            self.data["seen"] = self.now  # type: ignore[index]
            self.add_error(None, conflict_message(self.framework))
        return cleaned

    def texts(self) -> dict[Place, str]:
        """The texts that were changed, and those that were called right."""
        return {
            line.place: text
            for line in self.lines
            if (text := self.cleaned_data[_name(line)]) != line.text
            or self.cleaned_data.get(_box(line))
        }


def _name(line: TranslationLine) -> str:
    return ".".join(line.place)


def _box(line: TranslationLine) -> str:
    return f"{_name(line)}.right"


def _field(line: TranslationLine, language: str, *, disabled: bool) -> forms.CharField:
    described = {
        "lang": language,
        "rows": 4 if line.is_long else 2,
        "cols": 50,
        "aria-label": str(line),
        "aria-describedby": f"english-{_name(line)}",
    }
    return forms.CharField(
        label=str(line),
        required=False,
        disabled=disabled,
        max_length=line.most,
        initial=line.text,
        widget=forms.Textarea(attrs=described),
    )


class FrameworkLanguages(FrameworkViews):
    def get_urls(self) -> list[URLPattern | URLResolver]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.texts_view)
        base = "<uuid:framework_id>/texts/<slug:language>/"
        return [
            path(base, view, name=NAME),
            path(f"{base}<slug:dimension_key>/", view, name=f"{NAME}_of_dimension"),
            *super().get_urls(),
        ]

    def texts_view(
        self,
        request: HttpRequest,
        framework_id: uuid.UUID,
        language: str,
        dimension_key: str = "",
    ) -> HttpResponse:
        framework = access.get_framework(editor(request), framework_id)
        content = selectors.read_content(framework)
        pages = dict(texts_pages(framework, content, language))
        if language not in selectors.languages() or dimension_key not in pages:
            raise Http404
        if request.method == "POST" and not access.may_edit_framework(editor(request), framework):
            raise PermissionDenied
        lines = [
            line
            for line in selectors.translation_lines(content, language)
            if line.dimension == dimension_key
        ]
        form = TextsForm(
            request.POST or None,
            framework=framework,
            language=language,
            lines=lines,
            editable=not why_not(request, framework),
        )
        if request.method == "POST" and form.is_valid():
            self._save(request, framework, language, form)
            return HttpResponseRedirect(request.path)
        return self._page(
            request,
            framework,
            "texts",
            title=_("%s texts") % selectors.languages()[language],
            form=form,
            language_name=selectors.languages()[language],
            pages=pages.values(),
            here=pages[dimension_key],
            count=selectors.count_gaps(lines),
            why_not=why_not(request, framework),
        )

    def _save(
        self, request: HttpRequest, framework: Framework, language: str, form: TextsForm
    ) -> None:
        attempt(
            request,
            lambda: frameworks.translate(
                framework=framework, language=language, texts=form.texts(), **author(request)
            ),
            done=_("The texts are saved."),
            level=messages.ERROR,
        )


@dataclass(frozen=True)
class Page:
    """A page of texts with what is missing there."""

    name: str
    address: str
    count: selectors.Count


def texts_pages(
    framework: Framework, content: selectors.Content, language: str
) -> Iterator[tuple[str, Page]]:
    """The pages of a language by the key of their dimension; the first, "", has the rest."""
    lines = selectors.translation_lines(content, language)
    names = {"": _("Framework and roles")} | {d.key: d.name for d in content.dimensions}
    for key, name in names.items():
        args: list[Any] = [framework.pk, language]
        address = (
            reverse(f"admin:{NAME}_of_dimension", args=[*args, key])
            if key
            else reverse(f"admin:{NAME}", args=args)
        )
        yield key, Page(name, address, selectors.count_gaps(x for x in lines if x.dimension == key))


def overview_of_languages(
    framework: Framework, content: selectors.Content
) -> list[tuple[str, list[Page], selectors.Count]]:
    """For each language its name, its pages, and what is missing in all."""
    return [
        (
            name,
            [page for _key, page in texts_pages(framework, content, language)],
            selectors.count_gaps(selectors.translation_lines(content, language)),
        )
        for language, name in selectors.languages().items()
    ]
