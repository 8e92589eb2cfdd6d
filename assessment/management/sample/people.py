"""Who is in the sample council, and how each participant is seen.

The numbers are what a person is like, from 1 to 5; the answers are drawn around them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assessment.closing_questions import ClosingQuestion

COUNCIL = "Sample Borough Council"
OTHER_COUNCIL = "Example District Council"

WELSH_READER = "Dilys Sample"
"""Whose emails, pages and report are in Welsh."""

E_CHAMPION = "e-champion"
HEAD_OF_ICT = "head of ICT"


@dataclass(frozen=True)
class SampleParticipant:
    """A participant: how others see them, how much better they see themself, who rates them."""

    name: str
    roles: tuple[str, ...]
    skills: tuple[float, float, float, float, float]
    mandate: float
    focus: float
    self_offset: float
    peers: int
    reports: int
    partners: int
    managers: int = 1
    unseen: tuple[str, ...] = field(default=())
    """Dimensions that most raters cannot observe."""

    @property
    def unit(self) -> str:
        return "Digital services" if HEAD_OF_ICT in self.roles else "Customer services"


BOTH = (E_CHAMPION, HEAD_OF_ICT)

SAMPLE_PARTICIPANTS = [
    SampleParticipant("Alex Sample", BOTH, (4.3, 4.2, 4.1, 3.2, 4.0), 2.0, 2.0, 0.0, 5, 3, 1),
    SampleParticipant(
        "Bryn Sample", (HEAD_OF_ICT,), (3.0, 2.7, 3.6, 3.1, 3.9), 2.6, 1.9, 1.1, 4, 3, 0
    ),
    SampleParticipant(
        "Chidi Sample", (E_CHAMPION,), (4.5, 4.4, 3.9, 4.3, 3.6), 3.9, 3.8, -0.8, 4, 3, 1
    ),
    SampleParticipant(
        "Dilys Sample", (HEAD_OF_ICT,), (3.7, 3.9, 3.4, 3.3, 4.2), 3.1, 2.7, 0.3, 3, 3, 1
    ),
    SampleParticipant("Ewan Sample", BOTH, (3.4, 3.1, 3.5, 2.8, 3.8), 2.2, 1.7, 0.6, 4, 3, 0),
    SampleParticipant(
        "Fatima Sample", (E_CHAMPION,), (4.1, 4.4, 4.2, 4.5, 3.9), 3.6, 4.1, 0.1, 4, 0, 3
    ),
    SampleParticipant(
        "Gareth Sample", (HEAD_OF_ICT,), (3.9, 3.5, 3.8, 3.4, 4.1), 3.4, 3.0, 0.2, 3, 4, 0
    ),
    SampleParticipant(
        "Hana Sample", (E_CHAMPION,), (3.2, 3.8, 2.9, 4.0, 2.8), 2.4, 4.3, 0.4, 5, 2, 0
    ),
    SampleParticipant("Idris Sample", BOTH, (4.0, 3.6, 4.4, 3.9, 4.3), 1.8, 2.6, -0.2, 4, 3, 0),
    SampleParticipant(
        "Jo Sample", (HEAD_OF_ICT,), (2.6, 2.9, 3.0, 2.5, 3.3), 2.9, 2.1, 0.9, 3, 2, 0
    ),
    SampleParticipant(
        "Kofi Sample",
        (E_CHAMPION,),
        (4.2, 4.0, 3.7, 4.1, 3.8),
        3.2,
        3.6,
        0.0,
        4,
        3,
        0,
        unseen=("customer-service",),
    ),
    SampleParticipant(
        "Leah Sample", (HEAD_OF_ICT,), (3.5, 3.4, 3.2, 3.0, 3.6), 2.7, 2.4, 0.1, 2, 0, 0
    ),
]

MANAGERS = ["Morgan Example", "Nia Example", "Omar Example", "Petra Example"]

COLLEAGUES = [
    f"{first} Example"
    for first in [
        "Aled", "Bea", "Carys", "Dev", "Elin", "Femi", "Gwen", "Harun", "Ines", "Joel", "Kirsty",
        "Lowri", "Mina", "Niall", "Olu", "Pavel", "Quentin", "Rhys", "Sian", "Tariq", "Una",
        "Vikram", "Wanda", "Xenia", "Yusuf", "Zoe",
    ]
]  # fmt: skip

PARTNERS = ["Ada Partner", "Bilal Partner", "Cass Partner", "Dina Partner", "Eryl Partner"]

LAST_WORDS = {
    ClosingQuestion.KEEP_DOING: [
        "Explaining in plain words what a change means for my service.",
        "Coming to see for yourself before you plan.",
        "Answering the same day, even if only to say when.",
    ],
    ClosingQuestion.DO_DIFFERENTLY: [
        "Tell us earlier when a date moves.",
        "Bring somebody from the front desk into the first meeting.",
        "Say no more often.",
    ],
}

REMARKS = {
    "relationship-building": [
        "Always rings before a change reaches my team, which we value.",
        "I would like to be asked what my service needs before the project starts.",
        "Kept in touch after the benefits project ended.",
        "Listens well, even when we disagree.",
    ],
    "communication": [
        "The monthly note is easy to read.",
        "Sometimes the technical words lose the room.",
        "Explains the reasons, not only the decision.",
        "An example from my own service would help me more than a diagram.",
        "Told us early about the move, so we could plan.",
    ],
    "leadership": [
        "Took responsibility when the launch slipped.",
        "Decisions could come sooner.",
        "Encourages people to try things out.",
    ],
    "customer-service": [
        "Tested the form with residents before it went live. It showed.",
        "Residents without a computer are easily forgotten in the plans.",
        "Brings letters from residents to the meeting.",
    ],
    "organisational-awareness": [
        "Knows whom to ask.",
        "Ask how the depot works before changing its system.",
        "Sees what a change does to other teams.",
    ],
    "mandate": [
        "Is often told after the service plan is agreed.",
        "Needs a seat at the management team to get this done.",
        "Other managers still see this as an ICT matter.",
    ],
    "understanding-users": [
        "Sat with us at the front desk for a day. We noticed the difference.",
        "Ask users before the form is built, not after.",
    ],
    "using-data": ["Brings figures to the meeting, and says where they come from."],
    "leading-change": [
        "Small steps, and time to learn each one.",
        "We heard of the change the day before.",
    ],
    "room-to-act": ["Needs a say in the budget to change anything."],
    "focus": ["The talk is mostly of systems; I would like to hear more about services."],
}
