"""The question encoder: reads questions for a corpus that the bundled encoder has read."""
