"""Groups: consortia, bundles and peers."""
