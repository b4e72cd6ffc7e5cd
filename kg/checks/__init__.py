"""Whether a graph is right: scoring against gold facts, verification, repair, backup, status."""
