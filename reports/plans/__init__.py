"""The plan of actions of a round on paper."""
