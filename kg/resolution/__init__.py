"""Who is who: the names of all documents to entities, and these to public identifiers."""
