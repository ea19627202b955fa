"""The conversation engine: events in, one transaction, effects out after the commit."""
