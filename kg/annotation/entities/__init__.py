"""Finders of mentions, one kind a file: what text calls drugs, targets, diseases, companies, people and trials."""
