"""Questions that members propose: proposed in private, weighed unnamed, decided by who leads."""
