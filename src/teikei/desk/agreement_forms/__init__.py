"""Forms for agreements: what is asked (spec), what was sent (reading), what is shown (showing), what it does (acts)."""
