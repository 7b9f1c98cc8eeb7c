"""The public pages: thin views over `registry.queries`. Complete without a script; htmx only refreshes a search in place."""
