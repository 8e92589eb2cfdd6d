"""Who sees what of a rater, and when, declared once.

The page before the first question, the emails, help, the privacy notice and the sheets of data
protection are made of these cells; tests/attacks/test_visibility.py holds each of them against
what that reader can open. A rater reads them, so “you” is the rater.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from itertools import groupby
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.languages import join_names
from assessment.scoring.check_ins import MOST_IN_A_YEAR
from assessment.scoring.disclosure import MINIMUM_K
from assessment.scoring.reasons import thresholds

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GIVEN_AWAY = {
    3: gettext_lazy("in about 3"),
    4: gettext_lazy("in about 1"),
    5: gettext_lazy("in fewer than 1"),
}
"""Of 100 statements, by the size of the group; rarer still in a larger one."""

BANDS = {"many": 30}
"""Participants behind each band about the questions, at least: quality.PARTICIPANTS_MINIMUM."""


LONG_LIST = 3
"""So many facts that a reader sees nothing of are not named one by one."""


class Reader(Enum):
    PARTICIPANT = gettext_lazy("the participant")
    HR = gettext_lazy("HR of your council")
    SPONSOR = gettext_lazy("the sponsor, such as the chief executive")
    MANAGER = gettext_lazy("the manager")
    RATERS = gettext_lazy("other raters")
    EDITOR = gettext_lazy("framework editors")
    OPERATOR = gettext_lazy("service operators")
    OTHER_COUNCILS = gettext_lazy("other councils")


class RaterFact(Enum):
    ASKED = gettext_lazy("that you were asked")
    ANSWERED = gettext_lazy("whether you answered")
    DECLINED = gettext_lazy("that you declined")
    RATINGS = gettext_lazy("your ratings")
    COMMENTS = gettext_lazy("your comments")
    MARKS = gettext_lazy("the skills that you marked")
    NOT_OBSERVED = gettext_lazy("your “not observed”")
    CHECK_IN = gettext_lazy("what you answer in a check-in")


class Sight(StrEnum):
    """How much a reader sees: nothing; that it is yours; part of a group, of figures over all who
    are assessed, or of a wide band."""

    NOTHING = "nothing"
    YOURS = "yours"
    GROUP = "group"
    COUNCIL = "council"
    BANDS = "bands"


HOW_MANY_ANSWERED = gettext_lazy(
    "After the release the report says how many people answered in each group that it shows."
)


@dataclass(frozen=True, slots=True)
class Seeing:
    sight: Sight
    sentence: _StrPromise


NO = Seeing(Sight.NOTHING, gettext_lazy("No."))
_AS_THE_PARTICIPANT = Seeing(
    Sight.GROUP, gettext_lazy("As the participant does: HR can read the report.")
)
_IN_THE_COUNCIL = Seeing(
    Sight.COUNCIL,
    gettext_lazy(
        "Only in figures over at least {participants} participants and {raters} raters; of fewer, "
        "only words on a mandate whose holders agreed."
    ),
)
_CHECK_IN_COUNTS = Seeing(
    Sight.NOTHING,
    gettext_lazy("No, only how many were asked and answered in all."),
)
_IN_THE_BENCHMARK = Seeing(
    Sight.COUNCIL,
    gettext_lazy(
        "Only where your council takes part in the benchmark: in what is in the middle of its "
        "figure and those of at least {councils} others."
    ),
)
_IN_BANDS = Seeing(
    Sight.BANDS,
    gettext_lazy("Only in bands of how good the questions are, over {many} participants or more."),
)
_IN_THE_DATABASE = Seeing(
    Sight.NOTHING,
    gettext_lazy(
        "On no page. Whoever runs the servers could reach the database, and may only to keep it "
        "running."
    ),
)
_BANDS_AND_DATABASE = Seeing(
    Sight.BANDS,
    gettext_lazy("In the same bands as editors; otherwise only by way of the database."),
)

WHO_SEES: Mapping[Reader, Mapping[RaterFact, Seeing]] = MappingProxyType(
    {
        Reader.PARTICIPANT: {
            RaterFact.ASKED: Seeing(
                Sight.YOURS,
                gettext_lazy("Yes, by name and group, from the day the round opens."),
            ),
            RaterFact.ANSWERED: Seeing(
                Sight.GROUP,
                format_lazy(
                    "{} {} {}",
                    gettext_lazy("Not by name."),
                    HOW_MANY_ANSWERED,
                    gettext_lazy(
                        "Where that is all of a group, it follows that you did; where a group is "
                        "missing beside others, that nobody in it did. Of groups that are too "
                        "small it says “fewer than {k}”."
                    ),
                ),
            ),
            RaterFact.DECLINED: Seeing(
                Sight.NOTHING, gettext_lazy("No. The report only counts those who answered.")
            ),
            RaterFact.RATINGS: Seeing(
                Sight.GROUP,
                gettext_lazy(
                    "After the release, only as part of the figures of a group in which at least "
                    "{k} people answered."
                ),
            ),
            RaterFact.COMMENTS: Seeing(
                Sight.GROUP,
                gettext_lazy(
                    "After the release, word for word, without names and in a new order, when at "
                    "least {responses} colleagues answered and {authors} of them wrote one there."
                ),
            ),
            RaterFact.MARKS: Seeing(
                Sight.GROUP,
                gettext_lazy(
                    "After the release, only as a band of three or more counts, of all colleagues "
                    "together, when at least {marks} of them answered."
                ),
            ),
            RaterFact.NOT_OBSERVED: Seeing(
                Sight.GROUP,
                gettext_lazy(
                    "After the release, only how many people of a group chose it, beside a figure "
                    "of that group."
                ),
            ),
            RaterFact.CHECK_IN: Seeing(
                Sight.GROUP,
                gettext_lazy(
                    "After its last day, only in figures of a group of {k} or more; comments as "
                    "above."
                ),
            ),
        },
        Reader.HR: {
            RaterFact.ASKED: Seeing(
                Sight.YOURS, gettext_lazy("Yes, by name: HR sets up the round.")
            ),
            RaterFact.ANSWERED: Seeing(
                Sight.YOURS, gettext_lazy("Yes, by name, to send reminders, but not when.")
            ),
            RaterFact.DECLINED: Seeing(
                Sight.YOURS, gettext_lazy("Yes, by name and with your reason.")
            ),
            RaterFact.RATINGS: _AS_THE_PARTICIPANT,
            RaterFact.COMMENTS: _AS_THE_PARTICIPANT,
            RaterFact.MARKS: _AS_THE_PARTICIPANT,
            RaterFact.NOT_OBSERVED: _AS_THE_PARTICIPANT,
            RaterFact.CHECK_IN: _CHECK_IN_COUNTS,
        },
        Reader.SPONSOR: {
            **dict.fromkeys(RaterFact, NO),
            RaterFact.RATINGS: _IN_THE_COUNCIL,
        },
        Reader.MANAGER: dict.fromkeys(RaterFact, NO),
        Reader.RATERS: dict.fromkeys(RaterFact, NO),
        Reader.EDITOR: {
            RaterFact.ASKED: NO,
            RaterFact.ANSWERED: NO,
            RaterFact.DECLINED: NO,
            RaterFact.RATINGS: _IN_BANDS,
            RaterFact.COMMENTS: NO,
            RaterFact.MARKS: NO,
            RaterFact.NOT_OBSERVED: _IN_BANDS,
            RaterFact.CHECK_IN: NO,
        },
        Reader.OPERATOR: {
            RaterFact.ASKED: _IN_THE_DATABASE,
            RaterFact.ANSWERED: _IN_THE_DATABASE,
            RaterFact.DECLINED: _IN_THE_DATABASE,
            RaterFact.RATINGS: _BANDS_AND_DATABASE,
            RaterFact.COMMENTS: _IN_THE_DATABASE,
            RaterFact.MARKS: _IN_THE_DATABASE,
            RaterFact.NOT_OBSERVED: _BANDS_AND_DATABASE,
            RaterFact.CHECK_IN: _IN_THE_DATABASE,
        },
        Reader.OTHER_COUNCILS: {
            **dict.fromkeys(RaterFact, NO),
            RaterFact.RATINGS: _IN_THE_BENCHMARK,
        },
    }
)
"""Of a rater in a group that is shown as a group only."""

_AS_THE_MANAGERS = Seeing(
    Sight.YOURS,
    gettext_lazy(
        "Yes, after the release: the report shows them as the manager’s; those of two managers "
        "as the managers’."
    ),
)
_WHETHER_A_MANAGER = Seeing(
    Sight.YOURS,
    gettext_lazy("Yes, after the release: the report shows a manager’s ratings, or that none are."),
)

WHO_SEES_A_MANAGER: Mapping[Reader, Mapping[RaterFact, Seeing]] = MappingProxyType(
    {
        **WHO_SEES,
        Reader.PARTICIPANT: {
            **WHO_SEES[Reader.PARTICIPANT],
            RaterFact.ANSWERED: _WHETHER_A_MANAGER,
            RaterFact.DECLINED: Seeing(
                Sight.NOTHING,
                gettext_lazy("No, but that no manager answered."),
            ),
            RaterFact.RATINGS: _AS_THE_MANAGERS,
            RaterFact.COMMENTS: _AS_THE_MANAGERS,
            RaterFact.MARKS: _AS_THE_MANAGERS,
            RaterFact.NOT_OBSERVED: _AS_THE_MANAGERS,
            RaterFact.CHECK_IN: Seeing(
                Sight.YOURS, gettext_lazy("Yes, after its last day: it is shown as the manager’s.")
            ),
        },
    }
)
"""Of the manager who rates, the one exception."""


@dataclass(frozen=True, slots=True)
class SeenLine:
    """What readers see of some facts: the facts in words, the sentence about them."""

    facts: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that some readers see, one line for each sentence."""

    readers: str
    lines: tuple[SeenLine, ...]


def sentence(reader: Reader, fact: RaterFact, *, k: int) -> str:
    """What a reader sees of a rater in an anonymous group of a round with minimum group size k."""
    return _filled(WHO_SEES[reader][fact], k)


def who_sees(*, k: int = MINIMUM_K, manager: bool = False) -> list[Seen]:
    """The whole table for a round with minimum group size k, in the language of the moment.

    Readers who see the same stand together, and so do facts that a reader sees alike.
    """
    table = WHO_SEES_A_MANAGER if manager else WHO_SEES
    return [
        Seen(_names(reader for reader, _cells in alike), _lines(cells, k))
        for cells, alike in groupby(table.items(), key=lambda item: item[1])
    ]


def _names(readers: Iterable[Reader]) -> str:
    return _capital(join_names(str(reader.value) for reader in readers))


def _capital(words: str) -> str:
    """As a sentence begins."""
    return words[:1].upper() + words[1:]


def as_markdown(*, manager: bool = False) -> str:
    """The table for the sheets of data protection, in which no round is meant."""
    rows = [("who", "what of you, as a rater", "whether they see it"), ("---",) * 3]
    for seen in who_sees(manager=manager):
        rows += [(seen.readers, line.facts, line.sentence) for line in seen.lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _lines(cells: Mapping[RaterFact, Seeing], k: int) -> tuple[SeenLine, ...]:
    alike: dict[Seeing, list[str]] = {}
    for fact, cell in cells.items():
        alike.setdefault(cell, []).append(str(fact.value))
    if len(alike) == 1:
        return (SeenLine(_("all of this"), _filled(next(iter(alike)), k)),)
    rest = max(alike, key=lambda cell: len(alike[cell]) * (cell.sight is Sight.NOTHING))
    if len(alike[rest]) >= LONG_LIST:
        alike[rest] = [_("everything else")]
        alike[rest] = alike.pop(rest)  # so that it stands last
    return tuple(SeenLine(join_names(facts), _filled(cell, k)) for cell, facts in alike.items())


def in_short(*, k: int) -> str:
    """What a rater in an anonymous group should know of the participant, in a few sentences."""
    facts = (RaterFact.RATINGS, RaterFact.ANSWERED)
    return " ".join(
        f"{_capital(str(fact.value))}: {sentence(Reader.PARTICIPANT, fact, k=k)}" for fact in facts
    )


def asked_again() -> str:
    """What a rater should know of check-ins before the first question of an assessment."""
    return _(
        "Where HR offers it, the person you rate may ask you again after some months, at most "
        "{times} times a year: one minute, if you like."
    ).format(times=apnumber(MOST_IN_A_YEAR))


def check_in_sentences(*, k: int, manager: bool) -> list[str]:
    """What a rater is told on the page before a check-in’s questions, in sentences."""
    table = WHO_SEES_A_MANAGER if manager else WHO_SEES
    cells = {reader: _filled(table[reader][RaterFact.CHECK_IN], k) for reader in Reader}
    return [
        _("{reader}: {seen}").format(reader=_capital(str(reader.value)), seen=cells[reader])
        for reader in (Reader.PARTICIPANT, Reader.HR, Reader.RATERS)
    ] + [
        _("A comment is shown word for word, without names, under the rule for comments."),
        _("Nothing is worked out before the last day, and what is shown then never changes."),
    ]


def limit(*, k: int = MINIMUM_K) -> str:
    """What the promise cannot do for a group of k, in numbers.

    `python -m tests.attacks.telling` works them out: how often a rater who tells their own rating
    gives the rest away, with ratings as they usually are and where it happens most.
    """
    most = ceil(100 * Fraction((k - 1) ** (k - 1), k**k))
    return _(
        "In a group of {k}, somebody who tells their own rating can give those of the others away: "
        "{usual} of 100 statements, and in up to {most} where nearly everybody gives the highest "
        "level. All but one of a group together nearly always know the rating of the last one."
    ).format(k=k, usual=GIVEN_AWAY.get(k, GIVEN_AWAY[5]), most=most)


def _filled(cell: Seeing, k: int) -> str:
    return str(cell.sentence).format_map({**thresholds(k), **BANDS})
