"""Declarations of platforms and of settings, which commands read that load nothing else: they import the standard library alone."""
