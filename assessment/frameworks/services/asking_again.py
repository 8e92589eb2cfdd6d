"""The questions of check-ins: a published framework made of another one's skills.

So the same pages ask them, the same rows hold the answers and the same release scores them. One
dimension, a statement for each skill that was chosen, five steps. No editor sees it and no round
can be made with it; what a rater read stays as it was, like any published framework.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from assessment.languages import interface
from assessment.models import Dimension, Framework, Indicator, Kind, Level
from assessment.models.framework import Translated, digest
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
    made = Framework(
        council_id=framework.council_id,
        key=key,
        version="1",
        scale_top=STEPS,
        check_in_of=framework,
    )
    _say(made, {"name": _ours(NAME), "question": _ours(QUESTION)})
    made.save()
    dimension = Dimension(framework=made, key=KEY, kind=Kind.SKILL)
    _say(dimension, {"name": _ours(NAME), "description": _ours(SINCE)})
    dimension.save()
    Level.objects.bulk_create(_level(dimension, value) for value in STEP_NAMES)
    Indicator.objects.bulk_create(
        _statement(dimension, each, place) for place, each in enumerate(skills)
    )
    made.state, made.published_at = Framework.State.PUBLISHED, at
    made.save(update_fields=["state", "published_at"])
    return made


def _level(dimension: Dimension, value: int) -> Level:
    level = Level(dimension=dimension, value=value)
    meaning = _ours(STEP_MEANINGS[value])
    _say(level, {"label": _ours(STEP_NAMES[value]), "anchor": meaning, "frequency": meaning})
    return level


def _statement(dimension: Dimension, skill: Dimension, position: int) -> Indicator:
    """The skill's key is the statement's: it outlives a version of the framework."""
    statement = Indicator(dimension=dimension, key=skill.key, position=position)

    def words(language: str) -> str:
        name, spoken = skill.text_in("name", language)
        meaning, spoken_too = skill.text_in("description", language)
        if spoken != language:
            return ""
        whole = f"{name}: {meaning}"
        return whole if spoken_too == spoken and len(whole) <= LONGEST_STATEMENT else name

    _say(statement, {"text": words, "self_text": words})
    return statement


_Words = Callable[[str], str]


def _ours(text: object) -> _Words:
    """A sentence of the interface in a language; empty where there is no catalogue for it."""

    def words(language: str) -> str:
        if interface(language) != language:
            return ""
        with translation.override(language):
            return str(text)

    return words


def _say(row: Translated, texts: Mapping[str, _Words]) -> None:
    """Write the English, and each translation with the mark of what it was made from."""
    for field, words in texts.items():
        setattr(row, field, words(settings.LANGUAGE_CODE))
    for language in _others():
        said = {field: text for field, words in texts.items() if (text := words(language))}
        if said:
            row.translations[language] = said
            row.translated_from[language] = {each: digest(getattr(row, each)) for each in said}


def _others() -> Iterable[str]:
    return (code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
