"""Questions to the graph, each one function of a store that gives rows with the places that support them."""
