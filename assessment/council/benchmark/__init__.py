"""Councils compared with each other, once a year, by figures that are the same for all of them."""
