# Thin on purpose: each target is one line, the work is done by scripts/. `make` alone lists the targets.
export PATH := $(CURDIR)/.node/bin:$(PATH)
INSTALLED := node_modules/.package-lock.json

.PHONY: help node install check test up e2e e2e-full gen bundle agent image bench check-demo clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' Makefile

node: ## put the pinned Node.js into .node/ when the system's own is older than 24
	@sh scripts/node.sh

install: $(INSTALLED) ## install the pinned dependencies (every other target does it by itself)

$(INSTALLED): package-lock.json | node
	@npm ci --ignore-scripts && touch $@

check: $(INSTALLED) ## style, types, unused code, architecture, generated files
	@node scripts/check.ts

test: $(INSTALLED) ## every test
	@node scripts/test.ts

up: $(INSTALLED) ## start everything on this machine: database, server, console, sensor
	@node scripts/console.ts && exec bin/breakwater up

e2e: $(INSTALLED) ## the end-to-end tests, on a control plane that is built with Go (slow the first time)
	@node scripts/e2e.ts

e2e-full: $(INSTALLED) ## the same with the long ones: faults, soak
	@node scripts/e2e.ts --full

gen: $(INSTALLED) ## write registries, schemas, the compiled catalogue and the reference pages
	@node scripts/gen.ts

bundle: $(INSTALLED) ## write dist/: breakwater.mjs and its parts, which run without node_modules
	@node scripts/bundle.ts

agent: ## write dist/agent/kernel-events, the kernel side of the agent (clang, bpftool and libbpf from the distribution)
	@sh apps/agent/native/build.sh

image: $(INSTALLED) ## write dist/breakwater-image.tar, the release image, on Debian
	@node scripts/image.ts

bench: bundle ## measure, each figure against its bar
	@node scripts/bench.ts

check-demo: $(INSTALLED) ## judge the example application
	@bin/breakwater check examples/shop --fail-on never

clean: ## remove what was built; .node/ and node_modules/ stay
	@rm -rf .tsbuild dist coverage
