"""Commands that measure, judge and train."""
