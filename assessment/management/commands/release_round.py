"""manage.py release_round --round ID --by EMAIL"""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment.models import Round, User
from assessment.refused import Refused
from assessment.release.services import release


class Command(BaseCommand):
    help = (
        "Release a closed round here and now, without a worker. What a release that broke off has "
        "made is kept. The participants are told by email."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--round", type=uuid.UUID, required=True, help="the round's identifier")
        parser.add_argument("--by", required=True, help="the email address of HR who asked for it")

    def handle(self, *args: Any, **options: Any) -> None:
        round = Round.objects.run_by_hr().filter(pk=options["round"]).first()
        by = User.objects.filter(email__iexact=options["by"], is_hr=True, is_active=True).first()
        if round is None:
            raise CommandError("There is no such round.")
        if by is None or by.council_id != round.council_id:
            raise CommandError("--by must name an account of HR of the round's council.")
        try:
            release.release(round=round, by=by, at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{round.participants.count()} reports are released.")
