"""What a name is: folded forms, territories, our units. Knows nothing of lists or of Django."""
