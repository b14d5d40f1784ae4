"""make stop: end the servers and the private PostgreSQL of this checkout."""
from tools import postgres, servers
from tools.console import main, say


def run():
    found = servers.running()
    for server in found:
        servers.stop(server)
    if not found:
        say("No server is running")
    postgres.stop()


if __name__ == "__main__":
    main(run)
