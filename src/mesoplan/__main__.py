"""`mesoplan` and `python -m mesoplan`: the entry point of the installed command."""


def main() -> None:
    """Run the command. Ctrl-C while it is still being loaded ends it without a traceback, too."""
    try:
        from mesoplan.cli.main import main as run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
