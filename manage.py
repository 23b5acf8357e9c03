#!/usr/bin/env python
"""Django's command line: `python manage.py help` lists the commands."""

from nervecentre.__main__ import main

if __name__ == "__main__":
    main()
