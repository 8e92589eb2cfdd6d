"""Every email, written to somebody who reads Welsh: subject, text and page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from assessment.models import Council, Framework, Person, QueuedEmail, Report, Round, User
from assessment.rounds import emails
from assessment.rounds.services import invitations, letters
from assessment.rounds.services.letters import Letter
from tests.cast import NOW, add_participant, add_rater, make_participant_account, make_person
from tests.check_ins.world import finish, raters, start
from tests.instrument import judged_round
from tests.site.views.test_welsh import written_by_people
from tests.welsh import english_in, english_on

Kind = QueuedEmail.Kind
ABOUT_ROUNDS = (*QueuedEmail.ASKING, Kind.RELEASED)


@pytest.fixture
def round(
    open_round: Round, alice: User, carol: Person, frank: Person, bob: Person, dave: User
) -> Round:
    """Carol is assessed and rates Bob; Frank and Bob rate her, and Frank had a link before."""
    participant = add_participant(open_round, carol)
    for person, group in ((frank, "peer"), (bob, "manager")):
        add_rater(participant, person, group)
    other = add_participant(open_round, bob)
    add_rater(other, carol, "councillor")
    add_rater(other, frank, "report")
    invitations.issue(round=open_round, by=alice, at=NOW)
    invitations.send_pending(round=open_round, at=NOW)
    return open_round


def of_a_round(round: Round, released: Round) -> Iterator[QueuedEmail]:
    for kind in QueuedEmail.ASKING:
        for person in Person.objects.filter(invitations__round=round):
            yield QueuedEmail(round=round, person=person, kind=kind, queued_at=NOW)
    never, before = Person.objects.filter(participations__round=released)[:2]
    make_participant_account(before)
    user = make_participant_account(never)
    user.set_unusable_password()
    user.save()
    for person in Person.objects.filter(pk__in=[never.pk, before.pk]):
        yield QueuedEmail(round=released, person=person, kind=Kind.RELEASED, queued_at=NOW)


def of_check_ins(released: Round) -> Iterator[QueuedEmail]:
    """One under way, and one that has ended; both participants have an account."""
    Round.objects.filter(pk=released.pk).update(released_at=NOW, offers_check_in=True)
    first, second = Report.objects.filter(
        participant__round=released, participant__person__user__isnull=False
    )[:2]
    later = NOW + datetime.timedelta(days=100)
    check_in = start(first, at=later)
    person = raters(check_in)[0].person
    for kind in QueuedEmail.ASKING:
        yield QueuedEmail(round=check_in, person=person, kind=kind, queued_at=NOW)
    ended = finish(start(second, at=later), at=later + datetime.timedelta(days=15)).participant
    yield QueuedEmail(round=ended.round, person=ended.person, kind=Kind.RELEASED, queued_at=NOW)


def of_an_account(user: User, person: Person) -> Iterator[QueuedEmail]:
    """To the address that signs in, and to another one; about an account, and a person without."""
    for kind in set(Kind) - set(ABOUT_ROUNDS):
        yield QueuedEmail(user=user, address=user.email, kind=kind, queued_at=NOW)
        if kind != Kind.PASSWORD:
            yield QueuedEmail(user=user, address="before@example.com", kind=kind, queued_at=NOW)
            yield QueuedEmail(person=person, address=person.email, kind=kind, queued_at=NOW)


def written(round: Round, ashford: Council, framework: Framework, alice: User) -> list[Letter]:
    released = judged_round(ashford, framework, alice, name="Winter", participants=3, peers=3)
    gwen = make_person(ashford, "Gwen")
    rows = [*of_a_round(round, released), *of_check_ins(released)]
    User.objects.update(language="cy")
    Person.objects.update(language="cy")
    for row in rows:
        row.its_person.refresh_from_db()
    alice.refresh_from_db()
    gwen.refresh_from_db()
    rows += of_an_account(alice, gwen)
    return letters.write_letters(rows, at=NOW + datetime.timedelta(hours=1))


def faults(letter: Letter, texts: list[str]) -> Iterator[str]:
    message = letter.compose()
    body = [part.replace("\n", " ") for part in str(message.body).split("\n\n")]
    for each in english_in([str(message.subject), *body], texts):
        yield f"{letter.template}: {each}"
    page = str(message.alternatives[0][0])
    for each in english_on(page, texts):
        yield f"{letter.template}: {each}"
    if '<html lang="cy">' not in page:
        yield f"{letter.template}: its lang is not Welsh"


def test_no_email_says_in_english_what_it_has_in_welsh(
    round: Round, ashford: Council, framework: Framework, alice: User
) -> None:
    found = written(round, ashford, framework, alice)
    texts = written_by_people()
    assert {each.row.kind for each in found} == set(Kind)
    folder = Path(settings.BASE_DIR) / "templates" / "emails"
    templates = {path.stem for path in folder.glob("*.txt") if path.stem[0] != "_"}
    assert {each.template for each in found} == templates
    assert [fault for each in found for fault in faults(each, texts)] == []


def test_the_check_finds_an_english_email(
    round: Round, ashford: Council, framework: Framework, alice: User
) -> None:
    for letter in written(round, ashford, framework, alice):
        letter.to = emails.Somebody("Carol", "carol@example.gov.uk", "en-gb")
        assert len(list(faults(letter, []))) > 3
