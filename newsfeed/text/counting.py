"""Numbers with their nouns, for messages."""


def counted(number: int, noun: str) -> str:
    """Return a number with its English noun, in the plural (``s`` or ``ies``) unless the number is 1.

    >>> counted(1, "article"), counted(1200, "article"), counted(0, "entry"), counted(2, "day")
    ('1 article', '1,200 articles', '0 entries', '2 days')
    """
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{number:,} {noun[:-1]}ies"
    return f"{number:,} {noun}s"
