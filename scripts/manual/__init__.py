"""What the generated parts of the reference pages say; scripts/reference.py puts them into the pages."""
