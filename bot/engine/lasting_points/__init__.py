"""Lasting points: noted at each final, weighed again after some rounds, and decided on where they are challenged."""
