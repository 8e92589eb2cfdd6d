"""Exact linear algebra: which sums follow from the sums that are known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

Row = dict[str, Fraction]


class Contradiction(ValueError):
    """The equations cannot all be true."""


class Ledger:
    """Linear equations over unknowns, kept solved as far as they go."""

    def __init__(self) -> None:
        self._solved: dict[str, tuple[Row, Fraction]] = {}

    def learn(self, coefficients: Mapping[str, Fraction | int], total: Fraction | int) -> None:
        """Take in one equation. Raises Contradiction when it cannot be true as well."""
        row, rest = self._reduced(coefficients, Fraction(total))
        if not row:
            if rest:
                raise Contradiction
            return
        pivot = next(iter(row))
        factor = row[pivot]
        new = {unknown: c / factor for unknown, c in row.items()}, rest / factor
        self._solved = {
            unknown: self._without(pivot, equation, new)
            for unknown, equation in self._solved.items()
        }
        self._solved[pivot] = new

    def tells(self, coefficients: Mapping[str, Fraction | int]) -> Fraction | None:
        """The value of a sum of unknowns where the equations determine it."""
        row, rest = self._reduced(coefficients, Fraction(0))
        return None if row else -rest

    def _reduced(
        self, coefficients: Mapping[str, Fraction | int], total: Fraction
    ) -> tuple[Row, Fraction]:
        equation: tuple[Row, Fraction] = ({u: Fraction(c) for u, c in coefficients.items()}, total)
        for pivot, known in self._solved.items():
            equation = self._without(pivot, equation, known)
        return {u: c for u, c in equation[0].items() if c}, equation[1]

    @staticmethod
    def _without(
        pivot: str, equation: tuple[Row, Fraction], known: tuple[Row, Fraction]
    ) -> tuple[Row, Fraction]:
        row, total = equation
        factor = row.get(pivot, Fraction(0))
        if not factor:
            return equation
        unknowns = row.keys() | known[0].keys()
        nought = Fraction(0)
        new = {u: row.get(u, nought) - factor * known[0].get(u, nought) for u in unknowns}
        return {u: c for u, c in new.items() if c}, total - factor * known[1]
