"""Reports made from registers and documents: the annual report and the pages of requests."""
