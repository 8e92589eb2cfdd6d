"""The account pages of allauth that this product uses.

Not there: adding email addresses (an address belongs to the person that HR brought in), phone
numbers and codes by email.
"""

from allauth.account import views
from django.urls import path, register_converter

from assessment.rounds.views import tokens

register_converter(tokens.AccountConverter, "account")
register_converter(tokens.PasswordKeyConverter, "password_key")

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/<account:uidb36>-<password_key:key>",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
