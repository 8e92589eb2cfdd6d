"""What HR is advised of whom to ask, and warned of."""

from __future__ import annotations

ADVISED_PEERS = 4
MOST_REQUESTS = 10
"""More than this many ratings asked of one person is too much to do with care."""

ADVISED_MINIMUMS = (5, 4)
"""Minimum group sizes that protect raters better than 3, the best first, where groups allow."""
