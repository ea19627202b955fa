"""Follow-ups of the points of finals: answered by who leads, posted, reminded of, brought back with the next questions."""
