"""manage.py make_benchmark --year 2026 --by EMAIL"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessment.council.benchmark.services import make_benchmark
from assessment.models import User
from assessment.refused import Refused


class Command(BaseCommand):
    help = "Make the benchmark of the calendar year that has ended. It is made once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="the year that has ended")
        parser.add_argument("--by", required=True, help="the email address of an operator")

    def handle(self, *args: Any, **options: Any) -> None:
        operators = User.objects.with_email(options["by"])
        by = operators.filter(is_operator=True, is_active=True).first()
        if by is None:
            raise CommandError("--by must name an account of a service operator.")
        try:
            made = make_benchmark(year=options["year"], by=by, at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The benchmark of {made.year} is made.")
