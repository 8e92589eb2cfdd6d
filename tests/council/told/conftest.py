"""The rounds that a council is told of."""

from tests.council.told.world import gina, large, small

__all__ = ["gina", "large", "small"]
