"""HTML to paragraphs: extraction, classification, images, boilerplate roles."""
