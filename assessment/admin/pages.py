"""Registers every page. Not done on import of the package, which holds the site itself."""

from assessment.admin import accounts, dimensions, frameworks

__all__ = ["accounts", "dimensions", "frameworks"]
