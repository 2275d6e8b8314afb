"""Proof that a site is the one that was published: its manifest, the chain of releases, signatures, and the page for citizens."""
