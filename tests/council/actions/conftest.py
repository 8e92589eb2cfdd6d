import pytest

from assessment.models import Council, CouncilAction, Framework, Person, Round, User
from tests.cast import PASSWORD
from tests.council.actions.plans import add, released_round


@pytest.fixture
def spring(ashford: Council, framework: Framework, alice: User, carol: Person) -> Round:
    """Released, with Carol alone."""
    return released_round(ashford, framework, carol, by=alice)


@pytest.fixture
def beth(ashford: Council) -> User:
    """HR beside Alice, without a part in any round."""
    return User.objects.create_user(
        "beth@example.gov.uk", PASSWORD, name="Beth", council=ashford, is_hr=True
    )


@pytest.fixture
def action(spring: Round, alice: User) -> CouncilAction:
    return add(spring, alice)
