"""What public pages and the desk share: the frame, the style sheet, languages, error pages, components. Knows no models."""
