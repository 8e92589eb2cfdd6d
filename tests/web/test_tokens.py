"""What a page carries beside its words."""

import re

from django.test import Client
from django.urls import reverse

from tests.plugins.tokens import WITHOUT_WORDS


def test_a_token_spells_no_word_that_a_test_looks_for(db: None) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)

    assert tokens
    assert all(set(token) <= set(WITHOUT_WORDS) for token in tokens)


def test_a_form_with_such_a_token_is_taken(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("account_login"))
    token = page.context["csrf_token"]
    sent = {"login": "nobody@example.org", "password": "x"}

    assert client.post(reverse("account_login"), sent).status_code == 403
    taken = client.post(reverse("account_login"), sent | {"csrfmiddlewaretoken": str(token)})
    assert taken.status_code == 200
