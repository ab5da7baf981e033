"""`python -m benchmarks`."""

from .environment import set_up


def main() -> None:
    set_up()
    from .run import run  # NumPy, which comes with it, reads the environment when it is loaded

    run()


if __name__ == "__main__":
    main()
