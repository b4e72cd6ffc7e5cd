"""Readings to quads: IRIs, claims under the ontology, the shapes, the processes that build and what they keep."""
