"""Whether what a damaged page shows can be a person's name at all; a wrong name is worse than none."""

from functools import lru_cache

from .language import language
from .letters import fold

_FAMILIES = frozenset([
    "nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
    "ly", "truong", "dinh", "lam", "doan", "trinh", "mai", "dao", "cao", "ha", "luu", "ta", "thai", "to", "chau",
    "quach", "la", "vuong", "tong", "kieu", "nong", "hua", "chu", "luong", "giang", "thao", "lo", "quang", "cam",
    "deo", "vi", "ma", "sung", "vang", "trang", "hau", "tan", "chao", "trieu", "ban", "dam", "lu", "an", "au",
    "ung", "uong", "ton", "nghiem", "phung", "khuat", "khuong", "lai", "lieu", "luc", "mac", "mach", "ninh", "ong",
    "phi", "phu", "pho", "quan", "su", "tang", "thach", "son", "danh", "kim", "tu", "thieu", "tieu", "tien", "toan",
    "trac", "tram", "uc", "van", "vien", "viet", "y", "a", "dieu", "dieng", "han", "hinh", "ka", "khong", "kha",
    "lang", "luyen", "ngac", "nhu", "ro", "rmah", "rcom", "siu", "ksor", "kpa", "nay", "nie", "eban", "kbuor",
    "mlo", "bdap", "cil", "kong",
])  # fmt: skip
_GIVEN = frozenset([
    "phoc", "phuoc", "hoang", "nhi", "vy", "hue", "khue", "uyen", "hoe", "tuyen", "hong", "oanh", "kiet", "khiem",
    "khang", "bao", "bich", "chau", "chien", "cuc", "cuong", "dat", "diem", "diep", "dung", "duyen", "giang", "gia",
    "han", "hanh", "hao", "hau", "hien", "hieu", "hoa", "hoai", "hoan", "hung", "huong", "huyen", "khai", "khanh",
    "khoa", "khoi", "kien", "kim", "lan", "lien", "linh", "loan", "long", "mai", "man", "minh", "my", "nam", "nga",
    "ngan", "nghi", "ngoc", "nhan", "nhat", "nhu", "nhung", "ninh", "phong", "phu", "phuc", "phuong", "quan",
    "quang", "que", "quoc", "quy", "quyen", "quynh", "sinh", "son", "suong", "tai", "tam", "tan", "thach", "thai",
    "thang", "thanh", "thao", "the", "thi", "thien", "thin", "thinh", "thoa", "thom", "thong", "thu", "thuan",
    "thuc", "thuy", "thuyen", "tien", "tin", "tinh", "toan", "tra", "tram", "tri", "trieu", "trinh", "trong",
    "truc", "trung", "truong", "tu", "tuan", "tuyet", "tung", "tuong", "van", "vi", "viet", "vinh", "vu", "vuong",
    "xuan", "yen", "y", "anh", "an", "bac", "bang", "ben", "binh", "bo", "boi", "ca", "can", "canh", "chinh",
    "chung", "cong", "danh", "dao", "du", "duc", "duong", "doan", "dong",
])  # fmt: skip


def may_be_person(name: str) -> bool:
    """Whether a name opens with a family's name and every other word of it is a syllable in use."""
    first, *others = [fold(word.strip("().,'")) for word in name.split()] or [""]
    return first in _FAMILIES and all(word in _in_use() or word in _GIVEN for word in others)


@lru_cache(maxsize=1)
def _in_use() -> frozenset[str]:
    counts: dict[str, int] = {}
    for word, count in language().words.items():
        counts[fold(word)] = counts.get(fold(word), 0) + count
    return frozenset(word for word, count in counts.items() if count > 3)
