"""What an agreement is and how a list counts: days, counting rules, tallies, comparison. Knows nothing of Django."""
