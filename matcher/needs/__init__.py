"""All needs beside all offers: who answers what, gaps, chances across clusters, saved searches."""
