"""The demonstration: a made-up charity, its people, a clock that can be moved, and a round from its set-up to its end."""
