/*
 * test/fuzz/fuzz_capture.c - any bytes as a capture
 *
 * Whatever comes in, frames are numbered, lie in the capture in order, and the
 * end is a good one or has a reason.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "pcap/capture.h"
#include "pcap/parse.h"

/* The name is libFuzzer's. */
/* NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
must(int condition)
{
	if (!condition)
		abort();
}

/* Reads every byte, so that the sanitizer sees that it is there. */
static unsigned
touch(const void *p, size_t n)
{
	const uint8_t *b = p;
	unsigned s = 0;

	for (size_t i = 0; i < n; i++)
		s += b[i];
	return s;
}

static void
check_names(const struct capture *c)
{
	const struct capture_interface *interface;
	const struct capture_name *name;
	size_t n;

	name = capture_names(c, &n);
	for (size_t i = 0; i < n; i++)
		must(strlen(name[i].name) > 0);
	interface = capture_interfaces(c, &n);
	for (size_t i = 0; i < n; i++)
		if (interface[i].name)
			must(strlen(interface[i].name) <= 1024);
}

static void
read_all(struct capture *c)
{
	uint64_t number = 0, offset = 0;
	volatile unsigned sum = 0;
	struct packet p;
	struct frame f;
	int r;

	while ((r = capture_next(c, &f)) == 1) {
		must(f.number == ++number && f.offset > offset);
		must(f.caplen <= f.len);
		sum += touch(f.bytes, f.caplen);
		sum += touch(f.comment, f.comment_len);
		parse_frame(&f, &p, NULL);
		offset = f.offset;
	}
	must((r == 0) == (*capture_error(c) == '\0'));
	must(capture_next(c, &f) == r);
}

int /* NOLINTNEXTLINE(readability-identifier-naming) */
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct errs *e = errs_new();
	struct capture *c = capture_open_memory(data, n, e);

	must((c == NULL) == (errs_count(e) == 1));
	if (c) {
		struct capture_progress p;

		read_all(c);
		check_names(c);
		p = capture_progress(c);
		must(p.done <= p.total && p.total == n);
		capture_close(c);
	}
	errs_free(e);
	return 0;
}
