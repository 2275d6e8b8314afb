"""What an inspector would count, and the score."""

from __future__ import annotations

import pytest
from ledger_sample import FINANCE, OFFICE, day, document, setting

from generator.model.assessment import Assessment, Criterion, Grades
from generator.model.document import Late, Review
from generator.planning.ledger.inspection import inspection, inspection_text

REVIEW = Review(conclusion="公开", date=day("2026-11-02"), by="政务公开科")
GOOD = [
    document("2026-11-02", review=REVIEW, validity="有效"),
    document("2026-11-02", review=REVIEW, category="财政预算决算", issuer=FINANCE),
    document("2026-11-02", review=REVIEW, category="民生政策"),
]


def inspected(*documents, scheme: Assessment | None = None):
    return inspection([*GOOD, *documents], setting(), scheme or Assessment())


def test_nothing_wrong_is_full_marks():
    found = inspected()
    assert (found.site.points, found.site.grade, set(found.site.faults.values())) == (100, "优秀", {0})
    assert [(body.name, body.points) for body in found.bodies] == [(OFFICE, 100), (FINANCE, 100)]


def test_faults_are_counted_for_the_site_and_for_their_body():
    found = inspected(
        document("2026-03-02", "2026-06-01", review=REVIEW, validity="有效"),
        document("2026-03-02", "2026-06-01", review=REVIEW, validity="有效", late=Late(reason="复核")),
        document("2026-09-01", "", issuer=FINANCE),
        document("2026-11-03", summary=None, review=REVIEW, validity="有效", issuer="县财政局"),
    )
    assert found.site.faults == {"blank": 0, "stale": 0, "late": 1, "overdue": 1, "missing": 1}
    assert found.site.points == 100 - 3 - 4 - 1
    office, finance = found.bodies
    assert office.faults == {"late": 1, "overdue": 0, "missing": 0}
    assert finance.points == round(100 * (60 - 4 - 1) / 60, 1)
    assert [(m.key, m.document.summary) for m in found.missing] == [("summary", None)]


def test_a_criterion_takes_no_more_than_its_full_points():
    late = [document("2026-03-02", "2026-06-01", review=REVIEW, validity="有效") for _ in range(40)]
    assert inspected(*late).site.points == 70


@pytest.mark.parametrize(
    ("score", "grade"), [(90, "优秀"), (89.9, "合格"), (75, "合格"), (60, "基本合格"), (59.9, "不合格")]
)
def test_grades(score: float, grade: str):
    assert Grades().name(score) == grade


def test_weights_may_be_changed():
    scheme = Assessment(blank=Criterion(full=50, each=25))
    found = inspection(GOOD[:1], setting(), scheme)
    assert found.site.faults["blank"] == 2
    assert found.site.points == round(100 * (130 - 50) / 130, 1)


def test_five_blank_columns_fail_the_site():
    blank = setting()
    categories = tuple(type(blank.catalog.categories[0])(name=f"类{n}", duty="20-5") for n in range(5))
    catalog = type(blank.catalog)(**{**vars(blank.catalog), "categories": categories})
    found = inspection([], blank._replace(catalog=catalog), Assessment())
    assert found.site.vetoed
    assert found.site.grade == "不合格"


def test_text_names_every_fault_in_both_languages():
    text = inspection_text(
        inspected(
            document("2026-03-02", "2026-06-01", review=REVIEW, validity="有效"),
            document("2026-09-01", "", title="关于停车的通告"),
        )
    )
    assert "逾期公开且没有说明原因：1" in text.zh
    assert "期限已过尚未公开：1" in text.zh
    assert "关于停车的通告（期限 2026-" in text.zh
    assert "late without a reason: 1" in text.en
    assert text.zh.count("\n") == text.en.count("\n")


def test_long_lists_are_cut_and_say_so():
    waiting = [document("2026-09-01", "") for _ in range(25)]
    assert "另有 5 处" in inspection_text(inspected(*waiting)).zh
