# `make` alone lists the commands.
#
# All of them link a ready DuckDB library where one can be had, and compile DuckDB's C++ where not:
#   (nothing set)             the library that scripts/fetch-libduckdb.sh finds or fetches
#   DUCKDB_LIB_DIR=<folder>   the libduckdb of that folder
#   BUNDLED=1                 no library: compile DuckDB, 20 to 40 minutes on two cores, once
#
# `demo` and `test` share every compiled dependency: same profile, same features. Building with `--examples` (there need
# be none) is what makes cargo choose the features of dependencies as it does for tests.

CARGO ?= cargo
PREFIX ?= $(HOME)/.local
# cases of each property test, in `make test` and in `make test-long`
PROPTEST_CASES ?= 32
LONG_CASES ?= 1024
# profile of `make bench`: `dev` shares what `make demo` has compiled, and is as good for ratios of the engine's own work
BENCH_PROFILE ?= bench
# more arguments for benches/peers/run.py, such as "--rounds 5" or "--without pandas"
BENCH_ARGS ?=
# more arguments for `cargo test`, such as a test's name
ARGS ?=
# what `make fuzz` runs, and how many seconds each
TARGET ?= csv json normalise parquet xlsx zip
SECONDS ?= 600

export PROPTEST_CASES
.DEFAULT_GOAL := help
.PHONY: help demo build test test-long test-cluster bench bench-own bench-peers bench-smoke fuzz skipped release install fmt lint doc clean

# Shell: sets $$features for cargo, and DUCKDB_LIB_DIR for the build script of duckdb.
define find_duckdb
features=--no-default-features; \
if [ -n "$(BUNDLED)" ]; then features=; \
elif [ -n "$$DUCKDB_LIB_DIR$$DUCKDB_DOWNLOAD_LIB" ]; then :; \
elif folder=$$(sh scripts/fetch-libduckdb.sh); then export DUCKDB_LIB_DIR="$$folder"; \
elif [ $$? -eq 3 ]; then features=; \
	echo "No ready DuckDB library: compiling its C++, 20 to 40 minutes on two cores, once." >&2; \
	echo "With a library of your own: make DUCKDB_LIB_DIR=<folder>. BUNDLED=1 skips the search." >&2; \
else echo "BUNDLED=1 compiles DuckDB instead, 20 to 40 minutes on two cores." >&2; exit 1; \
fi
endef

# Shell: the folder of compiled profiles.
target_folder = "$$($(CARGO) metadata --no-deps --format-version 1 \
	| sed 's/.*"target_directory":"\([^"]*\)".*/\1/')$(CARGO_BUILD_TARGET:%=/%)"

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-20s%s\n", $$1, $$2 }'

demo: build ## build, and show what it does on the data in this repository
	@target=$(target_folder); rm -rf "$$target/demo"; "$$target/debug/warledger" demo --out "$$target/demo"

build: ## build the binary (dev profile)
	@$(find_duckdb); set -x; $(CARGO) build --bins --examples $$features

test: ## run the tests
	@$(find_duckdb); set -x; $(CARGO) test $$features $(ARGS)
	@echo "Tests that lack time, data or a program pass and say so: 'make skipped' lists them, 'make test-long' runs the long ones."

test-long: export PROPTEST_CASES := $(LONG_CASES)
test-long: export WARLEDGER_LONG := 1
test-long: test ## run the tests, the long ones too, with more cases of each property

test-cluster: ## run the tests of another engine: Sail in a virtual environment, two workers on this machine
	@$(find_duckdb); sail=$$(sh scripts/sail.sh) && set -x && \
	WARLEDGER_SAIL="$$sail" $(CARGO) test $$features --test it -- --test-threads 1 --nocapture cluster:: $(ARGS)

skipped: ## list the tests that were skipped, and why
	@$(find_duckdb); output=$$($(CARGO) test $$features $(ARGS) -- --show-output 2>&1) || { echo "$$output"; exit 1; }; \
	echo "$$output" | grep -E '^skipped:|\.\.\. ignored' | sort -u || true

bench: ## run all benchmarks: half an hour, 40 GB of disk (BENCH_ARGS="--scale 0" for less; ARGS=name for one of our own)
	@status=0; $(MAKE) --no-print-directory bench-own || status=1; \
	if [ -z "$(ARGS)" ]; then $(MAKE) --no-print-directory bench-peers || status=1; fi; exit $$status

bench-own: ## run our own benchmarks, figures and ratios with bounds (ARGS=name for one of them)
	@$(find_duckdb); set -x; $(CARGO) bench --profile $(BENCH_PROFILE) --bench bench $$features -- $(ARGS)

bench-peers: release ## compare with DuckDB, Polars, pandas and SQLite, and write benches/RESULTS.md
	@python=$$(sh scripts/bench-python.sh) && target=$(target_folder) && \
	"$$python" benches/peers/run.py --binary "$$target/release/warledger" $(BENCH_ARGS)

bench-smoke: release ## the same with 100,000 events, in minutes, into the target folder
	@python=$$(sh scripts/bench-python.sh) && target=$(target_folder) && \
	"$$python" benches/peers/run.py --binary "$$target/release/warledger" --events 100000 --scale 300000 --rounds 2 \
		--repeats 5 --results "$$target/bench-smoke.md" $(BENCH_ARGS)

fuzz: ## fuzz the readers and the normaliser (TARGET=csv SECONDS=60); needs cargo-fuzz and a C++ compiler
	@$(find_duckdb); set -x; sh scripts/fuzz.sh $(SECONDS) $(TARGET)

release: ## build the optimised binary
	@$(find_duckdb); set -x; $(CARGO) build --release $$features

install: release ## install it into PREFIX (default ~/.local)
	@target=$(target_folder); lib="$(DESTDIR)$(PREFIX)/lib/warledger"; bin="$(DESTDIR)$(PREFIX)/bin"; \
	mkdir -p "$$lib" "$$bin"; \
	for file in "$$target"/release/warledger "$$target"/release/libduckdb.*; do \
		if [ -e "$$file" ]; then install -m 755 "$$file" "$$lib/"; fi; \
	done; \
	ln -sf ../lib/warledger/warledger "$$bin/warledger"; echo "installed $$bin/warledger"

fmt: ## format the code
	$(CARGO) fmt

lint: ## check the format, and run clippy; warnings are errors
	$(CARGO) fmt --check
	@$(find_duckdb); set -x; $(CARGO) clippy --all-targets $$features -- -D warnings

doc: ## build the documentation; warnings are errors
	@$(find_duckdb); set -x; RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --lib --examples $$features

clean: ## remove what was compiled; the fetched DuckDB library stays in its cache
	$(CARGO) clean
