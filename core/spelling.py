"""Pinyin and initials of names (拼音、首字母), with every reading that people use for them.

A surname is often read otherwise than the same character elsewhere: 单 is shan, not dan. Where two
readings are in use, both are kept, so that whoever types either finds the person.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product

#: Surnames of two characters that are not read as their characters are.
LONG_SURNAMES: dict[str, tuple[str, ...]] = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "鲜于": ("xian", "yu"),
    "亓官": ("qi", "guan"),
    "相里": ("xiang", "li"),
}

#: How a character is read as a surname, the commonest reading first. What pypinyin gives for the
#: character is kept as well: many a clerk does not know the other reading.
SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan",),
    "解": ("xie",),
    "仇": ("qiu",),
    "查": ("zha",),
    "曾": ("zeng",),
    "盖": ("ge", "gai"),
    "区": ("ou",),
    "乐": ("yue", "le"),
    "朴": ("piao",),
    "覃": ("qin", "tan"),
    "缪": ("miao",),
    "员": ("yun",),
    "种": ("chong",),
    "重": ("chong",),
    "翟": ("zhai",),
    "洗": ("xian",),
    "卜": ("bu",),
    "薄": ("bo",),
    "折": ("she",),
    "黑": ("he", "hei"),
    "祭": ("zhai",),
    "繁": ("po",),
    "都": ("du",),
    "牟": ("mou", "mu"),
    "召": ("shao",),
    "隗": ("kui", "wei"),
    "郗": ("xi", "chi"),
    "郇": ("xun", "huan"),
    "能": ("nai",),
    "乜": ("nie",),
    "句": ("gou",),
    "宓": ("mi", "fu"),
    "莘": ("shen", "xin"),
    "藏": ("zang",),
    "秘": ("bi",),
    "适": ("kuo",),
    "柏": ("bai", "bo"),
    "费": ("fei", "bi"),
    "谌": ("chen", "shen"),
    "阚": ("kan",),
}

#: Characters of given names and places that are read in two ways.
TWO_WAYS: dict[str, tuple[str, ...]] = {
    "乐": ("le", "yue"),
    "行": ("xing", "hang"),
    "长": ("chang", "zhang"),
    "朝": ("chao", "zhao"),
    "重": ("chong", "zhong"),
    "茜": ("qian", "xi"),
    "晟": ("sheng", "cheng"),
    "盛": ("sheng", "cheng"),
    "藏": ("zang", "cang"),
    "娜": ("na", "nuo"),
    "传": ("chuan", "zhuan"),
    "莘": ("shen", "xin"),
    "柏": ("bai", "bo"),
    "堡": ("bao", "pu", "bu"),
    "厦": ("xia", "sha"),
    "翟": ("zhai", "di"),
    "曾": ("zeng", "ceng"),
    "单": ("dan", "shan"),
}

MOST = 8  # spellings of the whole name; more would fill the table and help nobody


def folded(text: str) -> str:
    """Lower case, full width made half width, ü as it is typed."""
    return unicodedata.normalize("NFKC", text).lower().replace("ü", "v")


@lru_cache(maxsize=16384)
def spellings(name: str) -> tuple[str, ...]:
    """Every way to type a name in Latin letters: its pinyin in one word, its initials, the first
    syllable with the initials of the rest; nothing for a name without characters."""
    read = islice(product(*readings(name)), MOST)
    found: dict[str, None] = {}
    for syllables in read:
        initials = "".join(s[:1] for s in syllables)
        found |= dict.fromkeys(("".join(syllables), initials))
        if len(syllables) > 2:
            found[syllables[0] + initials[1:]] = None
    found.pop("", None)
    return tuple(found)


def readings(name: str) -> list[tuple[str, ...]]:
    """Of each character how it may be read; characters that have no reading are left out."""
    return [ways for _, ways in read_characters(name)]


def read_characters(name: str) -> list[tuple[int, tuple[str, ...]]]:
    """The same with the place of each character in the name, for marking it."""
    heard = _heard(name)
    surname = LONG_SURNAMES.get(name[:2], ())
    found = []
    for place, (character, usual) in enumerate(zip(name, heard, strict=True)):
        if not usual:
            continue
        if place < len(surname):
            ways: Sequence[str] = (surname[place],)
        elif place == 0:
            ways = (*SURNAMES.get(character, ()), usual)
        else:
            ways = (usual, *TWO_WAYS.get(character, ()))
        found.append((place, tuple(dict.fromkeys(typed for w in ways for typed in _typed(w)))))
    return found


def spelt_marks(name: str, typed: str) -> list[tuple[int, int]]:
    """The characters (from, to) of a name that Latin letters stand for; empty if they do not."""
    read = read_characters(name)
    for first in range(len(read)):
        if (count := _eaten(read, first, typed)) > 0:
            return [(read[first][0], read[first + count - 1][0] + 1)]
    return []


def _eaten(read: list[tuple[int, tuple[str, ...]]], first: int, typed: str) -> int:
    """How many characters from the first one on the letters spell, in syllables or initials;
    0 if they spell something else."""
    if not typed:
        return 0
    if first == len(read):
        return 0
    for way in read[first][1]:
        if way.startswith(typed):
            return 1
    for way in read[first][1]:
        for part in (way, way[:1]):
            if typed.startswith(part) and (rest := _eaten(read, first + 1, typed[len(part) :])):
                return rest + 1
    return 0


def get_ready() -> None:
    """Load the readings of all characters, which takes a third of a second the first time."""
    spellings("王")


def _typed(syllable: str) -> tuple[str, ...]:
    """lü and nü are typed with v, on passports yu, and by many with u."""
    if syllable[:2] in ("lv", "nv"):
        return syllable, syllable.replace("v", "u"), syllable.replace("v", "yu")
    return (syllable,)


def _heard(name: str) -> list[str]:
    """One syllable for each character, as its words are read; empty where there is none."""
    from pypinyin import lazy_pinyin

    def nothing(run: str) -> list[str]:
        return [""] * len(run)

    heard = lazy_pinyin(name, errors=nothing)  # type: ignore[arg-type]  # a list is right, too
    if len(heard) != len(name):  # a sign it drops: read character by character
        heard = [(lazy_pinyin(c, errors="ignore") or [""])[0] for c in name]
    return [folded(syllable) for syllable in heard]
