"""Pictures of the graph: pages to walk in, and still ones."""
