"""All outcomes, a module per noun."""
