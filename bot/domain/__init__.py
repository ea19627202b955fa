"""The product's knowledge and rules: records, events, state tables and outcomes. Standard library only, no clock, no I/O."""
