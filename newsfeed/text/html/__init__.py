"""HTML to paragraphs: blocks, selection, classification, images, roles of elements."""
