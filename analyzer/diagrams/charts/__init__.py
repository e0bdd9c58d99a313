"""Charts over the months of a plan: bridges, moves, cost; and who shares how many links with whom."""
