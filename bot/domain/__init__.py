"""What Folkmoot knows and decides: records, events, state tables and outcomes. Standard library only, no clock, no I/O."""
