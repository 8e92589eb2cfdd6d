"""A report of each sort that a designer and a checker should see."""

from __future__ import annotations

from decimal import Decimal
from itertools import cycle

from assessment.models import Council, Framework, Kind, RaterGroup, Report, Role, Target, User
from tests.cast import add_dimension, make_person, publish
from tests.reports.people import TYPICAL, closed_round, rated, released

SORTS = [
    *("typical", "combined", "withheld", "nobody", "no peers", "huge", "strange"),
    *("second round",),
]
PEOPLE = {RaterGroup.MANAGER: 1, RaterGroup.PEER: 6, RaterGroup.REPORT: 5}
COMMENTS = ("Explains plans well.", "Keeps time.")
STRANGE = (
    "<script>alert(1)</script> & <b>bold</b>",
    "x" * 9000,
    "Da iawn: mae’r tîm yn gwerthfawrogi dy gefnogaeth; ŵ ŷ.",
    "هذا الشخص يستمع جيدا إلى الآخرين.",
    "他总是认真倾听同事的意见。",
    "Great work 😀👍🏽!\x0b\ufeff",  # no form and no database takes a NUL
)
MIXED = (*STRANGE[2:5], *(f"Comment {n}. It is a little longer than a line." for n in range(9)))
LONG_NAME = "Wilhelmina Featherstonehaugh-Cholmondeley of Little Snoring"
NINE = [Kind.SKILL] * 7 + [Kind.MANDATE, Kind.FOCUS]
ROLES = ("e-champion", "head-of-ict")


def make(sort: str, council: Council, framework: Framework, by: User) -> Report:
    """A released report of this sort."""
    if sort == "huge":
        return _huge(council, framework, by)
    round = closed_round(council, framework, by)
    person = make_person(council, "Dana Whitlock")
    match sort:
        case "combined":
            rated(round, person, *ROLES, groups=PEOPLE)
        case "withheld":
            rated(round, person, groups={RaterGroup.PEER: 2})
        case "nobody":
            rated(round, person, groups={}, own=False)
        case "no peers":
            groups = {RaterGroup.MANAGER: 1, RaterGroup.REPORT: 4}
            rated(round, person, groups=groups, comments=COMMENTS)
        case "strange":
            rated(round, person, groups=PEOPLE, comments=STRANGE)
        case _:
            rated(round, person, groups=PEOPLE, comments=COMMENTS)
    report = released(round, by)[0]
    if sort == "second round":
        again = closed_round(council, framework, by, "Autumn")
        rated(again, person, groups=PEOPLE, around=4.2, seed=7)
        report = released(again, by)[0]
    return report


def _huge(council: Council, like: Framework, by: User) -> Report:
    """Nine dimensions, a long name, eight statements each, 120 comments in three scripts."""
    round = closed_round(council, _large(like), by)
    rated(round, make_person(council, LONG_NAME), *ROLES, groups=TYPICAL, comments=MIXED)
    return released(round, by)[0]


def _large(like: Framework) -> Framework:
    """A framework with the names and statements of another one, over and over."""
    framework = Framework.objects.create(key="large", name="Nine dimensions", version="1.0")
    roles = [
        Role.objects.create(framework=framework, key=key, name=key, purpose="Works.", position=n)
        for n, key in enumerate(ROLES)
    ]
    texts = cycle(i.text for d in like.dimensions.all() for i in d.indicators.all())
    for place, kind in enumerate(NINE):
        dimension = add_dimension(framework, f"planning-of-change-{place}", kind, 8)
        for indicator in dimension.indicators.all():
            indicator.text = next(texts)
            indicator.save()
        for number, role in enumerate(roles):
            Target.objects.create(role=role, dimension=dimension, **_target(kind, number))
    publish(framework)
    return framework


def _target(kind: Kind, number: int) -> dict[str, object]:
    if kind == Kind.SKILL:
        return {"level": Decimal(4) - Decimal(number) / 2, "importance": 1 + number}
    if kind == Kind.FOCUS:
        return {"range_low": Decimal(2), "range_high": Decimal("3.5")}
    return {}
