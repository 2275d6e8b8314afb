"""The plan → the files that must be written again, by which process, and the writing of them."""
