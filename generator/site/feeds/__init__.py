"""Feeds: machine-readable copies of the catalog and of what happens to it."""

from __future__ import annotations

from generator.site.feeds.catalog_json import catalog_json
from generator.site.feeds.files import whole_files, workbook, year_files
from generator.site.feeds.static_api import api_file, api_record

__all__ = ["api_file", "api_record", "catalog_json", "whole_files", "workbook", "year_files"]
