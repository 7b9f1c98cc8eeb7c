"""Exchange formats of the field, as values and bytes: EWP's inter-institutional agreements (IIA API v7)."""
