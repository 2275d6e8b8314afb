"""Papers for the tests of the law: front matter without fault, of which a test changes what it tries."""

from __future__ import annotations

from support import TESTS

CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
HEAD = {
    "index_no": "11339926854601395E/2026-00001",
    "title": "关于做好汛期地质灾害防治工作的通知",
    "summary": "部署隐患点巡查、预警和转移避险工作。",
    "genre": "通知",
    "doc_no": "测政办发〔2026〕9号",
    "category": "民生政策",
    "theme": "国土资源、能源",
    "issuer": "测试县人民政府办公室",
    "formed": "2026-05-12",
    "published": "2026-05-15",
    "openness": "主动公开",
    "review": "{conclusion: 公开, date: 2026-05-12, by: 政策法规科, approved_by: 分管负责人}",
}


def paper(text: str = "请按照预案做好巡查和预警。", **changed: str | None) -> str:
    head = {key: value for key, value in {**HEAD, **changed}.items() if value is not None}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in head.items()) + f"---\n\n{text}\n"
