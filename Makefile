# Everything about Jianbao that a developer runs. "make help" lists it.
#
# "build" and "test" need Go and nothing else; "race" also a C compiler; "e2e"
# and "screenshots" what e2e/doc.go says.

.DEFAULT_GOAL := help
.PHONY: help jianbao build serve check test e2e screenshots race lint fmt golden fuzz fuzz-incremental bench bench-peers bench-stages cross install hooks clean

# The same binary from any folder of any machine.
GOBUILD := CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w -buildid='
TOOL    := go tool -modfile=generator/tools/go.mod
GOFILES := jianbao.go generator e2e

# What "cross" builds and vets.
PLATFORMS := linux/amd64 linux/arm64 linux/loong64 windows/amd64 darwin/arm64

# May be set on the command line: make test TESTFLAGS=-v, make fuzz FUZZTIME=5m,
# make bench BENCHSIZES=1000,100000 BENCHFLAGS='-runs 5 -seed 7'
TESTFLAGS  ?=
FUZZTIME   ?= 30s
BENCHSIZES ?= 1000,10000
BENCHFLAGS ?=

help: ## print these lines
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r target text; do \
		printf '%-25s%s\n' "$$target" "$$text"; \
	done

jianbao: ## build the program: bin/jianbao
	$(GOBUILD) -o bin/jianbao ./generator/cmd/jianbao

build: jianbao ## build the program, and with it the sample site into public/
	bin/jianbao build

serve: jianbao ## preview the sample site in a browser, following every change
	bin/jianbao serve

check: jianbao ## inspect the sample site, as it is on the day it was last written for
	bin/jianbao check --strict --as-of 2026-11-26

test: ## run all tests
	go test $(TESTFLAGS) ./...

e2e: e2e/node_modules ## look at the finished sites in a browser
	go -C e2e test -count=1 -timeout 15m $(TESTFLAGS) ./...

screenshots: ## write pictures of the sample's pages into screenshots/
	go -C e2e test -count=1 -run '^TestScreenshots$$' . -screenshots "$(CURDIR)/screenshots"

e2e/node_modules: e2e/package-lock.json
	npm ci --prefix e2e --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

race: ## run the tests under the race detector, the longest ones shortened
	go test -race -short $(TESTFLAGS) ./...

lint: ## go vet, staticcheck, and the format of the code
	go vet ./...
	go -C e2e vet ./...
	$(TOOL) staticcheck ./...
	cd e2e && "$$(cd .. && $(TOOL) -n staticcheck)" ./...
	@unformatted=$$($(TOOL) gofumpt -l $(GOFILES)); \
	if [ -n "$$unformatted" ]; then echo "run make fmt for:"; echo "$$unformatted"; exit 1; fi

fmt: ## format the code
	$(TOOL) gofumpt -l -w $(GOFILES)

golden: ## write the golden files anew; then read the diff
	go test $$(grep -rl --include='*_test.go' '"update"' generator | xargs -n 1 dirname | sort -u | sed 's,^,./,') -update

fuzz: ## run each fuzz target for FUZZTIME (30s)
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' generator | sort | while IFS=: read -r file target; do \
		go test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$${target#func }\$$" -fuzztime $(FUZZTIME) </dev/null || exit 1; \
	done

fuzz-incremental: ## 10,000 random edits, each build must come out as from nothing; 5,000 rebuilds
	JIANBAO_EDITS=10000 JIANBAO_REBUILDS=5000 go test ./generator/build -run '^(TestWarmIsCold|TestWarmInspectionIsCold|TestManyRebuilds)$$' -count=1 -timeout 0 -v

bench: jianbao ## measure builds and the preview at BENCHSIZES (1000,10000)
	go run ./generator/bench -sizes $(BENCHSIZES) $(BENCHFLAGS)

bench-peers: jianbao ## the same content built by Hugo, Eleventy and Hexo, in turn
	go run ./generator/bench -peers -sizes $(BENCHSIZES) $(BENCHFLAGS)

bench-stages: ## run the Go benchmarks of the stages
	go test -run '^$$' -bench . -benchmem ./...

cross: ## build and vet for every platform
	@for platform in $(PLATFORMS); do \
		echo "$$platform"; \
		export GOOS="$${platform%/*}" GOARCH="$${platform#*/}"; \
		$(GOBUILD) -o /dev/null ./generator/cmd/jianbao && CGO_ENABLED=0 go vet ./... || exit 1; \
	done

install: ## install the program where go install does
	CGO_ENABLED=0 go install -trimpath ./generator/cmd/jianbao

hooks: ## check the code before each commit (in two seconds)
	mkdir -p "$$(git rev-parse --git-path hooks)"
	ln -sf "$(CURDIR)/generator/tools/git-pre-commit" "$$(git rev-parse --git-path hooks)/pre-commit"

clean: ## remove the program and the published sample
	rm -rf bin
	find public -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
