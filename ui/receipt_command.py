"""The command receipt: what the office answers a village, with its package. No Qt."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.files import said_plainly
from core.merging import enrol
from core.merging.receipts import answers, counts, in_words, say, write_answers
from core.text import Text
from db.connect import Opened
from ui.handing_in import hand_out

Told = tuple[list[str], Any]


def run_receipt(
    opened: Opened, args: argparse.Namespace, id_of: Callable[[str], str], today: date
) -> Told:
    """Put down what is answered by hand, the rest by itself, and write the package. `id_of` finds a
    case by number or id."""
    db = opened.db
    village = enrol.village_named(db, args.village)
    by_hand = _read(args.answers) if args.answers else []
    for each in [(id_of(of), verdict, words) for of, verdict, words in by_hand]:
        say(db, *each, today)
    step = write_answers(db, village["id"], today)
    made = hand_out(opened, args.out, village=village["id"])
    found = answers(db, village["id"])
    said = _WRITTEN.format(
        name=village["name"],
        path="、".join(map(str, made.paths)),
        counts=in_words(counts(found)) or "0",
    )
    data = {
        "files": [str(p) for p in made.paths],
        "village": village["name"],
        "step": step,
        "counts": counts(found),
        "answers": [{"id": a.dispute, "verdict": a.verdict, "words": a.words} for a in found],
    }
    return [str(said)], data


def _read(path: Path) -> list[tuple[str, str, str]]:
    with said_plainly(path):
        text = path.read_text(encoding="utf-8")
    try:
        given = [(g["of"], g["verdict"], g.get("words", "")) for g in json.loads(text)]
        return [(str(of), str(verdict), str(words)) for of, verdict, words in given]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(_UNREAD.format(path=path)) from error


_WRITTEN = Text(
    "{name}的回执已写好并核对 {path}:{counts}。", "Wrote and checked the receipt of {name}: {path}"
)
_UNREAD = Text(
    "看不懂 {path}:应为 of、verdict、words 的列表。",
    "{path} is not understood: a list of of, verdict and words is expected.",
)
