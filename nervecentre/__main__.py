"""Django's command line: `nervecentre help`, `python -m nervecentre help` or `manage.py help`."""

import os
import sys

from aliexpress.typed.text import can_be_kept
from nervecentre.demo.demo_environment import become_a_demo
from nervecentre.terminal import prepare_terminal


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nervecentre.settings")
    prepare_terminal()
    for argument in sys.argv:
        if not can_be_kept(argument):
            sys.stderr.write(f"{argument!r} is not text in UTF-8.\n")
            sys.exit(2)
    if sys.argv[1:2] == ["demo"]:
        become_a_demo()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
