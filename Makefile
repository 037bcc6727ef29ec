# Verbs for people; everything here is a thin name over scripts/ and the CMake presets.
.PHONY: help demo dev release test unit rules sdk kill bench fuzz format clean
help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'
demo:            ## set up, build, run the sending application
	scripts/demo
dev:             ## build with ASan and UBSan into build/dev
	cmake --preset dev && cmake --build --preset dev
release:         ## build what people run into build/release
	cmake --preset release && cmake --build --preset release
test:            ## set up, build, run every test
	scripts/test
unit:            ## unit tests only
	scripts/test -E 'sdk|rules'
rules:           ## rule checkers only, no build
	tests/rules/check
sdk:             ## SDK tests only
	scripts/test -R sdk
kill: release    ## kill -9 a server with running state machines two hundred times
	tests/sdk/run build/release/lambent build/release --script kill_loop.py --kills 200
bench: release   ## invokes beside a bare relay, start-up, memory; test cases beside pytest; IAM decisions; state machines
	bench/invoke
	bench/states/run
	bench/ipo
	build/release/bench_access
fuzz:            ## build the libFuzzer targets into build/fuzz
	cmake --preset fuzz && cmake --build --preset fuzz
clean:           ## remove build/
	rm -rf build
