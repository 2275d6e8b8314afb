"""`python -m generator` is `gongkai`."""

from generator.cli import main

if __name__ == "__main__":
    main()
