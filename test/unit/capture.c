/*
 * test/unit/capture.c - capture, input, source, unpack, pcap_classic, odd
 *
 * Captures are made here byte by byte.  pcapng has a test of its own.
 */

#include "pcap/capture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "core/err.h"
#include "pcap/bytes.h"

enum { FILE_HEADER = 24, RECORD = 16, PACKETS = 3 };

static const uint32_t caplens[PACKETS] = { 5, 0, 11 };

/* Where each record begins, and the end. */
static const uint32_t starts[PACKETS + 1] = { 24, 45, 61, 88 };

struct file {
	uint8_t b[4096];
	size_t n;
};

static void
put16(struct file *f, bool big, uint16_t v)
{
	f->b[f->n++] = (uint8_t)(big ? v >> 8 : v);
	f->b[f->n++] = (uint8_t)(big ? v : v >> 8);
}

static void
put32(struct file *f, bool big, uint32_t v)
{
	put16(f, big, (uint16_t)(big ? v >> 16 : v));
	put16(f, big, (uint16_t)(big ? v : v >> 16));
}

/* Record i has bytes i, a length on the wire of 10 more, and time i s 7. */
static struct file
classic(bool big, uint32_t magic)
{
	struct file f = { .n = 0 };

	put32(&f, big, magic);
	put16(&f, big, 2);
	put16(&f, big, 4);
	put32(&f, big, 0);
	put32(&f, big, 0);
	put32(&f, big, 65535);
	put32(&f, big, 101);
	for (uint32_t i = 0; i < PACKETS; i++) {
		put32(&f, big, i);
		put32(&f, big, 7);
		put32(&f, big, caplens[i]);
		put32(&f, big, caplens[i] + 10);
		memset(f.b + f.n, (int)i, caplens[i]);
		f.n += caplens[i];
	}
	return f;
}

static void
expect_frame(const struct frame *f, uint32_t i, int64_t unit)
{
	assert_int_equal(f->number, i + 1);
	assert_int_equal(f->offset, starts[i]);
	assert_int_equal(f->time.ns, i * 1000000000LL + 7 * unit);
	assert_int_equal(f->link, 101);
	assert_int_equal(f->caplen, caplens[i]);
	assert_int_equal(f->len, caplens[i] + 10);
	for (uint32_t k = 0; k < f->caplen; k++)
		assert_int_equal(f->bytes[k], i);
	assert_null(f->comment);
}

/* Reads all frames and closes; returns how many, *end as capture_next(). */
static unsigned
read_all(struct capture *c, int64_t unit, int *end, char error[320])
{
	struct frame f;
	unsigned n = 0;

	while ((*end = capture_next(c, &f)) == 1)
		expect_frame(&f, n++, unit);
	assert_int_equal(capture_next(c, &f), *end);
	snprintf(error, 320, "%s", capture_error(c));
	capture_close(c);
	return n;
}

static void
expect_whole(struct capture *c, int64_t unit)
{
	char error[320];
	int end;

	assert_non_null(c);
	assert_int_equal(read_all(c, unit, &end, error), PACKETS);
	assert_int_equal(end, 0);
	assert_string_equal(error, "");
}

static struct capture *
open_memory(const void *p, size_t n)
{
	struct errs *e = errs_new();
	struct capture *c = capture_open_memory(p, n, e);

	if (c == NULL)
		errs_print(e, stderr);
	errs_free(e);
	return c;
}

static void
expect_refused(const void *p, size_t n, const char *why)
{
	struct errs *e = errs_new();

	assert_null(capture_open_memory(p, n, e));
	assert_int_equal(errs_count(e), 1);
	assert_non_null(strstr(errs_get(e, 0)->text, why));
	errs_free(e);
}

static void
reads_both_orders_and_units(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		struct file micro = classic(big, 0xa1b2c3d4);
		struct file nano = classic(big, 0xa1b23c4d);

		expect_whole(open_memory(micro.b, micro.n), 1000);
		expect_whole(open_memory(nano.b, nano.n), 1);
	}
}

static void
tells_where_a_cut_is(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	char error[320], place[32];

	(void)state;
	for (size_t n = FILE_HEADER; n <= f.n; n++) {
		/* A copy, so that the sanitizer sees reading behind it. */
		uint8_t *copy = malloc(n);
		unsigned whole = 0;
		int end;

		memcpy(copy, f.b, n);
		while (whole < PACKETS && starts[whole + 1] <= n)
			whole++;
		assert_int_equal(
		    read_all(open_memory(copy, n), 1000, &end, error), whole);
		assert_int_equal(end, starts[whole] == n ? 0 : -1);
		snprintf(place, sizeof(place),
		    "packet %u at offset %u:", whole + 1, starts[whole]);
		if (end < 0)
			assert_non_null(strstr(error, place));
		free(copy);
	}
}

static void
counts_the_bytes_at_a_cut(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	char error[320];
	int end;

	(void)state;
	read_all(open_memory(f.b, 81), 1000, &end, error);
	assert_string_equal(error,
	    "cut in the middle of packet 3 at offset 61: 4 of 11 bytes are "
	    "there");
	read_all(open_memory(f.b, 64), 1000, &end, error);
	assert_string_equal(error,
	    "cut in the middle of the header of packet 3 at offset 61: 3 of "
	    "16 bytes are there");
}

static void
refuses_what_is_no_capture(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	char error[320];
	int end;

	(void)state;
	expect_refused(f.b, 0, "it is empty");
	expect_refused(f.b, 3, "3 of 4 bytes");
	expect_refused(f.b, 23, "23 of 24 bytes");
	expect_refused("GIF89a", 6, "begins with 47 49 46 38");
	f.b[4] = 1;
	expect_refused(f.b, f.n, "version 1.4");
	f.b[4] = 2;
	f.b[22] = 0x30;
	expect_refused(f.b, f.n, "0x00300065");
	f.b[22] = 0;
	/* The second packet lies about its length. */
	f.b[starts[1] + 11] = 0x7f;
	assert_int_equal(read_all(open_memory(f.b, f.n), 1000, &end, error), 1);
	assert_int_equal(end, -1);
	assert_non_null(
	    strstr(error, "packet 2 at offset 45 claims 2130706432"));
}

static void
keeps_the_length_above_the_captured(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	struct capture *c;
	struct frame frame;

	(void)state;
	memset(f.b + starts[0] + 12, 0, 4);
	c = open_memory(f.b, f.n);
	assert_int_equal(capture_next(c, &frame), 1);
	assert_int_equal(frame.len, caplens[0]);
	capture_close(c);
}

/* --- packed ------------------------------------------------------------- */

static struct file
gzip(const uint8_t *p, size_t n)
{
	struct file out = { .n = 0 };
	z_stream z = { 0 };

	deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	z.next_in = (Bytef *)p;
	z.avail_in = (uInt)n;
	z.next_out = out.b;
	z.avail_out = sizeof(out.b);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out.n = z.total_out;
	deflateEnd(&z);
	return out;
}

static struct file
zstd(const uint8_t *p, size_t n)
{
	struct file out = { .n = 0 };

	out.n = ZSTD_compress(out.b, sizeof(out.b), p, n, 3);
	assert_false(ZSTD_isError(out.n));
	return out;
}

static void
append(struct file *f, const struct file *g)
{
	memcpy(f->b + f->n, g->b, g->n);
	f->n += g->n;
}

typedef struct file pack_fn(const uint8_t *, size_t);

static pack_fn *const packers[] = { gzip, zstd };

static void
unpacks(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct file all = packers[i](f.b, f.n);
		struct file parts = packers[i](f.b, 30);
		struct file rest = packers[i](f.b + 30, f.n - 30);

		expect_whole(open_memory(all.b, all.n), 1000);
		append(&parts, &rest);
		expect_whole(open_memory(parts.b, parts.n), 1000);
	}
}

static void
ignores_what_follows_gzip(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	struct file z = gzip(f.b, f.n);

	(void)state;
	memset(z.b + z.n, 0, 20);
	z.n += 20;
	expect_whole(open_memory(z.b, z.n), 1000);
}

/* Whatever is delivered is right, and the end is never taken for a good one. */
static void
tells_that_packed_data_is_cut(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	char error[320];
	int end;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct file z = packers[i](f.b, f.n);

		for (size_t n = 4; n < z.n; n++) {
			struct errs *e = errs_new();
			struct capture *c = capture_open_memory(z.b, n, e);

			errs_free(e);
			if (c == NULL)
				continue;
			read_all(c, 1000, &end, error);
			assert_int_equal(end, -1);
			assert_non_null(strstr(error, "is cut off after"));
		}
	}
}

static void
tells_that_packed_data_is_damaged(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	struct file z = gzip(f.b, f.n);
	char error[320];
	int end;

	(void)state;
	z.b[z.n - 6] ^= 1; /* of the check sum */
	assert_int_equal(
	    read_all(open_memory(z.b, z.n), 1000, &end, error), PACKETS);
	assert_int_equal(end, -1);
	assert_non_null(strstr(error, "gzip data is damaged"));
}

/* --- files and streams -------------------------------------------------- */

struct temp {
	char path[64];
};

static struct temp
write_temp(const void *p, size_t n)
{
	struct temp t = { P_tmpdir "/capture-test-XXXXXX" };
	int fd = mkstemp(t.path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), (ssize_t)n);
	close(fd);
	return t;
}

static struct capture *
open_path(const char *path)
{
	struct errs *e = errs_new();
	struct capture *c = capture_open(path, e);

	if (c == NULL)
		errs_print(e, stderr);
	errs_free(e);
	return c;
}

static void
reads_files_and_tells_progress(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4), z = gzip(f.b, f.n);
	const struct file *files[] = { &f, &z };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct temp t = write_temp(files[i]->b, files[i]->n);
		struct capture *c = open_path(t.path);
		struct capture_progress p;
		struct frame frame;

		for (uint32_t k = 0; capture_next(c, &frame) == 1; k++)
			expect_frame(&frame, k, 1000);
		p = capture_progress(c);
		assert_int_equal(p.total, files[i]->n);
		assert_int_equal(p.done, p.total);
		capture_close(c);
		unlink(t.path);
	}
}

static void
tells_what_cannot_be_opened(void **state)
{
	struct errs *e = errs_new();

	(void)state;
	assert_null(capture_open("/nowhere/at.all", e));
	assert_null(capture_open("/", e));
	assert_int_equal(errs_count(e), 2);
	assert_string_equal(errs_get(e, 0)->where.file, "/nowhere/at.all");
	assert_non_null(strstr(errs_get(e, 1)->text, "directory"));
	errs_free(e);
}

/* Puts the reading end of a pipe in place of standard input. */
static int
pipe_to_stdin(void)
{
	int fd[2];

	assert_int_equal(pipe(fd), 0);
	assert_int_equal(dup2(fd[0], STDIN_FILENO), STDIN_FILENO);
	close(fd[0]);
	return fd[1];
}

static void
reads_streams_byte_by_byte(void **state)
{
	struct file f = classic(true, 0xa1b23c4d);
	struct file files[] = { f, gzip(f.b, f.n), zstd(f.b, f.n) };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		int out = pipe_to_stdin();
		pid_t child = fork();

		if (child == 0) {
			for (size_t k = 0; k < files[i].n; k++)
				if (write(out, files[i].b + k, 1) != 1)
					_exit(1);
			_exit(0);
		}
		close(out);
		expect_whole(open_path("-"), 1);
		assert_int_equal(waitpid(child, NULL, 0), child);
	}
}

/* Frames of a stream that have not gone: each is full of its number. */
struct held {
	const uint8_t *bytes[8];
	uint8_t number[8];
	unsigned n, gone;
};

static void
expect_held(void *aux)
{
	struct held *h = aux;

	for (unsigned i = 0; i < h->n; i++)
		assert_int_equal(h->bytes[i][99], h->number[i]);
	h->gone += h->n;
	h->n = 0;
}

/* A window of a stream moves: packets that are longer than a piece of it, and
 * several in one. */
static void
reads_long_streams_of(uint32_t len)
{
	enum { N = 40, LONGEST = 200000 };
	struct file f = classic(false, 0xa1b2c3d4);
	uint8_t *big = calloc(1, LONGEST + RECORD);
	int out = pipe_to_stdin();
	pid_t child = fork();
	struct held held = { 0 };
	struct capture *c;
	struct frame frame;

	big[8] = big[12] = len & 0xff;
	big[9] = big[13] = len >> 8 & 0xff;
	big[10] = big[14] = (uint8_t)(len >> 16);
	if (child == 0) {
		bool ok = write(out, f.b, FILE_HEADER) == FILE_HEADER;

		for (int i = 0; i < N && ok; i++) {
			memset(big + RECORD, i, len);
			ok = write(out, big, len + RECORD) == len + RECORD;
		}
		_exit(!ok);
	}
	close(out);
	c = open_path("-");
	capture_hold(c, expect_held, &held);
	for (unsigned i = 0; i < N; i++) {
		assert_int_equal(capture_next(c, &frame), 1);
		assert_int_equal(frame.caplen, len);
		assert_int_equal(frame.offset, 24 + i * (len + RECORD));
		assert_int_equal(frame.bytes[0], i);
		assert_int_equal(frame.bytes[len - 1], i);
		if (held.n == 8)
			expect_held(&held);
		held.bytes[held.n] = frame.bytes;
		held.number[held.n++] = (uint8_t)i;
	}
	expect_held(&held);
	assert_int_equal(held.gone, N);
	assert_int_equal(capture_next(c, &frame), 0);
	assert_int_equal(capture_progress(c).total, 0);
	capture_close(c);
	assert_int_equal(waitpid(child, NULL, 0), child);
	free(big);
}

static void
reads_long_streams(void **state)
{
	(void)state;
	reads_long_streams_of(200000);
	reads_long_streams_of(60000);
}

static void
stops_waiting_when_told(void **state)
{
	struct file f = classic(false, 0xa1b2c3d4);
	static volatile sig_atomic_t stop;
	struct errs *e = errs_new();
	int out = pipe_to_stdin();
	struct capture *c;
	struct frame frame;

	(void)state;
	capture_stop_on(&stop);
	assert_int_equal(write(out, f.b, 70), 70);
	c = open_path("-");
	assert_int_equal(capture_next(c, &frame), 1);
	assert_int_equal(capture_next(c, &frame), 1);
	stop = 1;
	assert_int_equal(capture_next(c, &frame), 0);
	assert_string_equal(capture_error(c), "");
	capture_close(c);
	assert_null(capture_open("-", e));
	assert_non_null(strstr(errs_get(e, 0)->text, "stopped"));
	errs_free(e);
	capture_stop_on(NULL);
	close(out);
}

/* Alexey Kuznetzov's format, whose record headers have eight bytes more. */
static void
leaves_odd_formats_to_libpcap(void **state)
{
	struct file f = classic(false, 0xa1b2cd34);
	struct capture *c;
	struct frame frame;
	struct temp t;

	(void)state;
	expect_refused(f.b, f.n, "neither pcap nor pcapng");
	f.n = FILE_HEADER;
	for (uint32_t i = 0; i < 2; i++) {
		put32(&f, false, 100 + i);
		put32(&f, false, 3);
		put32(&f, false, 4);
		put32(&f, false, 60);
		put32(&f, false, 1);
		put32(&f, false, 0);
		put32(&f, false, i);
	}
	t = write_temp(f.b, f.n);
	c = open_path(t.path);
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(capture_next(c, &frame), 1);
		assert_int_equal(frame.number, i + 1);
		assert_int_equal(
		    frame.time.ns, (100 + i) * 1000000000LL + 3000);
		assert_int_equal(frame.caplen, 4);
		assert_int_equal(frame.len, 60);
		assert_int_equal(frame.bytes[0], i);
	}
	assert_int_equal(capture_next(c, &frame), 0);
	capture_close(c);
	unlink(t.path);
	t = write_temp(f.b, f.n - 3);
	c = open_path(t.path);
	assert_int_equal(capture_next(c, &frame), 1);
	assert_int_equal(capture_next(c, &frame), -1);
	assert_non_null(strstr(capture_error(c), "packet 2 at offset 52"));
	capture_close(c);
	unlink(t.path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_both_orders_and_units),
		cmocka_unit_test(tells_where_a_cut_is),
		cmocka_unit_test(counts_the_bytes_at_a_cut),
		cmocka_unit_test(refuses_what_is_no_capture),
		cmocka_unit_test(keeps_the_length_above_the_captured),
		cmocka_unit_test(unpacks),
		cmocka_unit_test(ignores_what_follows_gzip),
		cmocka_unit_test(tells_that_packed_data_is_cut),
		cmocka_unit_test(tells_that_packed_data_is_damaged),
		cmocka_unit_test(reads_files_and_tells_progress),
		cmocka_unit_test(tells_what_cannot_be_opened),
		cmocka_unit_test(reads_streams_byte_by_byte),
		cmocka_unit_test(reads_long_streams),
		cmocka_unit_test(stops_waiting_when_told),
		cmocka_unit_test(leaves_odd_formats_to_libpcap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
