"""A number in a document is the one that the product decides by, or it says why it is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from assessment import visibility
from assessment.council.actions.selectors import goals
from assessment.council.selectors.years import MOST_YEARS
from assessment.frameworks.questionnaire import SECONDS_PER_QUESTION
from assessment.frameworks.selectors.checks import FEWEST_INDICATORS, MOST_INDICATORS
from assessment.models import Council, CouncilAction
from assessment.models.emails import ACCOUNT_DAYS
from assessment.quality.statistics import PARTICIPANTS_MINIMUM, RATINGS_MINIMUM
from assessment.release.selectors.rater_changes import SOON_MONTHS
from assessment.rounds.advice import ADVISED_PEERS, MOST_REQUESTS
from assessment.rounds.selectors.invitations import REST_HOURS
from assessment.rounds.services.outbox import WAITS, WAITS_REFUSED
from assessment.scoring.audiences import COUNCIL_PARTICIPANTS, COUNCIL_RATERS
from assessment.scoring.benchmark import BENCHMARK_COUNCILS, OWN, QUARTILE_COUNCILS
from assessment.scoring.check_ins import DAYS_OPEN, FROM_MONTHS, UNTIL_MONTHS
from assessment.scoring.disclosure import MINIMUM_K
from assessment.spreadsheets.columns import COLUMNS
from assessment.spreadsheets.values import MAX_FILE_BYTES
from reports.bundles import KEEP
from reports.council.book import MOST_NAMES
from reports.exports import SMALL
from tests.house.source import ROOT
from tests.house.test_results_files import codes_of
from tests.house.test_thresholds import REPEATED

DOCUMENTS = (
    "README.md",
    "SECURITY.md",
    "docs/hr.md",
    "docs/framework-editors.md",
    "docs/operators.md",
    "docs/results-files.md",
    "docs/council-report.md",
    "docs/data-protection/dpia.md",
    "docs/data-protection/record-of-processing.md",
    "docs/data-protection/retention-schedule.md",
)
WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
MB = 1024 * 1024
FEWEST, FOR_QUARTILES = BENCHMARK_COUNCILS + OWN, QUARTILE_COUNCILS + OWN
HOUR = timedelta(hours=1)


def word(number: int) -> str:
    return WORDS[number]


def answering_minutes() -> int:
    return round(MOST_INDICATORS * SECONDS_PER_QUESTION / 60)


def waits_in_minutes() -> str:
    *first, last = [wait // timedelta(minutes=1) for wait in WAITS]
    assert last == HOUR // timedelta(minutes=1)
    return f"{', '.join(map(str, first))} minutes and then every hour"


def refused_hours() -> int:
    return round(sum(WAITS_REFUSED, timedelta()) / HOUR)


CLAIMS: dict[str, list[str]] = {
    "README.md": [
        f"about {answering_minutes()} minutes",
        f"shown from {word(MINIMUM_K)} people up",
        f"where {word(MINIMUM_K)} people answered, two who share",
    ],
    "SECURITY.md": [f"Where {word(MINIMUM_K)} people answered, two who share"],
    "docs/hr.md": [
        f"It is {MINIMUM_K} or more and is fixed",
        f"file with {word(len(COLUMNS))} columns",
        f"fewer than {word(ADVISED_PEERS)} peers",
        f"more than {word(MOST_REQUESTS)} ratings",
        f"within the last {REST_HOURS} hours",
        f"of the {word(SOON_MONTHS)} months before",
        f"The file stays for {word(KEEP.days)} days",
        f"it stays for {word(KEEP.days)} days too",
        f"With {word(goals.FEWEST)} participants or more you are told",
        f"a number where {word(goals.EDGE)} or more do and {word(goals.EDGE)} or more do not",
        f"up to {CouncilAction.MOST} actions",
        f"From {word(FROM_MONTHS)} to {word(UNTIL_MONTHS)} months after their report",
        f"it closes after {DAYS_OPEN} days",
        f"at least {COUNCIL_PARTICIPANTS} took part and at least {COUNCIL_RATERS} people rated",
        f"puts up to {word(MOST_YEARS)} rounds beside each other",
        f"With {word(COUNCIL_PARTICIPANTS)} people or more in both rounds",
        f"at least {COUNCIL_PARTICIPANTS} participants and {COUNCIL_RATERS} raters are behind",
        f"of at least {FEWEST} councils per dimension and role, from {FOR_QUARTILES} on",
    ],
    "docs/framework-editors.md": [
        f"at least {PARTICIPANTS_MINIMUM} participants and from {RATINGS_MINIMUM} ratings up",
        f"at least {FEWEST_INDICATORS} for any dimension, and at most {MOST_INDICATORS} in all",
        f"about {answering_minutes()} minutes of answering",
    ],
    "docs/operators.md": [
        f"spreadsheets have up to {MAX_FILE_BYTES // MB} MB",
        f"longer than {settings.BODY_MAX_BYTES_OF_STRANGERS // 1024} kB from somebody",
        f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MB} MB from an account",
        f"and {settings.BODY_MAX_BYTES_OF_UPLOADS // MB} MB and its form",
        f"bodies of {settings.BODY_MAX_BYTES_OF_UPLOADS // MB + 1} MB",
        f"after {waits_in_minutes()}",
        f"emails about accounts for {word(ACCOUNT_DAYS)} days",
        f"refused (5xx) {word(len(WAITS_REFUSED))} times more, over {word(refused_hours())} hours",
        f"deleted {word(KEEP.days)} days after they were asked for",
        f"have the {word(FEWEST)} councils that one needs",
        f"no comparison has {word(FEWEST)} councils",
    ],
    "docs/results-files.md": [
        f"whose groups need {MINIMUM_K} people",
        f"the file of figures, up to {SMALL} reports",
    ],
    "docs/council-report.md": [
        f"mean gap from {word(COUNCIL_PARTICIPANTS)} participants on",
        f"Up to {word(MOST_NAMES)} people are named in a sentence",
    ],
    "docs/data-protection/dpia.md": [
        f"minimum group size of {MINIMUM_K} or more",
        f"at least {word(ADVISED_PEERS)} peers",
        f"over {word(COUNCIL_PARTICIPANTS)} participants and {word(COUNCIL_RATERS)} raters; "
        f"{word(FEWEST)} councils or more",
        f"figures only over {word(COUNCIL_PARTICIPANTS)} participants and "
        f"{word(COUNCIL_RATERS)} raters",
        f"Of one to {word(COUNCIL_PARTICIPANTS - 1)} participants no figure",
        f"from {PARTICIPANTS_MINIMUM} participants and {RATINGS_MINIMUM} ratings",
        f"{Council._meta.get_field('link_cut_months').default} months after release by default",
    ],
    "docs/data-protection/record-of-processing.md": [
        f"bands over {PARTICIPANTS_MINIMUM} participants or more",
        f"in figures over {word(COUNCIL_PARTICIPANTS)} participants and {word(COUNCIL_RATERS)} "
        "raters or more",
        f"the figures of {word(FEWEST)} or more",
        f"at least {word(FEWEST)} councils, each over {word(COUNCIL_PARTICIPANTS)} participants "
        f"and {word(COUNCIL_RATERS)} raters or more",
        f"refused for good, {word(ACCOUNT_DAYS)} days at most",
    ],
    "docs/data-protection/retention-schedule.md": [
        f"refused for good, after {word(ACCOUNT_DAYS)} days"
    ],
}
"""What documents say of numbers that a constant decides."""

ALLOWED = {
    "12 raters": "how a council may use it",
    "50 participants": "how a council may use it",
    "30 days": "advice to operators on backups and on the logs of their web server",
    "three raters": "an example of who could share answers",
    "six files": "what one package of Debian has",
    "90 MB": "the size of another's package",
    "40 MB": "the size of another's package",
    "12 months": "the period that the shipped framework asks about",
    "20 words": "advice on a statement; none is refused for it",
    "five levels": "the framework that is shipped",
}
"""What is said of a number that no constant of the product decides, each with the reason."""


def text_of(document: str) -> str:
    return " ".join((ROOT / document).read_text(encoding="utf-8").split())


def tables_made_of_constants() -> list[str]:
    """Other house tests hold that they stand there as they are declared."""
    tables = [visibility.as_markdown(manager=manager) for manager in (False, True)]
    tables.append("\n".join(codes_of("withheld_code")))
    return [" ".join(table.split()) for table in tables]


def numbers(text: str) -> list[str]:
    return [" ".join(found.split()) for found in REPEATED.findall(text)]


@pytest.mark.parametrize("document", DOCUMENTS)
class TestADocument:
    def test_says_what_the_product_decides_by(self, document: str) -> None:
        text = text_of(document)
        assert [claim for claim in CLAIMS[document] if claim not in text] == []

    def test_has_no_other_number(self, document: str) -> None:
        rest = text_of(document)
        for claim in [*CLAIMS[document], *tables_made_of_constants()]:
            rest = rest.replace(claim, "")
        assert [number for number in numbers(rest) if number not in ALLOWED] == []


def test_every_exception_is_still_said() -> None:
    said = {number for document in DOCUMENTS for number in numbers(text_of(document))}
    assert set(ALLOWED) - said == set()


def test_a_changed_number_is_found() -> None:
    claim = CLAIMS["docs/hr.md"][2]
    assert claim.replace("four", "five") not in text_of("docs/hr.md")
    assert numbers("fewer than five peers") == ["five peers"]


def test_every_document_for_readers_is_listed() -> None:
    """Those for engineers quote the code beside what they say."""
    engineers = {"docs/glossary.md", "docs/development.md", "docs/framework-format.md"}
    # Its tables are held by tests/quality/test_second_edition.py.
    engineers.add("docs/framework-roles-2.md")
    found = {str(Path(path).relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")}
    found |= {str(path.relative_to(ROOT)) for path in (ROOT / "docs/data-protection").glob("*.md")}
    quiet = {each for each in found - set(DOCUMENTS) - engineers if numbers(text_of(each))}
    assert quiet == set()
