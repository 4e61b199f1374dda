#ifndef TOOLS_WINDOW_H
#define TOOLS_WINDOW_H

/*
 * window.h - some packets of a capture, read and sorted by shard
 *
 * Only one thread can find where one frame ends and the next one begins, so
 * that is all that walking does.  A window is parsed in slices, each by any
 * thread; every packet gets its shard there.  What has to be known of all
 * packets before it is the clock, and that is settled from slice to slice.
 */

#include "core/packet.h"
#include "dataplane/shard_key.h"
#include "pcap/capture.h"
#include "pcap/parse.h"
#include "tools/address_map.h"

enum { WINDOW_PACKETS = 1024, SLICE_PACKETS = 256, SHARDS_MOST = 64 };
enum { NO_SHARD = 255 };

/* A packet as it goes to its shard. */
struct window_packet {
	struct flow_key key; /* mapped */
	vtime t;
	vtime clock; /* the latest time in its slice so far */
	const uint8_t *payload;
	uint32_t payload_len;
	uint32_t len, fragment_id;
	uint16_t mss;
	uint8_t tcp_flags, ttl;
	uint8_t look;  /* enum look */
	uint8_t shard; /* or NO_SHARD: it was not read */
	bool dont_fragment;
	bool has_quote; /* in quote[] of the window, at its place */
};

struct slice {
	vtime first, latest; /* of its packets */
	vtime clock;         /* before it; settled */
	uint32_t n;          /* that go to a shard */
	/* Places in the window, by shard, then as they came. */
	uint16_t place[SLICE_PACKETS];
	uint16_t begin[SHARDS_MOST + 1];
	uint64_t parsed[PARSE_RESULTS];
};

struct walked {
	const uint8_t *bytes;
	vtime t;
	uint32_t caplen, len, link;
};

enum { WINDOW_SLICES = WINDOW_PACKETS / SLICE_PACKETS };

struct window {
	uint64_t first; /* the number of its first packet, of all captures */
	uint32_t n, nslices;
	struct walked walked[WINDOW_PACKETS];
	struct window_packet packet[WINDOW_PACKETS];
	struct flow_key quote[WINDOW_PACKETS];
	struct slice slice[WINDOW_SLICES];
	uint8_t *copies; /* of frames that do not stay where they are */
	size_t size;
};

/* Where frames come from: as capture_next(). */
struct frames {
	int (*next)(void *aux, struct frame *);
	void *aux;
	bool stay; /* bytes are good until the capture is closed */
};

void window_init(struct window *);
void window_fini(struct window *);

/* Fills it.  1; or what frames->next() has said instead. */
int window_walk(struct window *, const struct frames *);

/* Any slice, by any thread, in any order. */
void window_parse(struct window *, uint32_t slice, uint32_t nshards,
    const struct shard_key *, const struct address_map *);

/* Once all slices are parsed: their clocks, after windows before it have come
 * to *clock, which moves.  INT64_MIN: there was no packet yet. */
void window_settle(struct window *, vtime *clock);

/* When the first packet that goes to a shard was; false: there is none. */
bool window_first(const struct window *, vtime *);

#endif /* TOOLS_WINDOW_H */
