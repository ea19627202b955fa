"""Everything that can be decided, a module per noun."""
