"""What tests of reports share."""

import pytest
from django.core.management import call_command

from assessment.models import Framework


@pytest.fixture
def shipped(db: None) -> Framework:
    """The e-Government framework as councils get it."""
    call_command("load_frameworks", verbosity=0)
    return Framework.objects.published().get(key="e-government-roles", version="2.0")
