#ifndef PCAP_CAPTURE_H
#define PCAP_CAPTURE_H

/*
 * capture.h - the frames of a capture, one after the other
 *
 * Reads pcap and pcapng, plain or packed by gzip or zstd, from a file, from a
 * stream or from memory.  Other formats are left to libpcap when they come as
 * a plain file.  Whatever is before a damaged place is delivered; what is
 * behind it is not looked for.
 */

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ip.h"
#include "core/vtime.h"

struct errs;
struct capture;

/* A frame as it was captured.  What it points at is valid until the next, unless
 * capture_hold() says more. */
struct frame {
	uint64_t number;    /* from 1 */
	uint64_t offset;    /* of its record, in the file once unpacked */
	vtime time;         /* since the Unix epoch */
	uint32_t link;      /* enum linktype, or another of the registry */
	uint32_t interface; /* which of capture_interfaces() */
	uint32_t caplen;    /* bytes that are here */
	uint32_t len;       /* bytes on the wire; caplen <= len */
	const uint8_t *bytes;
	const char *comment; /* of pcapng, not terminated; null: none */
	uint32_t comment_len;
};

/* Names belong to the capture, and may hold any byte but zero. */
struct capture_interface {
	uint32_t link;
	uint32_t snaplen;        /* 0: no limit */
	const char *name;        /* null: not told */
	const char *description; /* null: not told */
};

struct capture_name {
	struct ip addr;
	const char *name;
};

struct capture_progress {
	uint64_t done;  /* bytes of the file as it is stored */
	uint64_t total; /* 0: unknown */
};

/*
 * Path "-" is standard input.  Null if it cannot be opened or is not a capture
 * that can be read: the reason is added to the errors.
 */
struct capture *capture_open(const char *path, struct errs *);

/* The same for a capture in memory, which the caller keeps until the close. */
struct capture *capture_open_memory(const void *, size_t, struct errs *);

void capture_close(struct capture *);

/* 1: here is a frame.  0: the end.  -1: damaged from here on. */
int capture_next(struct capture *, struct frame *);

/* From now on calls the function before the bytes of any frame go; until then
 * they stay. */
void capture_hold(struct capture *, void (*goes)(void *aux), void *aux);

/* After -1: one sentence that tells packet and offset; before: "". */
const char *capture_error(const struct capture *);

struct capture_progress capture_progress(const struct capture *);

/*
 * What has been read of interfaces and of name resolution so far.  Interfaces
 * count through all sections of a pcapng; a pcap has one.  Of names the first
 * 1,048,576 are kept, of up to 255 bytes each.
 */
const struct capture_interface *
capture_interfaces(const struct capture *, size_t *n);
const struct capture_name *capture_names(const struct capture *, size_t *n);

/*
 * Once *flag is true, captures that would wait for a stream are at their end,
 * those to be opened too.  For signal handlers; null waits for ever.
 */
void capture_stop_on(const volatile sig_atomic_t *flag);

#endif /* PCAP_CAPTURE_H */
