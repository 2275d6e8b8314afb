"""What knows nothing of government: the cache, git, worker processes, a site folder that is always whole."""
