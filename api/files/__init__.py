"""What leaves the house as a file: PDF, Word, Excel, calendar, mail."""
