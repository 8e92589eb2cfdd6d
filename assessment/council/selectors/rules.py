"""What a framework calls its parts: a rule that looks for one by name may have nothing to read."""

from __future__ import annotations

from assessment.models import Dimension, Framework, Indicator
from assessment.scoring.council_rules import NEEDS, CouncilRule


def rules_without_keys(framework: Framework) -> frozenset[CouncilRule]:
    """The rules that can never fire with this framework, in two queries."""
    dimensions = Dimension.objects.filter(framework=framework).values_list("key", flat=True)
    statements = Indicator.objects.filter(dimension__framework=framework)
    keys = {*dimensions, *statements.values_list("key", flat=True)}
    return frozenset(
        rule for rule, needs in NEEDS.items() if needs.keys and not keys.intersection(needs.keys)
    )
