"""Who asks: passwords, sessions, keys, sign-in elsewhere."""
