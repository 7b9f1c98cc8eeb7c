"""Published lists: what one says, where each value stands, what is wrong with it, and how to lay it out again."""
