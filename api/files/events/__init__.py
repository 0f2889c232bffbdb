"""Papers of an event: workbook, calendar, sheets of the participants."""
