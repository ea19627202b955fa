"""A round from its opening to its final, and what comes of several: the organisation summary, late releases, digests."""
