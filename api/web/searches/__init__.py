"""The pages, e-mails and feeds of saved searches."""
