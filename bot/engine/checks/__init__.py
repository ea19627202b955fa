"""Checks of a draft: challenges, grouped as the deciders may see them, and decisions."""
