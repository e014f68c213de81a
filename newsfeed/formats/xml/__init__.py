"""XML documents: a strict parser, and recovery of documents that are not well-formed."""
