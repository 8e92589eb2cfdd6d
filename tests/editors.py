"""Who uses the admin in these tests, and on what."""

from __future__ import annotations

import pytest
from django.test import Client

from assessment.models import (
    Council,
    Framework,
    User,
)
from tests.cast import PASSWORD, make_framework, signed_in


@pytest.fixture
def draft(db: None) -> Framework:
    return make_framework(published=False)


@pytest.fixture
def editor(erin: User) -> Client:
    return signed_in(erin)


@pytest.fixture
def gwen(ashford: Council) -> User:
    """Ashford's own framework editor."""
    return User.objects.create_user(
        "gwen@ashford.example.gov.uk", PASSWORD, name="Gwen", council=ashford, is_editor=True
    )
