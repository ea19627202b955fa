"""What things cost, printed as tables with ratios: against the bare SDK, a peer, or a smaller size in the same run."""
