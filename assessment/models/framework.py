"""The skill framework: a version that a round assesses with. Published ones never change."""

from __future__ import annotations

import hashlib
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.people import Council, User
from assessment.rater_groups import asks


class Kind(models.TextChoices):
    SKILL = "skill", _("skill")
    MANDATE = "mandate", _("mandate")
    FOCUS = "focus", _("focus")


def digest(text: str) -> str:
    """A mark of an English text, by which its translation knows it again; 16 characters.

    Browsers and files end lines differently; that changes no words.
    """
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return hashlib.sha256(words.encode()).hexdigest()[:16]


class Translated(models.Model):
    """Texts in other languages beside the English ones: {"cy": {"name": "…"}}.

    `translated_from` has the digest of the English that each one translates, in the same form. A
    translation of another English than today's is stale.
    """

    translations = models.JSONField(default=dict, blank=True, editable=False)
    translated_from = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def text_in(self, field: str, language: str) -> tuple[str, str]:
        """The text, and the language that it stands in: English where none was given."""
        translated = self.translations.get(language, {}).get(field, "")
        return (translated, language) if translated else (getattr(self, field), "en-gb")

    def stale(self) -> dict[str, list[str]]:
        """The translated fields whose English was reworded since, by language."""
        found = {
            language: [f for f in texts if self._is_stale(language, f)]
            for language, texts in self.translations.items()
        }
        return {language: sorted(names) for language, names in found.items() if names}

    def _is_stale(self, language: str, field: str) -> bool:
        made_from = self.translated_from.get(language, {}).get(field)
        return bool(made_from != digest(getattr(self, field)))


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def edited(self) -> FrameworkQuerySet:
        """Those that people write and choose: not the questions of check-ins, made of them."""
        return self.filter(check_in_of__isnull=True)

    def published(self) -> FrameworkQuerySet:
        return self.filter(state=Framework.State.PUBLISHED)

    def usable_by(self, council: Council | None) -> FrameworkQuerySet:
        """The shared frameworks and the council's own."""
        shared = models.Q(council__isnull=True)
        return self.edited().filter(shared | models.Q(council=council) if council else shared)


class Framework(Translated):
    """One version of a skill framework. Without a council it is shared by all."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(
        Council, null=True, blank=True, on_delete=models.PROTECT, related_name="frameworks"
    )
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    description = models.TextField(blank=True)
    question = models.CharField(
        _("question for raters"),
        max_length=240,
        blank=True,
        help_text=_(
            "Above the statements: “… how often did {name} do this?” {name} becomes the "
            "name. Empty for a general question."
        ),
    )
    self_question = models.CharField(
        _("question in the first person"),
        max_length=240,
        blank=True,
        help_text=_("The same, as the participant reads it: “… how often did you do this?”"),
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    scale_top = models.PositiveSmallIntegerField(
        _("levels"),
        default=5,
        validators=[MinValueValidator(3), MaxValueValidator(7)],
        help_text=_("How many levels the scale has, 3 to 7."),
    )
    made_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Of the questions of a check-in: the framework whose skills they are about.
    check_in_of = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    standard_deviation = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        default="0.60",
        help_text=_("Of dimension scores, for judging change between rounds."),
    )
    single_rater_reliability = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default="0.37",
        help_text=_("Of one rater, for judging change between rounds."),
    )
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "council", "key", "version", name="framework_version_unique_in_council"
            ),
            models.UniqueConstraint(
                fields=["key", "version"],
                condition=models.Q(council__isnull=True),
                name="framework_version_unique_shared",
            ),
            models.CheckConstraint(
                condition=models.Q(scale_top__gte=3, scale_top__lte=7),
                name="framework_scale_3_to_7",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", published_at__isnull=True)
                | models.Q(state__in=["published", "retired"], published_at__isnull=False),
                name="framework_published_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Role(Translated):
    """A role that a participant holds, with its purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="roles")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("framework", "key", name="role_key_unique"),
            models.UniqueConstraint("framework", "name", name="role_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Dimension(Translated):
    """A thing that is rated: a skill, the mandate given, or a bipolar focus."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="dimensions")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SKILL)
    name = models.CharField(max_length=120)
    description = models.TextField()
    question = models.CharField(
        _("question for raters"),
        max_length=240,
        blank=True,
        help_text=_(
            "Only where this dimension needs another question than the framework’s. {name} "
            "becomes the name."
        ),
    )
    self_question = models.CharField(
        _("question in the first person"),
        max_length=240,
        blank=True,
        help_text=_("The same, as the participant reads it: “… how often did you do this?”"),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("framework", "key", name="dimension_key_unique"),
            models.UniqueConstraint("framework", "name", name="dimension_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Level(Translated):
    """A point of a dimension's scale, with a label and a behavioural anchor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    label = models.CharField(max_length=60)
    anchor = models.TextField()
    frequency = models.CharField(
        _("how often that is"),
        max_length=120,
        blank=True,
        help_text=_(
            "What the label means in time: “on most occasions”. Raters then read this "
            "beside the label, and the anchor is kept for the report."
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("dimension", "value", name="level_value_unique"),
            models.CheckConstraint(
                condition=models.Q(value__gte=1, value__lte=7), name="level_value_1_to_7"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class Indicator(Translated):
    """One observable behaviour, in the third person for raters and the first for self."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="indicators")
    key = models.SlugField(max_length=60)
    text = models.CharField(
        max_length=240, help_text=_("As a rater reads it: “Explains a plan in everyday words.”")
    )
    self_text = models.CharField(
        max_length=240, help_text=_("As the participant reads it: “I explain a plan in …”")
    )
    seen_by = models.JSONField(
        _("who is asked"),
        default=list,
        blank=True,
        help_text=_("The rater groups that can see this. Without any, all are asked."),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("dimension", "key", name="indicator_key_unique"),
        ]

    def __str__(self) -> str:
        return self.text

    def asks(self, group: str) -> bool:
        """Whether raters of this group are asked it; the participant always is."""
        return asks(self.seen_by, group)


class Suggestion(Translated):
    """A development suggestion for somebody at a level who wants to reach the next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="suggestions")
    from_level = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Target(models.Model):
    """What a role asks of a dimension: a level with an importance, or a range of the focus."""

    class Importance(models.IntegerChoices):
        SUPPORTING = 1, _("supporting")
        CORE = 2, _("core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="targets")
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="targets")
    level = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    importance = models.PositiveSmallIntegerField(choices=Importance, null=True, blank=True)
    range_low = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    range_high = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("role", "dimension", name="target_unique"),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True, importance__isnull=True)
                | models.Q(level__isnull=False, importance__isnull=False),
                name="target_level_with_importance",
            ),
            models.CheckConstraint(
                condition=models.Q(range_low__isnull=True, range_high__isnull=True)
                | models.Q(range_low__lte=models.F("range_high")),
                name="target_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} × {self.dimension}"
