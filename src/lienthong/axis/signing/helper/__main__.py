"""`python -m lienthong.axis.signing.helper --site https://… --library /path/of/the/library.so`"""

import argparse
import sys
import threading
from pathlib import Path

from .person import Person, Terminal, Window
from .server import Helper, Server

PORT = 24820


def main(argv: list[str]) -> int:
    """Serve until the window is closed or Ctrl-C; 2 when it cannot be started as asked."""
    options = _parser().parse_args(argv)
    for library in options.library:
        if not Path(library).is_file():
            sys.stderr.write(f"✗ Không thấy tệp {library}\n")
            return 2
    person: Person = Window() if options.window else Terminal()
    try:
        helper = Helper(options.site, options.library, person)
    except ValueError as fault:
        sys.stderr.write(f"✗ Địa chỉ trang phải là https://…: {fault}\n")
        return 2
    try:
        server = Server(helper, options.port)
    except OSError:
        sys.stderr.write(
            f"✗ Cổng {options.port} đang được dùng: có thể trình ký đã mở sẵn. Hãy đóng nó trước.\n"
        )
        return 2
    person.tell(f"Trình ký đang chờ ở 127.0.0.1:{server.server_port} cho {', '.join(options.site)}")
    helper.pairings.new_code()
    try:
        if isinstance(person, Window):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            person.run()
        else:
            server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="signing-helper", description="Trình ký trên máy của người ký, cho thiết bị USB."
    )
    parser.add_argument("--site", action="append", required=True, help="địa chỉ của Liên Thông")
    parser.add_argument(
        "--library", action="append", required=True, help="tệp thư viện PKCS#11 của thiết bị"
    )
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--window", action="store_true", help="hiện cửa sổ thay cho dòng lệnh")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
