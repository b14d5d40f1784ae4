"""What every command says while it works, and how it stops."""
import contextlib
import shlex
import subprocess
import sys
import time


class CommandError(SystemExit):
    """A message for the person at the terminal; the process ends with status 1."""

    def __init__(self, message):
        super().__init__(1)
        self.message = message


def say(text):
    print(f"» {text}", file=sys.stderr, flush=True)


def fail(problem, remedy=None):
    """Raise a :class:`CommandError` that names the problem and what to do next."""
    raise CommandError(problem if remedy is None else f"{problem}\n  → {remedy}")


@contextlib.contextmanager
def step(title):
    """Announce a piece of work, and say how long it took once it is done."""
    say(f"{title} …")
    started = time.monotonic()
    yield
    say(f"{title}: done in {time.monotonic() - started:.1f} s")


def run(command, log=None, remedy=None, **kwargs):
    """Run a command; on failure show the end of its output and stop.

    :param list command: program and arguments
    :param log: file that receives the output; None lets it through
    :raises CommandError: when the command is missing or ends non-zero
    """
    command = [str(part) for part in command]
    try:
        if log is None:
            return subprocess.run(command, check=True, **kwargs)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as stream:
            return subprocess.run(command, check=True, stdout=stream, stderr=subprocess.STDOUT, **kwargs)
    except FileNotFoundError:
        fail(f"`{command[0]}` is not installed", remedy or f"install it, e.g. apt-get install {command[0]}")
    except subprocess.CalledProcessError as error:
        if log is not None:
            sys.stderr.write("".join(log.read_text(errors="replace").splitlines(keepends=True)[-25:]))
        fail(f"`{shlex.join(command)}` ended with status {error.returncode}"
             + (f"; its whole output: {log}" if log else ""), remedy)


def main(function):
    """Run a command's entry point: errors as plain text, Ctrl-C as status 130."""
    try:
        sys.exit(function() or 0)
    except CommandError as error:
        print(f"✗ {error.message}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        print("✗ interrupted; run the same command again to go on", file=sys.stderr, flush=True)
        sys.exit(130)
