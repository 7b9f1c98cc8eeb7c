"""One file a page. A view reads parameters, asks `registry.queries`, renders."""
