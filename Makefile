# vpcsim: one Makefile for all
#
#   make            build/vpcsim
#   make demo       install what is missing, build, run the bundled example
#   make check      set up for testing, run every test
#   make fuzz-long  fuzz each target for FUZZ_SECONDS, another way every time
#   make bench      figures beside those of other programs, as ratios
#   make layers     who may include whom
#   make format     lay the sources out anew
#   make install    PREFIX=/usr/local DESTDIR=
#
# SAN=1 builds with the address and undefined-behaviour sanitizers into
# build/san; B=DIR builds elsewhere.

VERSION := 0.1
PREFIX  ?= /usr/local
DESTDIR ?=
B       ?= build$(if $(SAN),/san)
CC      ?= cc
CLANG   ?= clang

PACKAGES      = libfyaml-dev libjansson-dev libpcap-dev libev-dev zlib1g-dev \
		libzstd-dev libxxhash-dev
TEST_PACKAGES = libcmocka-dev clang libclang-rt-14-dev clang-format \
		clang-tidy git tshark mandoc \
		python3 python3-jsonschema python3-yaml zstd
PEER_PACKAGES = tcpreplay nfdump argus-server tshark dpdk-dev libns3-dev g++

WARN     = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wpointer-arith -Wvla -Wformat=2 -Wundef
CFLAGS  ?= -O2 -g
CPPFLAGS += -I. -D_DEFAULT_SOURCE -DVERSION='"$(VERSION)"'
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all \
	   -fno-omit-frame-pointer
# For x86 in general GCC clears and copies by string instructions, which are slow
# to begin, what today's processors do in a few wide stores.
TUNE     := $(if $(filter x86_64%,$(shell $(CC) -dumpmachine)),-mtune=skylake)
# What a packet passes is in many files: the program is optimized as a whole.
# Tests are linked without that.
LTO      := $(if $(SAN),,$(if $(findstring Free Software,$(shell \
	    $(CC) --version)),-flto=auto -ffat-lto-objects))
NO_LTO   := $(if $(LTO),-fno-lto)
ALLFLAGS = -std=c11 $(CPPFLAGS) $(TUNE) $(CFLAGS) $(WARN) -MMD -MP \
	   $(if $(SAN),$(SANFLAGS))
LIBS     = -lfyaml -ljansson -lpcap -lev -lzstd -lz -lxxhash -lm -pthread

ROOMS    = core dataplane dataplane/model dataplane/model/link \
	   dataplane/model/check dataplane/load dataplane/load/describe \
	   dataplane/load/terraform dataplane/nodes dataplane/policy \
	   dataplane/tables dataplane/records pcap tools
SRC      = $(wildcard $(ROOMS:=/*.c))
BLOB     = dataplane/model/address_data_blob
OBJ      = $(SRC:%.c=$B/%.o) $B/$(BLOB).o
LIBOBJ   = $(filter-out $B/tools/vpcsim.o,$(OBJ))
UNIT     = $(patsubst test/unit/%.c,$B/test/%,$(wildcard test/unit/*.c))
BENCH    = $(patsubst test/bench/%.c,$B/bench/%,$(wildcard test/bench/*.c))
# Other programs to compare with: built where their libraries are.
PEERS    = $(if $(wildcard /usr/include/dpdk/rte_lpm.h),rte_lpm) \
	   $(if $(wildcard /usr/include/ns3/core-module.h),ns3_events ns3_path)
FUZZ     = $(patsubst test/fuzz/%.c,build/fuzz/%,$(wildcard test/fuzz/*.c))

all: $B/vpcsim

$B/vpcsim: $B/tools/vpcsim.o $B/libvpcsim.a
	$(CC) $(ALLFLAGS) $(LTO) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/libvpcsim.a: $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) $(LTO) -c -o $@ $<

$B/$(BLOB).o: $(BLOB).S dataplane/model/ip-ranges.txt
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

$B/test/%: test/unit/%.c $B/libvpcsim.a
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) $(NO_LTO) $(LDFLAGS) -o $@ $< $B/libvpcsim.a $(LIBS) -lcmocka

# It breaks the epoch on purpose.
$B/test/differential: LDFLAGS += -Wl,--wrap=seg_cache_advance
# It divides flows badly on purpose.
$B/test/team: LDFLAGS += -Wl,--wrap=shard_of

$B/bench/%: test/bench/%.c $B/libvpcsim.a
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) -o $@ $< $B/libvpcsim.a $(LIBS)

$B/bench/rte_lpm: test/bench/peers/rte_lpm.c
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) $(subst -I,-isystem ,$(shell pkg-config --cflags libdpdk)) -o $@ $< \
	    $(shell pkg-config --libs libdpdk)

$B/bench/ns3_%: test/bench/peers/ns3_%.cc
	@mkdir -p $(@D)
	$(CXX) -O2 -o $@ $< -lns3-core -lns3-network -lns3-internet \
	    -lns3-point-to-point -lns3-applications

# --- what users do

deps:
	@tools/install-packages $(PACKAGES)

demo: deps
	@$(MAKE) --no-print-directory -j2 all
	@scenarios/demo/run $B/vpcsim

install: all
	install -D -m 755 $B/vpcsim $(DESTDIR)$(PREFIX)/bin/vpcsim
	install -D -m 644 tools/vpcsim.1 \
	    $(DESTDIR)$(PREFIX)/share/man/man1/vpcsim.1
	install -D -m 644 tools/vpcsim-scenario.5 \
	    $(DESTDIR)$(PREFIX)/share/man/man5/vpcsim-scenario.5
	install -D -m 644 tools/vpcsim-model.7 \
	    $(DESTDIR)$(PREFIX)/share/man/man7/vpcsim-model.7
	install -D -m 644 tools/completion.bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/vpcsim

# --- tests

test-deps: deps
	@tools/install-packages $(TEST_PACKAGES)

unit: $(UNIT)

check: test-deps
	@$(MAKE) --no-print-directory -j2 all
	@$(MAKE) --no-print-directory -j2 SAN=1 all unit
	@$(MAKE) --no-print-directory -j2 fuzz
	@test/check build

bench: deps
	@$(MAKE) --no-print-directory -j2 all benches
	@test/bench/run $B

benches: $(BENCH) $(PEERS:%=$B/bench/%)

# Programs to compare with; without them bench skips what needs them.
bench-deps:
	@tools/install-packages $(PEER_PACKAGES)

layers:
	@test/layers

format:
	clang-format -i $(SRC) $(wildcard $(ROOMS:=/*.h) test/*/*.[ch])

# libFuzzer needs clang; a library of its own, built with its coverage.
FUZZ_FLAGS = -std=c11 $(CPPFLAGS) -O1 -g -fsanitize=address,undefined \
	     -fno-sanitize-recover=all -MMD -MP
FUZZ_OBJ   = $(patsubst $B/%,build/fuzz/%,$(LIBOBJ))

fuzz: $(FUZZ)

# Other inputs every time; FUZZ_SECONDS for each target.
FUZZ_SECONDS = 300

fuzz-long: fuzz
	@for t in $(FUZZ); do test/fuzz/run $$t $(FUZZ_SECONDS) || exit 1; done

build/fuzz/%.o: %.c
	@mkdir -p $(@D)
	$(CLANG) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -c -o $@ $<

build/fuzz/$(BLOB).o: $(BLOB).S dataplane/model/ip-ranges.txt
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

build/fuzz/libvpcsim.a: $(FUZZ_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

build/fuzz/%: test/fuzz/%.c build/fuzz/libvpcsim.a
	$(CLANG) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $< \
	    build/fuzz/libvpcsim.a $(LIBS)

-include $(OBJ:.o=.d) $(UNIT:=.d) $(BENCH:=.d) $(FUZZ_OBJ:.o=.d) $(FUZZ:=.d)

clean:
	rm -rf build

.PHONY: all deps demo install test-deps unit check bench benches bench-deps layers \
	format fuzz fuzz-long clean
.DELETE_ON_ERROR:
