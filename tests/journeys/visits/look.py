"""Account pages, help and error pages."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from playwright.sync_api import Page

from assessment.models import Council, User
from tests.cast import PASSWORD
from tests.journeys.visits import Visit, World

NOT_PAGES = {
    "brand": "a stylesheet",
    "language": "only a button; leads back to its page",
    "session": "answers the script in JSON",
}


def world() -> World:
    council = Council.objects.create(
        name="Ashford Sample Council",
        contact_email="hr@ashford.example.gov.uk",
        privacy_notice_url="https://ashford.example.gov.uk/privacy",
    )
    alice = User.objects.create_user(
        "alice@ashford.example.gov.uk", PASSWORD, name="Alice", council=council, is_hr=True
    )
    carol = User.objects.create_user(
        "carol@ashford.example.gov.uk", name="Carol Nováková-O’Brien", council=council
    )
    return {"alice": alice, "carol": carol, "council": council}


def send_form(page: Page) -> None:
    page.locator("main button[type=submit]").click()


def sign_in_wrongly(page: Page) -> None:
    page.get_by_label("Email address").fill("alice@ashford.example.gov.uk")
    page.get_by_label("Password", exact=True).fill("not her password")
    send_form(page)


def choose_short_passwords(page: Page) -> None:
    page.get_by_label("New password", exact=True).fill("secret")
    page.get_by_label("New password again").fill("secrets")
    send_form(page)


def near_the_end_of_the_session(seconds: int) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.route("**/session/", lambda route: route.fulfill(json={"seconds": seconds}))
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.get_by_role("dialog").wait_for()

    return act


def open_menu(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.get_by_role("button", name="Menu").click()


def _reset_key(world: World) -> list[str]:
    carol = world["carol"]
    return [user_pk_to_url_str(carol), default_token_generator.make_token(carol)]


VISITS = [
    Visit("account_login"),
    Visit("account_login", "nothing entered", act=send_form),
    Visit("account_login", "wrong password", act=sign_in_wrongly),
    Visit("account_logout", who="alice"),
    Visit("signed_out"),
    Visit("account_inactive"),
    Visit("account_signup"),
    Visit("account_reauthenticate", who="alice"),
    Visit("account_reauthenticate", "nothing entered", who="alice", act=send_form),
    Visit("account_change_password", who="alice"),
    Visit("account_change_password", "weak password", who="alice", act=choose_short_passwords),
    Visit("account_set_password", who="carol"),
    Visit("account_reset_password"),
    Visit("account_reset_password", "nothing entered", act=send_form),
    Visit("account_reset_password_done"),
    Visit("account_reset_password_from_key", args=_reset_key),
    Visit("account_reset_password_from_key", "weak", args=_reset_key, act=choose_short_passwords),
    Visit("account_reset_password_from_key", "used link", args=lambda world: ["1", "used"]),
    Visit("account_reset_password_from_key_done"),
    Visit("help"),
    Visit("help", "signed in", who="alice"),
    Visit("help", "menu open on a phone", who="alice", act=open_menu),
    Visit("help", "session near its end", who="alice", act=near_the_end_of_the_session(500)),
    Visit("help", "session ended", who="alice", act=near_the_end_of_the_session(0)),
    Visit("help_participants"),
    Visit("help_raters"),
    Visit("help_hr", who="alice"),
    Visit("help_sponsor"),
    Visit("accessibility"),
    Visit("privacy"),
    Visit("privacy", "signed in", who="alice"),
    Visit("cookies"),
    Visit("404", "nowhere", path="/nowhere/", status=404),
]
