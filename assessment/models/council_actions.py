"""What a council means to do after a round: the lines of HR's plan."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models.cleaned import AddressField, NameField
from assessment.models.people import Council, User
from assessment.models.rounds import Round


class CouncilActionQuerySet(models.QuerySet["CouncilAction"]):
    def of(self, council: Council) -> CouncilActionQuerySet:
        return self.filter(council=council)

    def open(self) -> CouncilActionQuerySet:
        """Still to be done in its own round: neither at an end nor carried over to a later one."""
        return self.filter(state__in=CouncilAction.OPEN, carried_to__isnull=True)

    def owned_by(self, council: Council, email: str) -> CouncilActionQuerySet:
        """Those of a council whose owner has this address; none for no address."""
        return self.of(council).filter(owner_email__iexact=email) if email else self.none()


class CouncilAction(models.Model):
    """Something that the council changes after a round, with its owner and its day.

    The owner is somebody of the council by name and address, with or without an account, and is
    empty once that person was erased. `version` counts the saves: a save names the one that it
    was based on.
    """

    MOST = 20
    LONGEST = 500

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    OPEN = (State.PLANNED, State.UNDER_WAY)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="actions")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField()
    reading = models.CharField(max_length=60, blank=True)  # the key of the rule that it answers
    text = models.CharField(max_length=LONGEST)
    owner_name = NameField(max_length=120, blank=True)
    owner_email = AddressField(blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    outcome = models.CharField(max_length=LONGEST, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="carried_to"
    )
    version = models.PositiveIntegerField(default=1)
    # The days that the owner was written to about: no second email about the same one.
    reminded_for = models.DateField(null=True)
    chased_for = models.DateField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = CouncilActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "position", name="council_action_position_unique"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=20),
                name="council_action_at_most_twenty",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "under_way", "done", "dropped"]),
                name="council_action_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""), name="council_action_says_something"
            ),
            models.CheckConstraint(
                condition=models.Q(owner_name="", owner_email="")
                | ~models.Q(owner_name="") & ~models.Q(owner_email=""),
                name="council_action_owner_whole_or_gone",
            ),
        ]
        indexes = [models.Index(fields=["due_on", "state"], name="council_action_due")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        """By its state alone; see also whether it was carried over."""
        return self.state in self.OPEN

    @property
    def was_carried_over(self) -> bool:
        """To a later round, where it goes on."""
        return getattr(self, "carried_to", None) is not None

    def is_overdue_on(self, day: datetime.date) -> bool:
        """The due day itself still counts."""
        return self.is_open and self.due_on < day
