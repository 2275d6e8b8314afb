"""The files of content/data → registers, with what is wrong in them."""
