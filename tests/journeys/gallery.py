"""A page with every kind of field and component, for the tests of the look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from assessment.components.widgets import Checkboxes, CountedField, PartedDateField, Radios
from assessment.web import errors

LEVELS = [(str(n), f"Level {n}") for n in range(1, 6)] + [("", "Not observed")]
FRUIT = [("a", "Apples"), ("p", "Pears")]


class EveryField(forms.Form):
    name = forms.CharField(label="Full name")
    email = forms.EmailField(label="Email address", help_text="At work.")
    size = forms.IntegerField(label="Minimum group size")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    closes = PartedDateField(label="Closing date", help_text="For example, 27 3 2026.")
    framework = forms.ChoiceField(label="Framework", choices=[("", "Choose"), *FRUIT])
    explains = forms.ChoiceField(
        label="Explains a plan in everyday words",
        choices=LEVELS,
        widget=Radios(dividers={"": "or"}, hints={"1": "Not once"}),
        error_messages={"required": "Choose how often, or “not observed”."},
    )
    short = forms.ChoiceField(label="Fruit", choices=FRUIT, widget=Radios(inline=True, small=True))
    roles = forms.MultipleChoiceField(label="Roles", choices=FRUIT, widget=Checkboxes)
    sure = forms.BooleanField(label="I have read this")
    comment = CountedField(label="Comment", limit=500)
    note = forms.CharField(label="Note", widget=forms.Textarea)
    people = forms.FileField(label="Spreadsheet of people")


PAGE = Template("""{% extends "base.html" %}{% load govuk crispy_forms_tags %}
{% block page_title %}Gallery{% endblock %}
{% block before_content %}{% govuk "breadcrumbs" items=crumbs %}{% endblock %}
{% block content %}
{% error_summary form %}
<h1 class="govuk-heading-l">Gallery</h1>
<p class="govuk-body">{% for colour in colours %}
  {% govuk "tag" text=colour classes="govuk-tag--"|add:colour %}{% endfor %}</p>
{% govuk "inset_text" text="Set apart." %}
{% govuk "warning_text" text="This cannot be undone." icon_fallback_text="Warning" %}
{% govuk_html "details" summary_text="What the levels mean" %}<p>In words.</p>{% endgovuk_html %}
{% govuk "summary_list" rows=rows %}
{% govuk "table" caption="Figures" head=head rows=cells first_cell_is_header=True %}
{% govuk "task_list" id_prefix="tasks" items=tasks %}
{% govuk "pagination" previous=previous next=next items=pages %}
<form method="post" novalidate enctype="multipart/form-data">{% csrf_token %}
{{ form|crispy }}
<div class="govuk-button-group">
  {% govuk "button" text="Save" %}
  {% govuk "button" text="Later" classes="govuk-button--secondary" %}
  {% govuk "button" text="Delete" classes="govuk-button--warning" %}
</div></form>
{% govuk "panel" title_text="Submitted" text="Thank you." heading_level=2 %}
{% endblock %}""")

COLOURS = ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]
CONTEXT: dict[str, Any] = {
    "colours": COLOURS,
    "crumbs": [{"text": "Rounds", "href": "/"}, {"text": "Spring"}],
    "rows": [{"key": {"text": "Name"}, "value": {"text": "Spring"}}],
    "head": [{"text": "Skill"}, {"text": "Score", "format": "numeric"}],
    "cells": [[{"text": "Communication"}, {"text": "3.4", "format": "numeric"}]],
    "tasks": [{"title": {"text": "Leadership"}, "href": "/", "status": {"text": "Done"}}],
    "previous": {"href": "/?page=1"},
    "next": {"href": "/?page=3"},
    "pages": [{"number": n, "href": f"/?page={n}", "current": n == 2} for n in (1, 2, 3)],
}


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        messages.success(request, "The round is open.")
        messages.warning(request, "Two groups cannot reach the minimum.")
    form = EveryField(request.POST, request.FILES) if request.method == "POST" else EveryField()
    return HttpResponse(PAGE.render(RequestContext(request, CONTEXT | {"form": form})))


ERRORS = {
    "400": errors.bad_request,
    "403": errors.forbidden,
    "404": errors.not_found,
    "410": errors.gone,
    "413": errors.too_large,
    "429": errors.too_many_requests,
    "500": errors.server_error,
    "csrf": errors.csrf_failure,
}


@login_not_required
def error(request: HttpRequest, kind: str) -> HttpResponse:
    """The page that this error leads to."""
    return ERRORS[kind](request)


urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("gallery/<str:kind>/", error, name="gallery_error"),
    path("", include("config.urls")),
]
