"""Papers for the tests of the law: front matter without fault, of which a test changes what it tries."""

from __future__ import annotations

from helpers import documents
from helpers.roots import TESTS

CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
HEAD = documents.HEAD | {
    "summary": "部署隐患点巡查、预警和转移避险工作。",
    "doc_no": "测政办发〔2026〕9号",
    "formed": "2026-05-12",
    "published": "2026-05-15",
    "review": "{conclusion: 公开, date: 2026-05-12, by: 政策法规科, approved_by: 分管负责人}",
}


def paper(text: str = "请按照预案做好巡查和预警。", **changed: str | None) -> str:
    """A paper that was formed on 12 May and published three days later, with keys changed; None leaves one out."""
    return documents.document(text=f"{text}\n", **HEAD | changed)
