"""Lasting points: noted at each final, weighed again after some rounds, decided on where challenged, and looked back on."""
