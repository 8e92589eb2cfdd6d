from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from assessment.frameworks import selectors
from assessment.frameworks import services as frameworks
from assessment.frameworks.services.format import to_data
from assessment.models import (
    AuditEvent,
    Council,
    Dimension,
    Framework,
    Indicator,
    Level,
    Suggestion,
    Target,
    User,
)
from tests.cast import NOW, make_framework, make_round

DATA = Path(__file__).resolve().parents[3] / "assessment" / "data" / "frameworks"
SHIPPED = [path for path in sorted(DATA.glob("*.json")) if not path.name.endswith(".cy.json")]


@pytest.fixture
def data() -> dict[str, Any]:
    path = DATA / "e-government-roles-1.0.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def draft(db: None) -> Framework:
    return make_framework(published=False)


def load(data: object, council: Council | None = None) -> Framework:
    return frameworks.import_draft(data=data, council=council, by=None, at=NOW)


def refusals(data: object) -> list[str]:
    with pytest.raises(frameworks.BadFile) as refused:
        load(data)
    return refused.value.problems


Spoil = Callable[[dict[str, Any]], Any]
BAD: list[tuple[Spoil, str]] = [
    (lambda d: d.update(format=2), "format: must be 1."),
    (lambda d: d.pop("name"), "name: is missing."),
    (lambda d: d.update(name=7), "name: must be a text."),
    (lambda d: d.update(name="  "), "name: is empty."),
    (lambda d: d.update(name="n" * 121), "name: is longer than 120 characters."),
    (lambda d: d.update(name="a\nb"), "name: holds control characters or a line break."),
    (lambda d: d.update(description="\x00"), "description: holds control characters"),
    (lambda d: d.update(description="\ud800"), "description: holds control characters"),
    (lambda d: d.update(key="e government"), "key: may hold letters, digits"),
    (lambda d: d.update(scale_top=8), "scale_top: must be a whole number from 3 to 7."),
    (lambda d: d.update(scale_top=True), "scale_top: must be a whole number from 3 to 7."),
    (lambda d: d.update(colour="red"), "colour: is not a field of this format."),
    (lambda d: d.update(standard_deviation="0.6"), "standard_deviation: must be a number"),
    (lambda d: d.update(standard_deviation=float("nan")), "standard_deviation: must be a number"),
    (lambda d: d.update(standard_deviation=0.123), "standard_deviation: has more than 2"),
    (lambda d: d.update(roles={}), "roles: must be a list."),
    (lambda d: d.update(roles=d["roles"] * 11), "roles: holds more than 20 entries."),
    (lambda d: d["roles"].append("mayor"), "roles 3: must be an object with named fields."),
    (lambda d: d["roles"][1].update(key="e-champion"), "roles 2, key: is used twice."),
    (lambda d: d["roles"][1].update(name="e-champion"), "roles 2, name: is used twice."),
    (lambda d: d["dimensions"][0].update(kind="hobby"), "dimensions 1, kind: must be one of"),
    (
        lambda d: d["dimensions"][1]["indicators"][2].update(text=None),
        "dimensions 2, indicators 3, text: is missing.",
    ),
    (
        lambda d: d["dimensions"][1]["indicators"][2].update(key="writes-clearly"),
        "dimensions 2, indicators 3, key: is used twice.",
    ),
    (
        lambda d: d["dimensions"][0]["levels"][1].update(value=1),
        "dimensions 1, levels 2, value: is used twice.",
    ),
    (
        lambda d: d["dimensions"][0]["suggestions"][0].update(from_level=0),
        "dimensions 1, suggestions 1, from_level: must be a whole number from 1 to 7.",
    ),
    (lambda d: d["targets"][0].update(role="mayor"), "targets 1, role: is not the key of a role"),
    (
        lambda d: d["targets"][0].update(dimension="golf"),
        "targets 1, dimension: is not the key of a dimension",
    ),
    (lambda d: d["targets"][0].update(level=3.25), "targets 1, level: has more than 1 decimal"),
    (lambda d: d["targets"][0].update(level=8), "targets 1, level: must be a number from 1 to 7"),
    (lambda d: d["targets"][0].pop("importance"), "targets 1, level: and importance belong"),
    (lambda d: d["targets"][0].update(range_low=2), "targets 1, range_low: and range_high"),
    (lambda d: d["targets"].append(d["targets"][0]), "targets 13, dimension: is used twice."),
    (
        lambda d: d.update(translations={"cy": {"name": 7}}),
        "translations, cy, name: must be a text.",
    ),
    (
        lambda d: d.update(translations={"cy": {"purpose": "x"}}),
        "translations, cy, purpose: is not a field",
    ),
]


class TestLoad:
    @pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
    def test_takes_every_shipped_framework_as_a_draft_without_problems(
        self, db: None, path: Path
    ) -> None:
        framework = load(json.loads(path.read_text(encoding="utf-8")))
        assert (framework.is_draft, framework.council) == (True, None)
        # The wording of the first editions has faults that the second mends.
        found = selectors.check(selectors.read_content(framework))
        assert [f for f in found if f.blocks or framework.version == "2.0"] == []

    def test_keeps_what_the_file_says(self, db: None, data: dict[str, Any]) -> None:
        framework = load(data)
        assert [r.key for r in framework.roles.order_by("position")] == [
            "e-champion",
            "head-of-ict",
        ]
        first = framework.dimensions.order_by("position")[0]
        assert [i.text for i in first.indicators.order_by("position")] == [
            i["text"] for i in data["dimensions"][0]["indicators"]
        ]
        target = Target.objects.get(role__key="head-of-ict", dimension__key="leadership")
        assert (target.level, target.importance) == (Decimal("3.5"), 1)
        focus = Target.objects.get(role__key="e-champion", dimension__key="focus")
        assert (focus.range_low, focus.range_high) == (3, Decimal("4.5"))

    @pytest.mark.parametrize(("spoil", "message"), BAD)
    def test_names_the_place_of_what_is_wrong(
        self, db: None, data: dict[str, Any], spoil: Spoil, message: str
    ) -> None:
        spoil(data)
        problems = refusals(data)
        assert any(problem.startswith(message) for problem in problems), problems
        assert not Framework.objects.exists()

    @pytest.mark.parametrize("junk", [None, [], "framework", 1, {}])
    def test_refuses_what_is_no_framework_at_all(self, db: None, junk: object) -> None:
        assert refusals(junk)

    def test_names_everything_at_once(self, db: None, data: dict[str, Any]) -> None:
        for spoil, _message in BAD[1:6:2]:
            spoil(data)
        data["roles"][0].pop("purpose")
        assert len(refusals(data)) >= 2

    def test_refuses_a_version_that_exists(self, db: None, data: dict[str, Any]) -> None:
        load(data)
        with pytest.raises(frameworks.VersionTaken, match=r"Version 1\.0 of e-Government roles"):
            load(data)

    def test_lets_a_council_have_the_same_version_of_its_own(
        self, ashford: Council, data: dict[str, Any]
    ) -> None:
        load(data)
        assert load(data, ashford).council == ashford

    def test_needs_the_same_queries_for_any_size(
        self, db: None, data: dict[str, Any], django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(14):
            load(data)

    def test_is_audited(self, db: None, data: dict[str, Any]) -> None:
        framework = load(data)
        event = AuditEvent.objects.get()
        assert (event.action, event.subject_id) == ("framework.loaded", framework.pk)
        assert event.detail == {"version": "1.0", "dimensions": 7, "indicators": 37}


class TestNewDraft:
    def copy(self, framework: Framework, by: User, **changes: Any) -> Framework:
        terms: dict[str, Any] = {"council": None, "version": "1.1", "name": framework.name}
        return frameworks.new_draft(framework=framework, by=by, at=NOW, **terms | changes)

    def test_copies_everything_with_its_keys(self, framework: Framework, erin: User) -> None:
        draft = self.copy(framework, erin)
        old, new = (
            to_data(selectors.read_content(framework)),
            to_data(selectors.read_content(draft)),
        )
        assert old | {"version": "1.1"} == new
        assert draft.is_draft
        assert draft.made_from == framework

    def test_copies_translations(self, draft: Framework, erin: User) -> None:
        draft.dimensions.update(translations={"cy": {"name": "Enw"}})
        copied = self.copy(draft, erin)
        assert {d.name: d.text_in("name", "cy") for d in copied.dimensions.all()} == {
            d.name: ("Enw", "cy") for d in draft.dimensions.all()
        }

    def test_leaves_the_original_as_it_was(self, framework: Framework, erin: User) -> None:
        before = selectors.read_content(framework)
        draft = self.copy(framework, erin)
        Indicator.objects.filter(dimension__framework=draft).update(text="Changed")
        framework.refresh_from_db()
        assert selectors.read_content(framework) == before
        assert not framework.is_draft

    def test_of_a_shared_one_can_belong_to_a_council(
        self, framework: Framework, ashford: Council, erin: User
    ) -> None:
        draft = self.copy(framework, erin, council=ashford, version="1.0")
        assert draft.council == ashford

    def test_refuses_a_version_that_exists(self, framework: Framework, erin: User) -> None:
        with pytest.raises(frameworks.VersionTaken):
            self.copy(framework, erin, version="1.0")

    def test_is_audited(self, framework: Framework, erin: User) -> None:
        draft = self.copy(framework, erin)
        event = AuditEvent.objects.get(action="framework.drafted")
        assert (event.subject_id, event.by) == (draft.pk, erin)
        assert event.detail["made_from"] == str(framework.pk)


class TestNextVersion:
    def test_is_the_next_free_number(self, framework: Framework) -> None:
        make_framework(version="1.1")
        assert selectors.next_version(framework, None) == "1.2"

    def test_is_the_same_where_a_council_has_none_yet(
        self, framework: Framework, ashford: Council
    ) -> None:
        assert selectors.next_version(framework, ashford) == "1.0"

    def test_gets_a_number_where_it_has_none(self, db: None) -> None:
        framework = make_framework(version="spring")
        assert selectors.next_version(framework, None) == "spring.1"


GAPS: list[tuple[Callable[[Framework], Any], str]] = [
    (lambda f: f.roles.all().delete(), "Roles: There is no role."),
    (lambda f: f.dimensions.filter(kind="skill").delete(), "Dimensions: There is no skill."),
    (
        lambda f: Level.objects.filter(dimension__key="leadership", value__in=[2, 5]).delete(),
        "Leadership: Levels are missing: 2, 5.",
    ),
    (
        lambda f: Level.objects.filter(dimension__key="focus", value=1).update(anchor=""),
        "Focus: Level 1 has no anchor.",
    ),
    (
        lambda f: Level.objects.filter(dimension__key="focus", value=1).update(label=""),
        "Focus: Level 1 has no label.",
    ),
    (
        lambda f: Level.objects.filter(dimension__key="focus", value=1).update(label="Level 2"),
        "Focus: Two levels have the same label.",
    ),
    (
        lambda f: Framework.objects.update(scale_top=4),
        "Communication: Levels are above the top of the scale (4): 5.",
    ),
    (
        lambda f: Framework.objects.update(scale_top=4),
        "Communication: Development suggestions are above the top of the scale: 5.",
    ),
    (
        lambda f: Framework.objects.update(scale_top=3),
        "e-champion × Communication: The target is off the scale of 1 to 3.",
    ),
    (
        lambda f: Framework.objects.update(scale_top=3),
        "e-champion × Focus: The expected range must rise and lie between 1 and 3.",
    ),
    (
        lambda f: Indicator.objects.filter(dimension__key="mandate").delete(),
        "Mandate: There is no indicator.",
    ),
    (
        lambda f: Indicator.objects.filter(key="focus-1").update(self_text=""),
        "Focus, “Shows focus in way 1.”: The statement in the first person is missing.",
    ),
    (
        lambda f: Indicator.objects.filter(key="focus-1").update(text=""),
        "Focus, “”: The statement for raters is missing.",
    ),
    (
        lambda f: Suggestion.objects.filter(dimension__key="communication").delete(),
        "Communication: Development suggestions are missing for level: 1, 2, 3, 4.",
    ),
    (
        lambda f: Suggestion.objects.filter(dimension__key="focus").delete(),
        "Focus: Development suggestions are missing for level: 1, 2, 3, 4, 5.",
    ),
    (
        lambda f: Target.objects.filter(dimension__key="leadership").delete(),
        "head of ICT × Leadership: The target level and its importance are missing.",
    ),
    (
        lambda f: Target.objects.filter(dimension__key="focus").delete(),
        "head of ICT × Focus: The expected range is missing.",
    ),
    (
        lambda f: Target.objects.filter(dimension__key="leadership").update(
            range_low=2, range_high=3
        ),
        "e-champion × Leadership: A skill has a target level, not an expected range.",
    ),
    (
        lambda f: Target.objects.filter(dimension__key="focus").update(level=2, importance=1),
        "e-champion × Focus: A focus has an expected range, not a target level.",
    ),
    (
        lambda f: Dimension.objects.filter(key="communication").update(kind="mandate"),
        "e-champion × Communication: A mandate has no target",
    ),
]


class TestPublish:
    @pytest.mark.parametrize(("spoil", "problem"), GAPS)
    def test_refuses_a_draft_with_a_gap(
        self, draft: Framework, erin: User, spoil: Callable[[Framework], Any], problem: str
    ) -> None:
        spoil(draft)
        with pytest.raises(frameworks.DraftIncomplete) as refused:
            frameworks.publish(framework=draft, by=erin, at=NOW)
        found = [str(finding) for finding in refused.value.problems]
        assert any(each.startswith(problem) for each in found), found
        assert problem in str(refused.value)
        assert Framework.objects.get().is_draft
        assert not AuditEvent.objects.exists()

    def test_lists_all_gaps_at_once(self, draft: Framework, erin: User) -> None:
        Level.objects.all().delete()
        Target.objects.all().delete()
        with pytest.raises(frameworks.DraftIncomplete) as refused:
            frameworks.publish(framework=draft, by=erin, at=NOW)
        # Four dimensions without levels, two roles × two skills and a focus without targets.
        assert len(refused.value.problems) == 4 + 2 * 3

    def test_freezes_a_complete_draft(self, draft: Framework, erin: User) -> None:
        published = frameworks.publish(framework=draft, by=erin, at=NOW)
        assert (published.state, published.published_at, published.published_by) == (
            "published",
            NOW,
            erin,
        )
        event = AuditEvent.objects.get()
        assert (event.action, event.by, event.at) == ("framework.published", erin, NOW)

    def test_happens_once(self, framework: Framework, erin: User) -> None:
        with pytest.raises(frameworks.NotADraft, match=r"is published, and rounds may be using it"):
            frameworks.publish(framework=framework, by=erin, at=NOW)

    def test_takes_advice_for_advice(self, draft: Framework, erin: User) -> None:
        Indicator.objects.filter(key="mandate-1").update(text="Never explains and never asks")
        Indicator.objects.filter(key__in=["focus-2", "focus-3"]).delete()
        advice = [f for f in selectors.check(selectors.read_content(draft)) if not f.blocks]
        assert advice
        assert not frameworks.publish(framework=draft, by=erin, at=NOW).is_draft


class TestRetire:
    def test_leaves_rounds_as_they_are(
        self, framework: Framework, ashford: Council, alice: User, erin: User
    ) -> None:
        round = make_round(ashford, framework, by=alice, state="open")
        retired = frameworks.retire(framework=framework, by=erin, at=NOW)
        assert (retired.state, retired.retired_at, retired.retired_by) == ("retired", NOW, erin)
        round.refresh_from_db()
        assert round.framework == framework
        assert framework not in Framework.objects.published()
        assert AuditEvent.objects.get().action == "framework.retired"

    def test_refuses_a_draft(self, draft: Framework, erin: User) -> None:
        with pytest.raises(frameworks.NotPublished, match="is not published"):
            frameworks.retire(framework=draft, by=erin, at=NOW)

    def test_happens_once(self, framework: Framework, erin: User) -> None:
        frameworks.retire(framework=framework, by=erin, at=NOW)
        with pytest.raises(frameworks.NotPublished):
            frameworks.retire(framework=framework, by=erin, at=NOW)


class TestLoadFrameworks:
    def test_publishes_what_ships_and_leaves_it_alone_the_next_time(
        self, db: None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("load_frameworks")
        first = {f.pk: f.published_at for f in Framework.objects.all()}
        call_command("load_frameworks")
        assert {f.pk: f.published_at for f in Framework.objects.published()} == first
        assert len(first) == len(SHIPPED)
        assert capsys.readouterr().out.count("is there already") == len(SHIPPED)
