"""What HR is advised of whom to ask, and warned of."""

from __future__ import annotations

ADVISED_PEERS = 4
MOST_REQUESTS = 10
"""More than this many ratings asked of one person is too much to do with care."""
