#ifndef PCAP_WRITER_H
#define PCAP_WRITER_H

/*
 * writer.h - captures as files
 *
 * A failure, of a full disk or a closed pipe, is kept: every later call fails
 * with the same errno, and writer_close() tells it again.  Programs that
 * write to pipes ignore SIGPIPE, else the signal ends them first.
 */

#include <stddef.h>
#include <stdint.h>

#include "core/vtime.h"

struct errs;
struct writer;

enum writer_format {
	WRITER_PCAP_NANO,
	WRITER_PCAP_MICRO,
	WRITER_PCAPNG, /* nanoseconds */
};

struct writer_options {
	enum writer_format format;
	uint32_t link;           /* enum linktype */
	uint32_t snaplen;        /* 0: frames are written whole */
	const char *if_name;     /* pcapng; null: none */
	const char *description; /* of the interface, as above */
	const char *application; /* that wrote the file, as above */
};

/* Path "-" is standard output.  Null: the reason is added to the errors. */
struct writer *
writer_open(const char *path, const struct writer_options *, struct errs *);

/*
 * Writes a frame of len bytes.  The comment goes into a pcapng only; null:
 * none.
 * Returns 0, or -1 with errno; ERANGE: the format cannot hold the time (before
 * the epoch, in a pcap after 2106) or the length (over 1 MiB, or a comment over
 * 65,535 bytes).
 */
int writer_frame(
    struct writer *, vtime, const uint8_t *, size_t len, const char *comment);

/* Writes out what is buffered, so that a reader of a pipe sees it now. */
int writer_flush(struct writer *);

/* Returns 0 if all of the capture was written, else -1 with errno. */
int writer_close(struct writer *);

#endif /* PCAP_WRITER_H */
