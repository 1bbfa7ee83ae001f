"""金额大写: an amount in the characters of bills, which cannot be altered by a stroke.

By the rules for bills (支付结算办法, annex 1): 人民币 before it, 整 after whole yuan, 零 for zeros
within.
"""


def in_capitals(fen: int) -> str:
    """人民币壹佰元整 for 10000 fen. Raises ValueError below zero: nobody agrees on that."""
    import cn2an  # reads its tables when it is loaded: only where an amount is shown

    if fen < 0:
        raise ValueError(fen)
    yuan, rest = divmod(fen, 100)
    words: str = cn2an.an2cn(f"{yuan}.{rest:02}" if rest else str(yuan), "rmb")
    return f"人民币{words}"
