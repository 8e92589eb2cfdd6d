"""The tables. Each file holds one part of the story; each QuerySet stands above its model."""

from assessment.models import frozen as frozen
from assessment.models.audit import Action, AuditEvent, Correction, Deletion
from assessment.models.benchmark import BenchmarkCouncil, BenchmarkFigure, BenchmarkYear
from assessment.models.council_actions import CouncilAction
from assessment.models.emails import QueuedEmail
from assessment.models.framework import (
    Dimension,
    Framework,
    Indicator,
    Kind,
    Level,
    Role,
    Suggestion,
    Target,
)
from assessment.models.instrument import InstrumentReading
from assessment.models.people import Council, DifferentPeople, Person, User
from assessment.models.responses import Comment, ImportanceMark, Rating, Response
from assessment.models.results import Goal, Release, Report, Result
from assessment.models.rounds import (
    EarlierLink,
    Invitation,
    Participant,
    Rater,
    Round,
    StagedImport,
)
from assessment.models.told import Consent, CouncilFigure, CouncilLetter, RatingCount
from assessment.rater_groups import RaterGroup
from assessment.round_kinds import RoundKind

__all__ = [
    "Action",
    "AuditEvent",
    "BenchmarkCouncil",
    "BenchmarkFigure",
    "BenchmarkYear",
    "Comment",
    "Consent",
    "Correction",
    "Council",
    "CouncilAction",
    "CouncilFigure",
    "CouncilLetter",
    "Deletion",
    "DifferentPeople",
    "Dimension",
    "EarlierLink",
    "Framework",
    "Goal",
    "ImportanceMark",
    "Indicator",
    "InstrumentReading",
    "Invitation",
    "Kind",
    "Level",
    "Participant",
    "Person",
    "QueuedEmail",
    "Rater",
    "RaterGroup",
    "Rating",
    "RatingCount",
    "Release",
    "Report",
    "Response",
    "Result",
    "Role",
    "Round",
    "RoundKind",
    "StagedImport",
    "Suggestion",
    "Target",
    "User",
]
