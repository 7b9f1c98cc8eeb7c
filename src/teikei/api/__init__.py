"""What programs read and write: REST, exchange formats, the reconciliation service. Thin endpoints over queries and operations."""
