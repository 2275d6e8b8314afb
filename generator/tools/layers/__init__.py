"""Making the text layers of attachments: pictures and scanned pages → text that a person can correct."""
