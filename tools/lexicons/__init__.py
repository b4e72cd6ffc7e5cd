"""Reading the reference vocabularies that the lexicons are compiled from, one module a kind."""
