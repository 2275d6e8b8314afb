"""The command line: arguments in, exit code and words out; everything else is done on the floors below."""
