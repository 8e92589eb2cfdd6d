"""Councils, the people of a council, and the accounts that sign in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from assessment.models.cleaned import AddressField, NameField
from assessment.spelling import clean_address

PERIODS = {
    "link_cut_months": (1, 12),
    "comments_months": (1, 36),
    "ratings_months": (3, 72),
    "reports_months": (6, 72),
    "people_months": (6, 84),
}
"""How short and how long a council may keep what, in months; retention.py says from when."""

LONGEST_UNIT = 120


def _months(name: str, *, default: int, help_text: Any) -> Any:
    lowest, highest = PERIODS[name]
    return models.PositiveSmallIntegerField(
        default=default,
        validators=[MinValueValidator(lowest), MaxValueValidator(highest)],
        help_text=help_text,
    )


def _period_constraints() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__gte": lowest, f"{name}__lte": highest}),
            name=f"council_{name}_{lowest}_to_{highest}",
        )
        for name, (lowest, highest) in PERIODS.items()
    ]


class Council(models.Model):
    """The tenant. Every person and every round belongs to one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    brand_colour = models.CharField(
        max_length=7,
        default="#1d4f5c",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as #rrggbb."))],
        help_text=_("Colour of the page header, as #rrggbb. White text must be readable on it."),
    )
    contact_email = models.EmailField(
        help_text=_("Replies to the emails of this council go to this address.")
    )
    privacy_notice_url = models.URLField(blank=True)
    # HR says so, after reading what is given and what is got.
    in_benchmark = models.BooleanField(default=False, editable=False)
    link_cut_months = _months(
        "link_cut_months",
        default=3,
        help_text=_("Months after release until all answers are deleted."),
    )
    comments_months = _months(
        "comments_months", default=12, help_text=_("Months until written comments are deleted.")
    )
    ratings_months = _months(
        "ratings_months",
        default=24,
        help_text=_("Months until answers of a round that is never released are deleted."),
    )
    reports_months = _months(
        "reports_months", default=36, help_text=_("Months until reports are deleted.")
    )
    people_months = _months(
        "people_months",
        default=36,
        help_text=_("Months after their last round until people are deleted."),
    )

    class Meta:
        verbose_name_plural = "councils"
        constraints = [
            *_period_constraints(),
            # What hangs from people would vanish with them, before its time and without a log.
            models.CheckConstraint(
                condition=models.Q(people_months__gte=models.F("comments_months"))
                & models.Q(people_months__gte=models.F("ratings_months"))
                & models.Q(people_months__gte=models.F("reports_months")),
                name="council_people_kept_longest",
                violation_error_message=_(
                    "People must be kept at least as long as comments, ratings and reports."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_operator=True, **fields)

    def with_email(self, email: str) -> models.QuerySet[User]:
        return self.filter(email__iexact=clean_address(email))

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=clean_address(username or ""))


class User(AbstractBaseUser):
    """An account that signs in: HR, sponsor, editor, service operator or participant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = AddressField(_("email address"), unique=True)
    name = NameField(_("full name"), max_length=120)
    council = models.ForeignKey(
        Council, null=True, blank=True, on_delete=models.PROTECT, related_name="users"
    )
    is_hr = models.BooleanField(
        _("HR"), default=False, help_text=_("Runs rounds and downloads reports of the council.")
    )
    is_editor = models.BooleanField(
        _("framework editor"), default=False, help_text=_("Edits skill frameworks in the admin.")
    )
    is_operator = models.BooleanField(
        _("service operator"), default=False, help_text=_("Runs the service: councils, accounts.")
    )
    is_sponsor = models.BooleanField(
        _("sponsor"),
        default=False,
        help_text=_("Reads the council’s picture and its letter, and no report of a person."),
    )
    language = models.CharField(max_length=10, default="en-gb")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=models.Q(is_hr=False) | models.Q(council__isnull=False),
                name="user_hr_has_council",
                violation_error_message=_("HR needs a council."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_sponsor=False) | models.Q(council__isnull=False),
                name="user_sponsor_has_council",
                violation_error_message=_("A sponsor needs a council."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_duty(self) -> bool:
        """Whether it does something for the service, beside taking part."""
        return self.is_hr or self.is_sponsor or self.is_editor or self.is_operator

    @property
    def is_staff(self) -> bool:
        """Whether this account may open the admin at all."""
        return self.is_editor or self.is_operator

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own question, asked by admin pages that are not ours: operators only."""
        return self.is_active and self.is_operator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_operator


class PersonQuerySet(models.QuerySet["Person"]):
    def of(self, council: Council) -> PersonQuerySet:
        return self.filter(council=council)

    def with_email(self, email: str) -> PersonQuerySet:
        return self.filter(email__iexact=clean_address(email))


class Person(models.Model):
    """Somebody a council knows: a participant, a rater or both. The email may change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="people")
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    name = NameField(max_length=120)
    email = AddressField()
    language = models.CharField(max_length=10, default="en-gb")
    unit = NameField(
        _("unit"),
        max_length=LONGEST_UNIT,
        blank=True,
        help_text=_(
            "The part of the council where they work, such as Housing. You may leave it empty."
        ),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint("council", Lower("email"), name="person_email_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class DifferentPeople(models.Model):
    """Two of a council who look like one, and of whom HR has said that they are two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "different people"
        constraints = [
            models.UniqueConstraint("first", "second", name="different_people_unique"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="different_people_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
