"""The questions of check-ins: a published framework made of another one's skills.

So the same pages ask them, the same rows hold the answers and the same release scores them. One
dimension, a statement for each skill that was chosen, five steps. No editor sees it and no round
can be made with it; what a rater read stays as it was, like any published framework.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from assessment.languages import interface
from assessment.models import Dimension, Framework, Indicator, Kind, Level
from assessment.models.framework import digest
from assessment.scoring.check_ins import SKILLS_MOST, STEPS

KEY = "check-in"
LONGEST_STATEMENT = 240

NAME = _("Check-in")
SINCE = _("Since the report")
QUESTION = _("Compared with the time of the report, is {name} doing this less, the same, more?")
STEP_NAMES = {
    1: _("Much less"),
    2: _("Less"),
    3: _("The same"),
    4: _("More"),
    5: _("Much more"),
}
STEP_MEANINGS = {
    1: _("A clear step back that you have seen for yourself."),
    2: _("Somewhat less than at the time of the report."),
    3: _("No difference that you could name."),
    4: _("Somewhat more than at the time of the report."),
    5: _("A clear step forward that you have seen for yourself."),
}


@transaction.atomic
def framework_asking_again(
    *, framework: Framework, skills: Sequence[Dimension], at: datetime.datetime
) -> Framework:
    """The published questions about one or two skills of a framework, made on first use.

    It leaves no audit event: whoever asks for it does. Raises ValueError for other dimensions.
    """
    known = {each.framework_id == framework.pk and each.kind == Kind.SKILL for each in skills}
    if known != {True} or not 1 <= len({each.pk for each in skills}) <= SKILLS_MOST:
        raise ValueError("A check-in asks about one or two skills of the report's framework.")
    skills = sorted(skills, key=lambda each: (each.position, each.key))
    key = f"{KEY}-{digest('-'.join(str(each.pk) for each in skills))}"
    there = Framework.objects.filter(check_in_of=framework, key=key)
    if (found := there.first()) is not None:
        return found
    try:
        with transaction.atomic():
            return _make(framework, key, skills, at)
    except IntegrityError:  # somebody else has just made the same
        return there.get()


def _make(
    framework: Framework, key: str, skills: Sequence[Dimension], at: datetime.datetime
) -> Framework:
    made = Framework.objects.create(
        council_id=framework.council_id,
        key=key,
        version="1",
        scale_top=STEPS,
        check_in_of=framework,
        **_texts({"name": _ours(NAME), "question": _ours(QUESTION)}),
    )
    dimension = Dimension.objects.create(
        framework=made,
        key=KEY,
        kind=Kind.SKILL,
        **_texts({"name": _ours(NAME), "description": _ours(SINCE)}),
    )
    Level.objects.bulk_create(_level(dimension, value) for value in STEP_NAMES)
    Indicator.objects.bulk_create(
        _statement(dimension, each, place) for place, each in enumerate(skills)
    )
    made.state, made.published_at = Framework.State.PUBLISHED, at
    made.save(update_fields=["state", "published_at"])
    return made


def _level(dimension: Dimension, value: int) -> Level:
    label, meaning = _ours(STEP_NAMES[value]), _ours(STEP_MEANINGS[value])
    texts = {"label": label, "anchor": meaning, "frequency": meaning}
    return Level(dimension=dimension, value=value, **_texts(texts))


def _statement(dimension: Dimension, skill: Dimension, position: int) -> Indicator:
    """The skill's key is the statement's: it outlives a version of the framework."""

    def words(language: str) -> str:
        name, spoken = skill.text_in("name", language)
        meaning, spoken_too = skill.text_in("description", language)
        if spoken != language:
            return ""
        whole = f"{name}: {meaning}"
        return whole if spoken_too == spoken and len(whole) <= LONGEST_STATEMENT else name

    texts = _texts({"text": words, "self_text": words})
    return Indicator(dimension=dimension, key=skill.key, position=position, **texts)


_Words = Callable[[str], str]


def _ours(text: object) -> _Words:
    """A sentence of the interface in a language; empty where there is no catalogue for it."""

    def words(language: str) -> str:
        if interface(language) != language:
            return ""
        with translation.override(language):
            return str(text)

    return words


def _texts(texts: Mapping[str, _Words]) -> dict[str, Any]:
    """The English of each field, its translations, and the marks of what they were made from."""
    english = {field: words(settings.LANGUAGE_CODE) for field, words in texts.items()}
    languages = (code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
    others = {code: said for code in languages if (said := _said(texts, code))}
    marks = {code: {each: digest(english[each]) for each in said} for code, said in others.items()}
    return {**english, "translations": others, "translated_from": marks}


def _said(texts: Mapping[str, _Words], language: str) -> dict[str, str]:
    return {field: text for field, words in texts.items() if (text := words(language))}
