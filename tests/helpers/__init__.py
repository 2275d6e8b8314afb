"""What tests of several files use: makers of documents, files and folders. Nothing is imported from a test file."""
