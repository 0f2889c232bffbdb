"""Groups: a consortium, all trades of one job, firms with the same need."""
