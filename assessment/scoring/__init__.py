"""Numbers in, numbers out: scoring and disclosure control, standard library only.

`profile.score_participant` is the one entry for a participant's figures. What may be shown
is decided in `disclosure`, `audiences` and `benchmark`, nowhere else.
"""
