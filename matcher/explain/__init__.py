"""Why a partner was suggested, and what the rules cost."""
