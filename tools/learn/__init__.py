"""Learning held against the rules: spaCy's ner for names, a classifier of pairs for relations."""
