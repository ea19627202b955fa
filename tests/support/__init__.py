"""What the tests share: one world, one clock, one set of actions, one oracle; mypy checks it."""
