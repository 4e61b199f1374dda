#ifndef PCAP_READER_H
#define PCAP_READER_H

/*
 * reader.h - what the file formats share; for the files of capture.h only
 *
 * A reader is a table of functions.  Its next() has the contract of
 * capture_next(), and is not called again after it did not return 1.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pcap/capture.h"
#include "pcap/source.h"

struct arena;

struct reader {
	int (*next)(struct capture *, struct frame *);
	void (*free)(struct capture *); /* null: nothing to free */
	bool own_bytes;                 /* frames are not in the source */
};

struct capture {
	const struct reader *reader;
	void *state; /* the reader's */
	struct source source;
	struct arena *arena;
	uint64_t packets; /* delivered */
	int over;         /* 1: going on; then what capture_next() says */
	struct capture_interface *interface;
	size_t ninterface;
	struct capture_name *name;
	size_t nname;
	char error[320];
};

enum {
	/* Larger than what any interface hands out, segmentation offload
	 * included; a length above it is a lie. */
	PACKET_MOST = 1 << 20,
};

/* Sets the sentence of capture_error() and returns -1. */
int reader_fail(struct capture *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The bytes end here, and well. */
bool reader_at_end(const struct capture *);

/*
 * The bytes ended in the middle of what is at that offset: of the bytes that
 * it needs, only have are there.  Returns -1; or 0 when reading was stopped.
 */
int reader_cut(struct capture *, const char *what, uint64_t offset,
    uint64_t have, uint64_t need);

/* The same, of the packet that would have been next. */
int reader_cut_packet(
    struct capture *, uint64_t offset, uint64_t have, uint64_t need);

/* Returns the new interface, zeroed. */
struct capture_interface *reader_add_interface(struct capture *);

/* Too many names, or too long ones, are dropped. */
void reader_add_name(struct capture *, struct ip, const char *, size_t len);

#endif /* PCAP_READER_H */
