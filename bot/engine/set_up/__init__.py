"""Guided set-up: an admin is asked step by step, and everything is made by one press at the end."""
