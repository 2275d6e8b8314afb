"""What the commands besides check and build do, without the command line: values in, values and texts out."""
