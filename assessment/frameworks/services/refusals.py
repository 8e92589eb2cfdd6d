"""Why a framework is not changed as asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from assessment.frameworks.selectors import Finding, TranslationLine, languages
from assessment.models import Framework
from assessment.refused import Refused


class NotADraft(Refused):
    """A published or retired framework was to be changed."""

    def __init__(self, framework: Framework) -> None:
        super().__init__(sentence_of_the_frozen(framework))


class DraftIncomplete(Refused):
    """A draft with gaps was to be published; `problems` lists all of them."""

    def __init__(self, problems: Sequence[Finding]) -> None:
        self.problems = list(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(_("This framework is not complete yet.") + "\n" + lines)


class HalfTranslated(Refused):
    """A draft was to be published with a language half done; `gaps` lists all texts by language."""

    def __init__(self, gaps: Mapping[str, Sequence[TranslationLine]]) -> None:
        self.gaps = gaps
        names = languages()
        lines = [f"{names[each]}: {line}" for each, found in gaps.items() for line in found]
        message = _(
            "Some translations are missing or out of date. Mend them, or publish with these gaps:"
        )
        super().__init__(message + "\n" + "\n".join(lines))


class NotPublished(Refused):
    """Something other than a published framework was to be retired."""

    def __init__(self, framework: Framework) -> None:
        message = _("%s is not published, so it cannot be retired.") % framework
        super().__init__(message)


class VersionTaken(Refused):
    def __init__(self, name: str, version: str) -> None:
        message = _("Version %(version)s of %(name)s exists already. Choose another version.")
        super().__init__(message % {"version": version, "name": name})


class BadFile(Refused):
    """A file is not a framework; `problems` lists every place."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(_("This file is not a framework.") + "\n" + "\n".join(problems))


def sentence_of_the_frozen(framework: Framework) -> str:
    """Why nobody can edit this framework, and what to do instead."""
    if framework.state == Framework.State.RETIRED:
        return _(
            "%s is retired. It stays as it is for the rounds that used it. "
            "To change something, make a new draft from it."
        ) % (framework,)
    return _(
        "%s is published, and rounds may be using it, so it never changes. "
        "To change something, make a new draft from it."
    ) % (framework,)
