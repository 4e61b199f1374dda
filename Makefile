# vpcsim: one Makefile for all
#
#   make            build/vpcsim
#   make demo       install what is missing, build, run the bundled example
#   make check      set up for testing, run every test
#   make bench      figures beside those of other programs, as ratios
#   make layers     who may include whom
#   make install    PREFIX=/usr/local DESTDIR=
#
# SAN=1 builds with the address and undefined-behaviour sanitizers into
# build/san; B=DIR builds elsewhere.

PREFIX  ?= /usr/local
DESTDIR ?=
B       ?= build$(if $(SAN),/san)
CC      ?= cc
VERSION := 0.1

WARN     = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wpointer-arith -Wvla -Wformat=2 -Wundef
CFLAGS  ?= -O2 -g
CPPFLAGS += -I. -D_DEFAULT_SOURCE -DVERSION='"$(VERSION)"'
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all \
	   -fno-omit-frame-pointer
ALLFLAGS = -std=c11 $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -MP \
	   $(if $(SAN),$(SANFLAGS))
LIBS     = -lfyaml -lpcap -lev -lzstd -lz -lxxhash -lm

ROOMS    = core dataplane dataplane/model dataplane/load dataplane/nodes \
	   dataplane/tables dataplane/records pcap tools
SRC      = $(wildcard $(ROOMS:=/*.c))
OBJ      = $(SRC:%.c=$B/%.o) $B/dataplane/model/address_data_blob.o
LIBOBJ   = $(filter-out $B/tools/vpcsim.o,$(OBJ))
UNIT     = $(patsubst test/unit/%.c,$B/test/%,$(wildcard test/unit/*.c))
HEADERS  = $(wildcard $(ROOMS:=/*.h))

all: $B/vpcsim

$B/vpcsim: $B/tools/vpcsim.o $B/libvpcsim.a
	$(CC) $(ALLFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$B/libvpcsim.a: $(LIBOBJ)
	@rm -f $@
	ar rcs $@ $^

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) -c -o $@ $<

$B/test/%: test/unit/%.c $B/libvpcsim.a
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) -o $@ $< $B/libvpcsim.a $(LIBS) -lcmocka

-include $(OBJ:.o=.d) $(UNIT:=.d)

clean:
	rm -rf build

.PHONY: all clean
