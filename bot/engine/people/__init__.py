"""Who takes part: lists of people and where they come from, accounts, channels, rosters, App Home."""
