"""Long words of people, cut to one line."""


def cut(text: str, most: int) -> str:
    """On one line and at most so long: cut between two words where that is near, with '…' for what is left out."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    head, follows = flat[: most - 1], flat[most - 1]
    whole = head if follows == " " else head.rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else head).rstrip(" ,;:") + "…"
