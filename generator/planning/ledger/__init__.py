"""Documents and registers → what an inspection looks at: coverage, timeliness, statistics, standard items, validity.

Import the modules themselves: the rules need `item_rules`, and pages need the rules.
"""
