"""People who take part: lists and their sources, accounts, channels, rosters, App Home."""
