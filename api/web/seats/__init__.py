"""What a participant of an event sees behind a personal link."""
