"""The door of the interface: an endpoint says what it takes and gives by types; all else is done here, once for all of them."""
