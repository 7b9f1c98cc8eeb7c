"""The reconciliation service (W3C community reconciliation API 0.2): OpenRefine and others match a column against it."""
