"""What every request passes: who asks, in which language, guard, errors."""
