"""Staff pages: hand in a list, see how it was read, decide, keep. Thin views and forms; knows no models."""
