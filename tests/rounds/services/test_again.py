"""Next year's round of the same people."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.data_protection.services import retention, rights
from assessment.models import (
    AuditEvent,
    Council,
    Framework,
    Indicator,
    Participant,
    Person,
    Rater,
    Response,
    Role,
    Round,
    User,
)
from assessment.rounds.selectors import again as next_rounds
from assessment.rounds.services import again, rounds
from assessment.rounds.services.rounds import RoundRefused
from tests.cast import (
    NOW,
    add_participant,
    add_rater,
    make_framework,
    make_participant_account,
    make_person,
    make_round,
    publish,
)
from tests.rounds.last_year import last_year, terms, who_holds_what, who_rates_whom


@pytest.fixture
def spring(
    ashford: Council, framework: Framework, carol: Person, frank: Person, alice: User
) -> Round:
    return last_year(ashford, framework, carol, frank, by=alice)


def assess(
    round: Round, alice: User, framework: Framework | None = None, **changes: object
) -> Round:
    return again.assess_again(
        round=round, **terms(framework or round.framework, **changes), by=alice, at=NOW
    )


class TestTheNextRound:
    def test_is_a_draft_with_the_same_people_in_the_same_places(
        self, spring: Round, alice: User
    ) -> None:
        made = assess(spring, alice)
        assert (made.state, made.name, made.framework) == ("draft", "Next year", spring.framework)
        assert made.min_group_size == spring.min_group_size
        assert who_rates_whom(made) == who_rates_whom(spring)
        assert who_holds_what(made) == who_holds_what(spring)

    def test_is_written_down_once_with_where_it_came_from(self, spring: Round, alice: User) -> None:
        before = AuditEvent.objects.count()
        made = assess(spring, alice)
        event = AuditEvent.objects.get(action="round.made_again")
        assert (event.subject_id, event.by, AuditEvent.objects.count()) == (
            made.pk,
            alice,
            before + 1,
        )
        assert event.detail == {
            "name": "Next year",
            "earlier": str(spring.pk),
            "participants": 2,
            "raters": 6,
        }

    def test_can_be_opened_and_asks_everybody(self, spring: Round, alice: User) -> None:
        made = assess(spring, alice)
        rounds.open_(round=made, by=alice, at=NOW)
        assert made.invitations.count() == 5

    def test_holds_no_answer_of_the_earlier_one(self, spring: Round, alice: User) -> None:
        made = assess(spring, alice)
        assert not Response.objects.filter(participant__round=made).exists()
        assert not Rater.objects.filter(participant__round=made, declined_on__isnull=False).exists()

    def test_is_made_after_the_cut_as_before_it(
        self, spring: Round, ashford: Council, alice: User
    ) -> None:
        later = NOW + datetime.timedelta(days=400)
        retention.apply(council=ashford, at=later)
        assert not Response.objects.exists()
        assert who_rates_whom(assess(spring, alice)) == who_rates_whom(spring)

    def test_is_without_whoever_was_erased(self, spring: Round, frank: Person, alice: User) -> None:
        rights.erase(person=frank, by=alice, at=NOW)
        found = next_rounds.get_next_round(spring, spring.framework)
        assert found.left.erased == 1
        assert "Frank" not in {
            rater for _who, rater, _group in who_rates_whom(assess(spring, alice))
        }

    def test_keeps_language_and_unit(self, spring: Round, carol: Person, alice: User) -> None:
        Person.objects.filter(pk=carol.pk).update(language="cy", unit="Housing")
        made = assess(spring, alice)
        person = made.participants.get(person=carol).person
        assert (person.language, person.unit) == ("cy", "Housing")


class TestClosedAccounts:
    def test_are_not_taken_over_and_are_named(
        self, spring: Round, carol: Person, frank: Person, alice: User
    ) -> None:
        account = make_participant_account(frank)
        for user in (account, carol.user):
            assert user
            user.is_active = False
            user.save()
        found = next_rounds.get_next_round(spring, spring.framework)
        assert found.left.closed == ("Carol", "Frank")
        assert who_rates_whom(assess(spring, alice)) == {("Gina", "Gina", "self")}

    def test_of_everybody_leave_nobody_to_assess(
        self, spring: Round, ashford: Council, alice: User
    ) -> None:
        make_participant_account(Person.objects.get(name="Gina"))
        User.objects.filter(is_hr=False).update(is_active=False)
        with pytest.raises(RoundRefused, match="Nobody of this round can be assessed again"):
            assess(spring, alice)

    def test_elsewhere_with_the_same_address_keep_a_participant_out(
        self, spring: Round, brindle: Council, alice: User
    ) -> None:
        User.objects.create_user("gina@example.gov.uk", None, name="G", council=brindle)
        assert next_rounds.get_next_round(spring, spring.framework).left.taken == ("Gina",)
        assert {who for who, *_ in who_rates_whom(assess(spring, alice))} == {"Carol"}


class TestANewerVersion:
    @pytest.fixture
    def version(self) -> Framework:
        """One role renamed, one taken out; leadership asks other statements, partners nothing."""
        version = make_framework(published=False, version="2.0")
        Role.objects.filter(framework=version, key="head-of-ict").update(name="head of digital")
        Role.objects.filter(framework=version, key="e-champion").delete()
        written = Indicator.objects.filter(dimension__framework=version)
        written.filter(dimension__key="leadership").update(text="Leads otherwise.")
        written.filter(key="communication-1").update(text="Says it otherwise.")
        insiders = ["self", "manager", "peer", "report"]
        written.update(seen_by=insiders)
        return version

    @pytest.fixture
    def newer(self, version: Framework) -> Framework:
        publish(version)
        return version

    def test_is_offered_first(self, spring: Round, version: Framework) -> None:
        version.state, version.published_at = "published", NOW + datetime.timedelta(days=1)
        version.save()
        make_framework(name="Draft", version="3.0", published=False)
        assert next_rounds.versions_for(spring) == [version, spring.framework]

    def test_gives_roles_by_their_keys_and_says_which_are_gone(
        self, spring: Round, newer: Framework, alice: User
    ) -> None:
        found = next_rounds.get_next_round(spring, newer)
        assert found.renamed == (("head of ICT", "head of digital"),)
        assert found.left.lost_roles == (("e-champion", 1),)
        assert found.left.roleless == ()
        made = assess(spring, alice, newer)
        assert who_holds_what(made) == {("Carol", "head-of-ict"), ("Gina", "head-of-ict")}
        assert {role.framework for p in made.participants.all() for role in p.roles.all()} == {
            newer
        }

    def test_without_any_of_their_roles_leaves_somebody_to_be_given_one(
        self, spring: Round, version: Framework, alice: User
    ) -> None:
        Role.objects.filter(framework=version).update(key="digital-lead")
        publish(version)
        assert next_rounds.get_next_round(spring, version).left.roleless == ("Carol", "Gina")
        made = assess(spring, alice, version)
        assert who_holds_what(made) == {("Carol", None), ("Gina", None)}
        with pytest.raises(RoundRefused, match="no role"):
            rounds.open_(round=made, by=alice, at=NOW)

    def test_that_asks_a_group_nothing_leaves_its_raters_out(
        self, spring: Round, newer: Framework, alice: User
    ) -> None:
        assert next_rounds.get_next_round(spring, newer).left.unasked == (("partner", 1),)
        assert "partner" not in {g for *_, g in who_rates_whom(assess(spring, alice, newer))}

    def test_says_which_statements_are_the_same(self, spring: Round, version: Framework) -> None:
        Indicator.objects.filter(dimension__framework=version).update(seen_by=[])
        publish(version)
        found = next_rounds.get_next_round(spring, version)
        assert [(e.name, e.same, e.statements) for e in found.changed] == [("Communication", 2, 3)]
        assert [(e.name, e.same) for e in found.incomparable] == [("Leadership", 0)]

    def test_on_another_scale_has_nothing_to_compare(
        self, spring: Round, version: Framework
    ) -> None:
        version.scale_top = 4
        publish(version)
        found = next_rounds.get_next_round(spring, version)
        assert {each.same for each in found.same_words} == {0}

    def test_of_another_framework_is_refused(self, spring: Round, alice: User) -> None:
        other = make_framework(name="Other", version="9", published=False)
        other.key = "other"
        publish(other)
        with pytest.raises(RoundRefused, match="a version of the framework of that round"):
            assess(spring, alice, other)


class TestTheSamePressTwice:
    def test_makes_one_round(self, spring: Round, alice: User) -> None:
        assert assess(spring, alice) == assess(spring, alice)
        assert Round.objects.filter(name="Next year").count() == 1
        assert AuditEvent.objects.filter(action="round.made_again").count() == 1

    def test_with_other_terms_is_refused_while_the_draft_is_there(
        self, spring: Round, alice: User
    ) -> None:
        made = assess(spring, alice)
        with pytest.raises(RoundRefused, match="“Next year” has been made"):
            assess(spring, alice, name="Another")
        rounds.delete(round=made, by=alice, at=NOW)
        assert assess(spring, alice, name="Another").name == "Another"

    def test_by_another_hand_before_the_lock_gives_that_one(
        self, spring: Round, alice: User, ashford: Council, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        beth = User.objects.create_user(
            "beth@ashford.example.gov.uk", None, name="Beth", council=ashford, is_hr=True
        )
        write, first = again._write, list[Round]()

        def both(plan: again._Plan, by: User, at: datetime.datetime) -> Round:
            if by == alice and not first:
                first.append(assess(spring, beth))
            return write(plan, by, at)

        monkeypatch.setattr(again, "_write", both)
        assert assess(spring, alice) == first[0]
        assert Round.objects.filter(name="Next year").count() == 1

    def test_people_who_change_before_the_lock_are_read_again(
        self, spring: Round, alice: User, frank: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write, times = again._write, list[int]()

        def later(plan: again._Plan, by: User, at: datetime.datetime) -> Round:
            if not times:
                rights.erase(person=frank, by=alice, at=NOW)
            times.append(1)
            return write(plan, by, at)

        monkeypatch.setattr(again, "_write", later)
        made = assess(spring, alice)
        assert len(times) == 2
        assert "Frank" not in {rater for _who, rater, _group in who_rates_whom(made)}


class TestIsRefused:
    def test_before_the_release(self, open_round: Round, alice: User, carol: Person) -> None:
        add_participant(open_round, carol)
        with pytest.raises(RoundRefused, match="has been released"):
            assess(open_round, alice)

    def test_to_somebody_who_takes_part(self, spring: Round, carol: Person) -> None:
        assert carol.user
        User.objects.filter(pk=carol.user.pk).update(is_hr=True)
        with pytest.raises(RoundRefused, match="You take part in this round yourself"):
            assess(spring, carol.user)

    def test_under_the_name_of_another_round(
        self, spring: Round, alice: User, framework: Framework, ashford: Council
    ) -> None:
        make_round(ashford, framework, by=alice, name="Next year")
        with pytest.raises(RoundRefused, match="Another round has the name"):
            assess(spring, alice)
        assert Participant.objects.filter(round__name="Next year").count() == 0

    def test_once_the_framework_is_retired(self, spring: Round, alice: User) -> None:
        Framework.objects.update(state="retired")
        assert "is published any more" in next_rounds.reason_for_none(spring)
        with pytest.raises(RoundRefused, match="published framework"):
            assess(spring, alice)

    def test_once_the_people_are_deleted(
        self, spring: Round, ashford: Council, alice: User
    ) -> None:
        retention.apply(council=ashford, at=NOW + datetime.timedelta(days=4000))
        with pytest.raises(RoundRefused, match="have been deleted"):
            assess(spring, alice)


def test_queries_do_not_grow_with_the_people(spring: Round, ashford: Council, alice: User) -> None:
    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            next_rounds.get_next_round(spring, spring.framework)
            made = assess(spring, alice, name=name)
        rounds.delete(round=made, by=alice, at=NOW)
        return len(captured)

    cost("What a process keeps of a framework is read once")
    few = cost("Few")
    for number in range(6):
        participant = add_participant(spring, make_person(ashford, f"More {number}"))
        for other in range(3):
            add_rater(participant, make_person(ashford, f"R {number} {other}"), "peer")
    assert cost("Many") == few
