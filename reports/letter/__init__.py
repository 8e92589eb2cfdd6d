"""The letter to the sponsor: one page that names nobody."""
