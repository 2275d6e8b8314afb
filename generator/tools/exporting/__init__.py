"""Public information handed over to the national archive and the public library (条例 art. 25), and the receipts for it."""
