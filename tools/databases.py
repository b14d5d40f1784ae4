"""Databases: templates that are built once, and clones of them that take seconds.

A template stands on another: native Odoo first, the suite on top of it, so
that a change of the suite never reinstalls Odoo. Its name carries a digest of
what went into it; an outdated one is dropped when its successor is ready.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess

from tools.console import fail, run, say, step
from tools.paths import ADDONS, DATA_DIR, LOGS, glue_addons, locked, suite_addons

# The native apps the suite stands on or is glued to, installed below it.
NATIVE_MODULES = ("sale_management", "sale_stock", "stock_delivery", "account", "portal", "contacts")
# The optional apps that the suite's glue addons stand beside.
OPTIONAL_MODULES = ("mrp", "sale_mrp", "purchase_stock", "purchase_mrp", "sale_purchase_stock", "stock_dropshipping")
FILESTORE = DATA_DIR / "filestore"
# Two checkouts may share a server of the user's own; each has templates of its
# own there, for their files lie in the checkout.
PREFIX = "tpl_" + hashlib.sha256(str(DATA_DIR).encode()).hexdigest()[:6]


def _digest(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:10]


def _suite_digest():
    """Digest of every file of the suite that ends up in a database."""
    total = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        parts = path.relative_to(ADDONS).parts
        if path.is_file() and "__pycache__" not in parts and "tests" not in parts:
            total.update(str(path.relative_to(ADDONS)).encode() + path.read_bytes())
    return total.hexdigest()[:10]


def sql(runtime, statement, database="postgres"):
    """Run a statement through Odoo's environment; return its rows as lists of strings."""
    script = ("import json, sys, psycopg2\n"
              "c = psycopg2.connect(dbname=sys.argv[1]); c.autocommit = True\n"
              "r = c.cursor(); r.execute(sys.argv[2])\n"
              "print(json.dumps([list(map(str, x)) for x in r.fetchall()] if r.description else []))")
    done = subprocess.run([runtime.python, "-c", script, database, statement], capture_output=True, text=True,
                          check=False, env=runtime.environment())
    if done.returncode:
        fail(f"database server: {done.stderr.strip().splitlines()[-1]}",
             "check SOM_DB_HOST, SOM_DB_PORT, SOM_DB_USER and SOM_DB_PASSWORD")
    return json.loads(done.stdout)


def exists(runtime, name):
    check_name(name)
    return bool(sql(runtime, f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))  # noqa: S608 (checked above)


def check_name(name, example="make db NAME=trial"):
    """Stop unless a name is one that every part (PostgreSQL, files, URLs) takes without quoting."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,50}", name or ""):
        fail(f"{name!r} is no database name" if name else "no database was named",
             f"use small letters, digits and underscores, a letter first: {example}")


def require(runtime, name):
    """Stop unless a database is there."""
    if exists(runtime, name):
        return
    rows = sql(runtime, "SELECT datname FROM pg_database WHERE NOT datistemplate"
                        " AND datname NOT LIKE 'tpl\\_%' AND datname <> 'postgres' ORDER BY 1")
    there = ", ".join(row[0] for row in rows) or "none"
    fail(f"there is no database {name} (there are: {there})", f"make it first: make db NAME={name}")


def drop(runtime, name):
    check_name(name)
    sql(runtime, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(FILESTORE / name, ignore_errors=True)


def clone(runtime, template, name):
    """Make ``name`` a copy of ``template``; its files are shared by hard links (Odoo never edits one)."""
    check_name(name)
    drop(runtime, name)
    sql(runtime, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if (FILESTORE / template).exists():
        shutil.copytree(FILESTORE / template, FILESTORE / name, copy_function=os.link)


def install(runtime, database, modules, demo=False, log_name=None, with_suite=True):
    """Install addons with Odoo's own command; its log goes to a file, the last lines are shown on failure."""
    log = LOGS / f"{log_name or database}.log"
    log.unlink(missing_ok=True)
    flags = ["--with-demo"] if demo else []
    run(runtime.odoo("-i", ",".join(modules), "--stop-after-init", "--log-level=warn", *flags,
                     database=database, with_suite=with_suite), log=log, env=runtime.environment())


def _build(runtime, name, base, modules, demo, title, with_suite):
    building = f"{name}_wip"
    with step(title):
        if base:
            clone(runtime, base, building)
        else:
            drop(runtime, building)
        install(runtime, building, modules, demo, log_name=name, with_suite=with_suite)
        sql(runtime, f'ALTER DATABASE "{building}" RENAME TO "{name}"')
        if (FILESTORE / building).exists():
            shutil.rmtree(FILESTORE / name, ignore_errors=True)
            (FILESTORE / building).rename(FILESTORE / name)


def _template(runtime, family, digest, **build):
    """Name of an up-to-date template of a family, built if it is missing."""
    name = f"{PREFIX}_{family}_{digest}"
    with locked(DATA_DIR):
        if exists(runtime, name):
            return name
        _build(runtime, name, **build)
        for (old,) in sql(runtime, "SELECT datname FROM pg_database WHERE datname LIKE 'tpl\\_%'"):
            if re.fullmatch(rf"{PREFIX}_{family}_[0-9a-f]{{10}}(_wip)?", old) and old != name:
                say(f"Dropping the outdated template {old}")
                drop(runtime, old)
    return name


def native_template(runtime, demo=False, apps=False):
    """Native Odoo with the apps the suite stands on, without the suite.

    :param bool apps: with the optional apps as well
    """
    family = "native" + ("_demo" if demo else "") + ("_apps" if apps else "")
    modules = (*NATIVE_MODULES, *OPTIONAL_MODULES) if apps else NATIVE_MODULES
    return _template(
        runtime, family, _digest(runtime.source.version, runtime.source.root, modules),
        base=native_template(runtime, demo) if apps else None, modules=modules, demo=demo, with_suite=False,
        title=f"Installing {_called('native Odoo', demo, apps)} into a template (once)")


def suite_template(runtime, demo=False, apps=False):
    """Odoo with every addon of the suite (native Odoo itself as long as there is none).

    :param bool apps: with the optional apps, and so with the glue addons as well; without, these have to wait
    """
    base = native_template(runtime, demo, apps)
    glue = set() if apps else set(glue_addons())
    addons = [name for name in suite_addons() if name not in glue]
    if not addons:
        return base
    family = "suite" + ("_demo" if demo else "") + ("_apps" if apps else "")
    return _template(
        runtime, family, _digest(base, _suite_digest()),
        base=base, modules=addons, demo=demo, with_suite=True,
        title=f"Installing {_called('the suite', demo, apps)} into a template")


def _called(what, demo, apps):
    return what + (" and the optional apps" if apps else "") + (" with demo data" if demo else "")
