"""Tests of portal/thai, mostly properties that hold for any text and any day of the years 1900 to 2200."""

from hypothesis import settings

# No deadline: the first example loads the holidays of a year, and a busy machine is no fault of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
