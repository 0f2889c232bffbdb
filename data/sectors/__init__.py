"""What organisations do: WZ and NACE, trades, clusters, and the search over their words."""
