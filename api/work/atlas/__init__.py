"""The atlas of competences: its versions, what each viewer sees of it, and how it is built."""
