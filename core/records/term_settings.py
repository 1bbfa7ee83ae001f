"""期限口径: how an office counts terms where no national rule is known. Fields of the office."""

from core.field import Field, Section, Type
from core.text import Text

TERM_FIELDS = (
    Field(
        "term_rolls_over",
        Text("调解期限遇节假日顺延", "A term that ends on a day off goes on"),
        Type.YES_NO,
        hint=Text(
            "选“是”,期限最后一天放假的,顺延到其后第一个工作日;空着不顺延。司法确认的三十日"
            "总是顺延。《民事诉讼法》第八十五条",
            "With yes it ends on the next working day; left empty it does not. The 30 days for "
            "confirmation always do. Civil Procedure Law, art. 85",
        ),
    ),
    Field(
        "suspension_counts",
        Text("中止时间计入期限", "Time of a suspension counts"),
        Type.YES_NO,
        hint=Text(
            "选“是”,中止期间照算;空着不算。医疗纠纷的鉴定时间总是不算。"
            "《医疗纠纷预防和处理条例》第三十八条",
            "With yes the term runs on; left empty it does not. An appraisal in a medical "
            "dispute never counts. Regulation on Medical Disputes, art. 38",
        ),
    ),
)

TERM_SECTION = Section(
    Text("期限口径", "How terms are counted"), tuple(f.name for f in TERM_FIELDS)
)
