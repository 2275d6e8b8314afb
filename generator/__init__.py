"""gongkai (公开): turns a git repository of Markdown documents into a disclosure catalog and its website."""

__version__ = "0.1.0"
