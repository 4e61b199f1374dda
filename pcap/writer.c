/*
 * writer.c - captures as files
 *
 * Numbers are little endian on every machine, so that equal runs write equal
 * files.
 */

#include "pcap/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/err.h"

enum {
	BUFFER = 1 << 16,
	FRAME_MOST = 1 << 20,
	SNAPLEN_PCAP = 262144, /* what readers take for "no limit" */
	PACKET_BLOCK = 32,     /* bytes of it without data and options */
	END_OF_OPTIONS = 0,
	COMMENT = 1,
	IF_NAME = 2,
	IF_DESCRIPTION = 3,
	SHB_APPLICATION = 4,
	IF_TSRESOL = 9,
	NANOSECONDS = 9,
};

struct writer {
	int fd;
	enum writer_format format;
	uint32_t snaplen;
	int error; /* errno of the first failure */
	size_t used;
	uint8_t buf[BUFFER];
};

/* --- bytes -------------------------------------------------------------- */

/* After a failure nothing more is written. */
static void
write_out(struct writer *w, const uint8_t *p, size_t n)
{
	while (n > 0 && w->error == 0) {
		ssize_t done = write(w->fd, p, n);

		if (done < 0 && errno != EINTR)
			w->error = errno;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
}

static void
empty_buffer(struct writer *w)
{
	write_out(w, w->buf, w->used);
	w->used = 0;
}

static void
put(struct writer *w, const void *p, size_t n)
{
	if (n > BUFFER - w->used)
		empty_buffer(w);
	if (n > BUFFER) {
		write_out(w, p, n);
	} else if (n > 0) {
		memcpy(w->buf + w->used, p, n);
		w->used += n;
	}
}

static void
put16(struct writer *w, uint32_t v)
{
	uint8_t b[] = { (uint8_t)v, (uint8_t)(v >> 8) };

	put(w, b, sizeof(b));
}

static void
put32(struct writer *w, uint32_t v)
{
	uint8_t b[] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16),
		(uint8_t)(v >> 24) };

	put(w, b, sizeof(b));
}

static uint32_t
padded(size_t n)
{
	return (uint32_t)((n + 3) & ~(size_t)3);
}

static void
put_padded(struct writer *w, const void *p, size_t n)
{
	static const uint8_t zero[4];

	put(w, p, n);
	put(w, zero, padded(n) - n);
}

static int
result(const struct writer *w)
{
	if (w->error == 0)
		return 0;
	errno = w->error;
	return -1;
}

/* --- pcap --------------------------------------------------------------- */

static void
pcap_header(struct writer *w, const struct writer_options *o)
{
	put32(w, o->format == WRITER_PCAP_NANO ? 0xa1b23c4d : 0xa1b2c3d4);
	put16(w, 2);
	put16(w, 4);
	put32(w, 0);
	put32(w, 0);
	put32(w, o->snaplen ? o->snaplen : SNAPLEN_PCAP);
	put32(w, o->link);
}

static int
pcap_frame(
    struct writer *w, vtime t, const uint8_t *p, uint32_t caplen, uint32_t len)
{
	uint32_t fraction = (uint32_t)(t.ns % 1000000000);

	if (t.ns / 1000000000 > UINT32_MAX) {
		errno = ERANGE;
		return -1;
	}
	put32(w, (uint32_t)(t.ns / 1000000000));
	put32(w, w->format == WRITER_PCAP_NANO ? fraction : fraction / 1000);
	put32(w, caplen);
	put32(w, len);
	put(w, p, caplen);
	return result(w);
}

/* --- pcapng ------------------------------------------------------------- */

/* An option with a text takes no place if the text is null. */
static uint32_t
option_len(const char *text)
{
	return text ? 4 + padded(strlen(text)) : 0;
}

static void
put_option(struct writer *w, uint16_t code, const void *p, size_t n)
{
	put16(w, code);
	put16(w, (uint32_t)n);
	put_padded(w, p, n);
}

static void
put_text(struct writer *w, uint16_t code, const char *text)
{
	if (text)
		put_option(w, code, text, strlen(text));
}

static void
section_block(struct writer *w, const struct writer_options *o)
{
	uint32_t len = 28 + option_len(o->application) + 4;

	put32(w, 0x0a0d0d0a);
	put32(w, len);
	put32(w, 0x1a2b3c4d);
	put16(w, 1);
	put16(w, 0);
	put32(w, UINT32_MAX); /* the section's length is not told */
	put32(w, UINT32_MAX);
	put_text(w, SHB_APPLICATION, o->application);
	put_option(w, END_OF_OPTIONS, NULL, 0);
	put32(w, len);
}

static void
interface_block(struct writer *w, const struct writer_options *o)
{
	static const uint8_t resolution = NANOSECONDS;
	uint32_t len =
	    20 + option_len(o->if_name) + option_len(o->description) + 8 + 4;

	put32(w, 1);
	put32(w, len);
	put16(w, o->link);
	put16(w, 0);
	put32(w, o->snaplen);
	put_text(w, IF_NAME, o->if_name);
	put_text(w, IF_DESCRIPTION, o->description);
	put_option(w, IF_TSRESOL, &resolution, 1);
	put_option(w, END_OF_OPTIONS, NULL, 0);
	put32(w, len);
}

static int
packet_block(struct writer *w, vtime t, const uint8_t *p, uint32_t caplen,
    uint32_t len, const char *comment)
{
	uint32_t options = comment ? option_len(comment) + 4 : 0;
	uint32_t block = PACKET_BLOCK + padded(caplen) + options;

	put32(w, 6);
	put32(w, block);
	put32(w, 0);
	put32(w, (uint32_t)((uint64_t)t.ns >> 32));
	put32(w, (uint32_t)t.ns);
	put32(w, caplen);
	put32(w, len);
	put_padded(w, p, caplen);
	if (comment) {
		put_text(w, COMMENT, comment);
		put_option(w, END_OF_OPTIONS, NULL, 0);
	}
	put32(w, block);
	return result(w);
}

/* --- files -------------------------------------------------------------- */

static int
check_texts(const struct writer_options *o)
{
	const char *const text[] = { o->if_name, o->description,
		o->application };

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if (text[i] && strlen(text[i]) > UINT16_MAX)
			return -1;
	return 0;
}

static int
open_output(const char *path, const struct writer_options *o)
{
	if (check_texts(o) != 0) {
		errno = ERANGE;
		return -1;
	}
	if (strcmp(path, "-") == 0)
		return STDOUT_FILENO;
	return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

struct writer *
writer_open(const char *path, const struct writer_options *o, struct errs *errs)
{
	int fd = open_output(path, o);
	struct writer *w;

	if (fd < 0) {
		errs_add(errs, (struct where){ .file = path },
		    "cannot be written: %s", strerror(errno));
		return NULL;
	}
	w = xcalloc(1, sizeof(*w));
	w->fd = fd;
	w->format = o->format;
	w->snaplen = o->snaplen;
	if (o->format == WRITER_PCAPNG) {
		section_block(w, o);
		interface_block(w, o);
	} else {
		pcap_header(w, o);
	}
	return w;
}

int
writer_frame(struct writer *w, vtime t, const uint8_t *p, size_t len,
    const char *comment)
{
	uint32_t caplen;

	if (t.ns < 0 || len > FRAME_MOST ||
	    (comment && strlen(comment) > UINT16_MAX)) {
		errno = ERANGE;
		return -1;
	}
	caplen = (uint32_t)len;
	if (w->snaplen && caplen > w->snaplen)
		caplen = w->snaplen;
	if (w->format != WRITER_PCAPNG)
		return pcap_frame(w, t, p, caplen, (uint32_t)len);
	return packet_block(w, t, p, caplen, (uint32_t)len, comment);
}

int
writer_flush(struct writer *w)
{
	empty_buffer(w);
	return result(w);
}

int
writer_close(struct writer *w)
{
	int error;

	empty_buffer(w);
	if (w->fd != STDOUT_FILENO && close(w->fd) != 0 && w->error == 0)
		w->error = errno;
	error = w->error;
	free(w);
	if (error)
		errno = error;
	return error ? -1 : 0;
}
