"""The safe HTML of a text → the same with its signature and date set apart, to stand at the right as on paper.

GB/T 9704—2012, 7.3.5: the names of the issuing bodies, and the date below them, stand at the right; what follows (附注,
annexes) does not move them. A date counts where names of bodies stand above it; at the end of the text any short line
above it is taken for the name.
"""

from __future__ import annotations

import re

_DATE = re.compile(
    r"<p>((?:[^<]{2,40}[ \u3000]{1,20})?(?:(?:19|20)\d{2} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|[一二][〇○零OＯ一二三四五六七八九]{3}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿]{1,3}日)"
    r"(?:（(?:印章?|公?章|盖章)）)?)</p>"
)
_END = re.compile(r"日(?:（(?:印章?|公?章|盖章)）)?</p>")
"""How a paragraph ends that is a date; nearly all are passed over by it."""
_LINE = re.compile(r"<p>([^<]{2,60})</p>\s*$")
_BODY = re.compile(
    r"[^。，；：！？《》]*(?:政府|办公室|办公厅|局|委|委员会|厅|部|院|中心|大队|支队|总队|管委会|办事处|小组|指挥部|公司|学校|医院|集团|处|站|所|会|庭)(?:（(?:印章?|公?章|盖章|代章)）)?[ \u3000]*"
)
_FRAME = '<div class="gk-signature">'
MOST = 12
"""Names above one date."""


def set_apart(safe: str) -> str:
    """Put each signature with its date into a division of its own."""
    out, done = [], 0
    for end in _END.finditer(safe):
        date = _DATE.match(safe, max(0, safe.rfind("<p>", 0, end.start())))
        if date is None or date.start() < done:
            continue
        begin = _names(safe[done : date.start()], last=not safe[date.end() :].strip())
        if begin is not None:
            names = re.sub(r">\s+<", "><", safe[done + begin : date.start()].strip())
            out.append(f"{safe[done : done + begin]}{_FRAME}{names}<p>{date[1]}</p></div>")
            done = date.end()
    return "".join([*out, safe[done:]]) if out else safe


def _names(before: str, last: bool) -> int | None:
    """Where the names above a date begin; None when there are none."""
    begin: int | None = None
    for count in range(MOST):
        # only the tail is looked at: texts are long
        tail = before[-400:]
        match = _LINE.search(tail)
        if match is None or not (_BODY.fullmatch(match[1]) or (last and count == 0)):
            break
        before = before[: len(before) - len(tail) + match.start()]
        begin = len(before)
    return begin
