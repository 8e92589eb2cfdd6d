"""Registers every page. Not done on import of the package, which holds the site itself."""

from django.contrib import admin

from assessment.admin import accounts
from assessment.council.admin import FrameworkReadings
from assessment.council.benchmark.admin import BenchmarkAdmin
from assessment.frameworks.admin import dimensions
from assessment.frameworks.admin.frameworks import FrameworkAdmin
from assessment.models import BenchmarkYear, Framework
from assessment.quality.admin import FrameworkQuality

__all__ = ["accounts", "dimensions"]

admin.site.register(BenchmarkYear, BenchmarkAdmin)


@admin.register(Framework)
class FrameworkPages(FrameworkReadings, FrameworkQuality, FrameworkAdmin):
    """A framework's own pages, and those about its questions and what is read from answers."""
