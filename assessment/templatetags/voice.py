"""Texts of a framework in templates: marked with their language where it is not the page's.

<h1{{ section.name|lang }}>{{ section.name }}</h1> · <p>On {{ section.name|tagged }}</p>
<dd>{{ person.language|language_name }}</dd>
· {% could_not_see as unseen %}, what a rater chooses instead of a level
· {% say sentence %}, which marks the `terms` of the page wherever they stand in a sentence
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.translation import gettext as _

from assessment import languages
from assessment.frameworks.questionnaire import COULD_NOT_SEE

register = template.Library()
register.filter("tagged", languages.language_tagged)
register.filter("language_name", languages.own_name)


@register.simple_tag
def asked_on_paper(section: Any, for_self: bool) -> Any:
    """The question of a printed page, which is about whoever is written at its head."""
    asked = section.heading(_("this person"), for_self=for_self)
    return languages.language_tagged(asked)


@register.simple_tag
def could_not_see() -> str:
    """What a rater chooses instead of a level."""
    return str(COULD_NOT_SEE)


@register.simple_tag(takes_context=True)
def say(context: Context, text: Any) -> Any:
    """A text with the `terms` of the page marked wherever they stand in it."""
    return languages.with_terms(text, context.get("terms"))


@register.filter
def lang(text: object) -> str:
    """The lang attribute of the element that holds the text; nothing where it needs none."""
    language = languages.foreign(text)
    return format_html(' lang="{}"', language) if language else ""
