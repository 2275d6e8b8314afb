"""Word, PDF and HTML files → drafts: text as Markdown, metadata guessed from the official layout, a report of what was sure.

What is read is never trusted: files are opened under the limits of `attachments`, nothing is fetched from elsewhere.
"""
