"""What becomes of a document after it was published: its versions, its withdrawal, its addresses."""
