"""Events, their plans, and their spreadsheets."""
