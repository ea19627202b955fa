"""The report of a chosen time."""
