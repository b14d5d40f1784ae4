"""What pytest has to know to run Odoo's tests here, in addons/ and in tests/.

A test class tagged ``som_demo`` (``@tagged("post_install", "-at_install",
"som_demo")``, inherited like every tag of Odoo's) runs twice: on the empty
database with everything else, and on one with Odoo's demonstration data. What
is tagged ``som_apps`` runs once more where the optional apps are installed;
tests of glue addons run there alone.
"""
import json
import os
import sys
from pathlib import Path

import pytest

from tools.paths import ADDONS, glue_addons

DEMO_TAG = "som_demo"
APPS_TAG = "som_apps"
GLUE = "som_glue"
BROWSER_SKIPS = ("chrome", "devtools", "dev tools", "websocket-client")

collect_ignore = ["tests/bench", "tests/upstream"]


def pytest_configure(config):
    for marker, what in ((DEMO_TAG, "with demonstration data"), (APPS_TAG, "with the optional apps")):
        config.addinivalue_line("markers", f"{marker}: runs on the database {what} too")
    config.addinivalue_line("markers", f"{GLUE}: runs on the database with the optional apps only")
    if "odoo.tests" in sys.modules:
        _tag_classes_outside_addons()


def _tag_classes_outside_addons():
    """Odoo gives its tags to classes below odoo.addons only, and fails without: tests/ gets them here."""
    from odoo.tests import BaseCase

    native = BaseCase.__init_subclass__.__func__

    def initialise(cls):
        native(cls)
        if getattr(cls, "test_tags", None) is None:
            cls.test_tags = {"standard", "post_install"}
            cls.test_module = cls.__module__.partition(".")[0]

    BaseCase.__init_subclass__ = classmethod(initialise)


def pytest_collection_modifyitems(items):
    glue = [ADDONS / name for name in glue_addons()]
    for item in items:
        for tag in {DEMO_TAG, APPS_TAG} & set(getattr(item.cls, "test_tags", None) or ()):
            item.add_marker(tag)
        if any(folder in item.path.parents for folder in glue):
            item.add_marker(APPS_TAG)
            item.add_marker(GLUE)


def _on_ci():
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")


def must_run(item, reason):
    """Whether a skipped test hides that the browser or the HTTP server is missing."""
    http_case = getattr(sys.modules.get("odoo.tests"), "HttpCase", None)
    return bool(http_case and item.cls and issubclass(item.cls, http_case)
                or any(word in reason.lower() for word in BROWSER_SKIPS))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """On CI a browser or HTTP test that does not run is a failure: nobody reads the list of skips there."""
    report = (yield).get_result()
    if report.skipped and _on_ci() and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if must_run(item, reason):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} must not be skipped on CI: {reason}"


def pytest_terminal_summary(terminalreporter):
    """Leave the counts where the command that started this run finds them."""
    target = os.environ.get("SOM_TEST_COUNTS")
    if target:
        counts = {name: len(reports) for name, reports in terminalreporter.stats.items() if name}
        Path(target).write_text(json.dumps(counts))
