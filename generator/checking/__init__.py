"""The model → findings: the rules, agreed exceptions, the baseline, and the formats in which findings are told."""
