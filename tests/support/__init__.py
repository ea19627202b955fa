"""Shared parts of the tests: one world, one clock, one set of actions, one oracle; mypy checks them."""
