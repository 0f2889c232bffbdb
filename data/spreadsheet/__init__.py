"""Tables as people send them: files of any format, headers, rows, cells, and what was wrong."""
