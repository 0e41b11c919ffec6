"""`python -m mesoplan` is `mesoplan`."""

from mesoplan.cli.main import main

if __name__ == "__main__":
    main()
