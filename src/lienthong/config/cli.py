"""The command line: a table of commands, each in a module of its own that is loaded when called."""

import importlib
import sys
from dataclasses import dataclass

from lienthong.config.launch.environment import Kind
from lienthong.config.launch.refusal import Refused

PACKAGE = "lienthong.config.commands"


@dataclass(frozen=True)
class Command:
    """A command: what it does, and the environment it needs (None: only Python itself)."""

    name: str
    text: str
    environment: Kind | None


COMMANDS = (
    Command(
        "run", "Khởi động hệ thống: cơ sở dữ liệu, web, tiến trình nền (Ctrl-C để dừng)", "run"
    ),
    Command("demo", "Diễn lại đường đi của một chỉ đạo trên hệ thống đang chạy", "run"),
    Command("read", "Đọc văn bản thành các trường dữ liệu và nhiệm vụ", "run"),
    Command("verify", "Kiểm tra chữ ký số của tệp PDF", "run"),
    Command("signing-helper", "Trình ký trên máy của người ký: thiết bị USB cắm ở máy này", "run"),
    Command("facts", "Kiểm tra chuỗi sự kiện đã ghi (facts verify)", "run"),
    Command("backup", "Sao lưu cơ sở dữ liệu, tệp và khóa vào một kho", "run"),
    Command("restore", "Khôi phục một bản sao lưu vào thư mục dữ liệu mới", "run"),
    Command("bench", "Đo tốc độ, so với mốc đo trong cùng lần chạy", "run"),
    Command("test", "Chạy kiểm thử (tham số thêm được chuyển cho pytest)", "test"),
    Command("check", "Kiểm tra mã nguồn: ruff, mypy, ranh giới các tầng, migrations", "test"),
    Command("doctor", "Cho biết máy có gì, thiếu gì; --install để cài gói Debian còn thiếu", None),
    Command("manage", "Lệnh quản trị Django (--as owner|app|worker)", "run"),
    Command("migrate", "Cập nhật cấu trúc cơ sở dữ liệu", "run"),
    Command("lock", "Tạo lại các tệp khóa phiên bản (requirements*.lock, package-lock.json)", None),
)


def command_of(argv: list[str]) -> Command | None:
    """The command that the arguments name, or None."""
    return next((c for c in COMMANDS if argv and c.name == argv[0]), None)


def usage() -> str:
    """The list of commands."""
    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:<{width}}  {command.text}" for command in COMMANDS]
    head, foot = "Cách dùng: ./lienthong LỆNH [tham số]", "Trợ giúp: ./lienthong LỆNH --help"
    return "\n".join([f"Liên Thông. {head}", "", *lines, "", foot, ""])


def main(argv: list[str]) -> int:
    """Run the command named first and return its exit code; a refusal is shown as a sentence."""
    command = command_of(argv)
    if command is None:
        wanted = not argv or argv[0] in ("-h", "--help", "help")
        if not wanted:
            sys.stderr.write(f"✗ Không có lệnh “{argv[0]}”.\n\n")
        (sys.stdout if wanted else sys.stderr).write(usage())
        return 0 if wanted else 2
    try:
        return _run(command, argv[1:])
    except Refused as error:
        sys.stderr.write(f"✗ {error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nĐã dừng theo yêu cầu.\n")
        return 130


def _run(command: Command, argv: list[str]) -> int:
    name = f"{PACKAGE}.{command.name.replace('-', '_')}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise Refused(f"Bản này chưa có lệnh “{command.name}”.") from error
    code: int = module.main(argv)
    return code
