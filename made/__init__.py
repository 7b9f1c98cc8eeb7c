"""Lists of our own making: any layout, format, language and fault, each with its answer key; and the accuracy figures."""
