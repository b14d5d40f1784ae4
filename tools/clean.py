"""make clean: stop everything, delete this checkout's databases, logs and results; the cache stays."""
import shutil

from tools import postgres, stop
from tools.console import main, say
from tools.paths import BUILD, CACHE, ROOT, STATE


def run():
    stop.run()
    if postgres.external():
        say("Databases on your own server (SOM_DB_HOST) stay: drop them there")
    for folder in (STATE, BUILD, ROOT / ".pytest_cache", ROOT / ".ruff_cache", ROOT / ".hypothesis"):
        if folder.exists():
            say(f"Deleting {folder}")
            shutil.rmtree(folder)
    say(f"Downloads stay in {CACHE}; delete that folder to start from nothing")


if __name__ == "__main__":
    main(run)
