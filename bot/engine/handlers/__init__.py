"""What the engine does, a module per matter. Handlers are plain functions of a turn; what they say leaves after the commit."""
