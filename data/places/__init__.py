"""Where things are: regions of Germany, their names, postcodes and points."""
