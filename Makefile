# Every target says what it does; `make help` lists them.

EXAMPLE := Examples/digits
DATABASE := $(EXAMPLE)/automl.db
BINARIES := .build/release
CHAOS_ROUNDS := 300
FORMATTED := Package.swift Sources Tests migrations sql Benchmarks/Package.swift Benchmarks/Sources \
  Examples/Package.swift Examples/scheduler Examples/guide scripts/tsan/probe.swift

.DEFAULT_GOAL := help
.PHONY: help run build test chaos tsan examples format lint bench clean needs

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: build .venv/installed ## Install what is missing, build, run the digits example, show the report
	@scripts/run-example $(BINARIES) $(EXAMPLE)/experiment.yaml $(DATABASE)

build: needs ## Build both programs for use (.build/release/automl, .build/release/automl-db)
	@echo "==> Building automl and automl-db (the first time takes a few minutes)"
	@swift build -c release --product automl
	@swift build -c release --product automl-db

test: needs ## Install what is missing and run every test
	@echo "==> Running every test"
	@swift build --build-tests
	@scripts/run-tests
	@echo "==> Running the tests that measure time, one after the other"
	@AUTOML_TIMING_TESTS=1 scripts/run-tests --no-parallel --filter Timing

chaos: needs ## Kill engines at random moments in 300 experiments and look what became of them
	@echo "==> Killing engines (CHAOS_ROUNDS says how often, AUTOML_CHAOS_SEED repeats)"
	@swift build --build-tests
	@AUTOML_CHAOS_ROUNDS=$(CHAOS_ROUNDS) scripts/run-tests --filter ChaosTests

tsan: needs ## Run the tests of engine and scheduler under the Thread Sanitizer
	@scripts/tsan/check .build-tsan AutoMLSchedulingTests AutoMLWorkflowTests

examples: needs ## Build and run the programs of the two guides, which check themselves
	@echo "==> Building and running Examples/scheduler and Examples/guide"
	@scripts/check-examples Examples

format: needs ## Format the sources in place
	@scripts/format in-place $(FORMATTED)

lint: needs ## Fail when a source is not formatted, or a named path is not there
	@scripts/format check $(FORMATTED)

bench: needs ## Compare store, scheduler, engine and sweeps with raw C on this machine
	@echo "==> Building and running Benchmarks"
	@swift build -c release --package-path Benchmarks
	@Benchmarks/.build/release/store-bench
	@Benchmarks/.build/release/scheduler-bench
	@Benchmarks/.build/release/engine-bench
	@Benchmarks/.build/release/sweep-bench

clean: ## Delete what was built and the Python environment; keep databases and results
	rm -rf .build .build-tsan Benchmarks/.build Examples/.build .venv

needs:
	@scripts/need-swift
	@scripts/need-packages

.venv/installed: $(EXAMPLE)/requirements.txt | needs
	@scripts/make-venv .venv $(EXAMPLE)/requirements.txt
	@touch $@
