"""Words shown to people, in Chinese and English side by side."""

from dataclasses import dataclass

_language = "zh"


def use_language(language: str) -> None:
    """Choose the language of every Text from now on ("zh" or "en")."""
    global _language  # noqa: PLW0603 - one language for the whole program
    _language = language


@dataclass(frozen=True)
class Text:
    """One sentence or label in both languages; str() gives it in the language in use."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if _language == "en" else self.zh

    def format(self, **values: object) -> "Text":
        """The same words with {places} filled in; a Text as a value keeps both languages."""
        return Text(_filled(self.zh, "zh", values), _filled(self.en, "en", values))


def _filled(pattern: str, language: str, values: dict[str, object]) -> str:
    chosen = {k: getattr(v, language) if isinstance(v, Text) else v for k, v in values.items()}
    return pattern.format(**chosen)
