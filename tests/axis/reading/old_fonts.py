"""Text as the font encodings before Unicode left it in files: TCVN3 (.VnTime), VNI (VNI-Times).

Kept apart from the reader's own tables: what one of them gets wrong, the other must not hide.
"""

import unicodedata

_TCVN3 = dict(
    zip(
        "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        bytes.fromhex(
            "a8a9aeaaabacadb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6"
            "d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9"
            "fafbfcfdfea1a2a3a4a5a6a7"
        ).decode("latin-1"),
        strict=True,
    )
)  # fmt: skip
_VNI_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HAT = {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_I = {"\u0300": "ì", "\u0301": "í", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}


def tcvn3(text: str) -> str:
    """As .VnTime stores it; capitals with tones stand small, for they were set in the font of capitals."""
    return "".join(
        _TCVN3.get(c) or _TCVN3.get(c.lower(), c) for c in unicodedata.normalize("NFC", text)
    )


def vni(text: str) -> str:
    """As VNI-Times stores it: a mark follows its letter."""
    return "".join(map(_vni, unicodedata.normalize("NFC", text)))


def _vni(letter: str) -> str:
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((m for m in marks if m in _VNI_TONES), "")
    if base in "đĐ":
        out = "ñ"
    elif base in "iI" and tone:
        out = _VNI_I[tone]
    elif "\u0302" in marks:
        out = base + _VNI_HAT[tone]
    elif "\u0306" in marks:
        out = base + _VNI_BREVE[tone]
    elif "\u031b" in marks:
        out = ("ô" if base in "oO" else "ö") + _VNI_TONES.get(tone, "")
    elif base in "yY" and tone == "\u0323":
        out = "î"
    elif tone:
        out = base + _VNI_TONES[tone]
    else:
        return letter
    return out.upper() if letter.isupper() else out
