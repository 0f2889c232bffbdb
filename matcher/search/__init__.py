"""What can be found: catalog, rows and vectors, rules as allowed rows, retrieval, ingest."""
