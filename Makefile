# Every target is one line over a script in tools/; `make` alone lists them.
PYTHON ?= python3
PORT ?= 8069

.DEFAULT_GOAL := help
.PHONY: help demo test test-upstream lint bench db shell serve i18n stop clean

help:  ## this list
	@echo "Usage: make TARGET [NAME=value]    (another Python: PYTHON=python3.12)"
	@sed -n 's/^\([a-z-]*\):  *## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

demo:  ## set up, run the sample orders end to end, leave the server up [DATA=folder]
	@$(PYTHON) -m tools.demo $(if $(DATA),--data '$(DATA)') --port '$(PORT)'

test:  ## the suite's tests [ONLY=path or expression]
	@$(PYTHON) -m tools.test $(if $(ONLY),'$(ONLY)')

test-upstream:  ## Odoo's own sale, stock, delivery and portal tests with the suite installed
	@$(PYTHON) -m tools.upstream

lint:  ## code, manifests, data files, configuration
	@$(PYTHON) -m tools.lint

bench:  ## measure; lines `name value unit` and build/bench.json [ONLY=name]
	@$(PYTHON) -m tools.bench $(if $(ONLY),'$(ONLY)')

db:  ## a new database with every addon installed: NAME=x [DEMO=1]
	@$(PYTHON) -m tools.db '$(NAME)' $(if $(DEMO),--demo)

shell:  ## Odoo's shell, or a script from standard input: DB=x [< script.py]
	@$(PYTHON) -m tools.shell '$(DB)'

serve:  ## a server in the background: DB=x [PORT=8069]
	@$(PYTHON) -m tools.serve '$(DB)' --port '$(PORT)'

i18n:  ## bring translations up to date with the code [ONLY=addon]
	@$(PYTHON) -m tools.i18n $(if $(ONLY),'$(ONLY)')

stop:  ## stop the servers and the private PostgreSQL
	@$(PYTHON) -m tools.stop

clean:  ## stop everything and delete this checkout's databases, logs and results
	@$(PYTHON) -m tools.clean
