/*
 * test/unit/pcapng.c - pcapng
 *
 * Files are made here block by block.
 */

#include "pcap/pcapng.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "pcap/capture.h"

struct file {
	uint8_t b[8192];
	size_t n;
	size_t block; /* where the one being written begins */
	bool big;
};

static void
put8(struct file *f, unsigned v)
{
	f->b[f->n++] = (uint8_t)v;
}

static void
put16(struct file *f, unsigned v)
{
	put8(f, f->big ? v >> 8 : v & 0xff);
	put8(f, f->big ? v & 0xff : v >> 8);
}

static void
put32(struct file *f, uint32_t v)
{
	put16(f, f->big ? v >> 16 : v & 0xffff);
	put16(f, f->big ? v & 0xffff : v >> 16);
}

static void
put_padded(struct file *f, const void *p, size_t n)
{
	memcpy(f->b + f->n, p, n);
	f->n += n;
	while (f->n % 4)
		put8(f, 0);
}

static void
option(struct file *f, unsigned code, const void *p, size_t n)
{
	put16(f, code);
	put16(f, (unsigned)n);
	put_padded(f, p, n);
}

static void
begin(struct file *f, uint32_t type)
{
	f->block = f->n;
	put32(f, type);
	put32(f, 0);
}

/* Writes both lengths. */
static void
end(struct file *f)
{
	size_t stop = f->n;
	uint32_t len = (uint32_t)(stop + 4 - f->block);

	f->n = f->block + 4;
	put32(f, len);
	f->n = stop;
	put32(f, len);
}

static void
section(struct file *f, bool big)
{
	f->big = big;
	begin(f, 0x0a0d0d0a);
	put32(f, 0x1a2b3c4d);
	put16(f, 1);
	put16(f, 0);
	put32(f, UINT32_MAX);
	put32(f, UINT32_MAX);
	end(f);
}

static void
interface(struct file *f, unsigned link, uint32_t snaplen)
{
	begin(f, 1);
	put16(f, link);
	put16(f, 0);
	put32(f, snaplen);
	end(f);
}

static void
packet_head(struct file *f, uint32_t iface, uint64_t t, uint32_t caplen)
{
	begin(f, 6);
	put32(f, iface);
	put32(f, (uint32_t)(t >> 32));
	put32(f, (uint32_t)t);
	put32(f, caplen);
	put32(f, caplen + 100);
}

static void
packet(struct file *f, uint32_t iface, uint64_t t, const char *bytes)
{
	packet_head(f, iface, t, (uint32_t)strlen(bytes));
	put_padded(f, bytes, strlen(bytes));
	end(f);
}

static struct capture *
open_file(const struct file *f)
{
	struct errs *e = errs_new();
	struct capture *c = capture_open_memory(f->b, f->n, e);

	if (c == NULL)
		errs_print(e, stderr);
	errs_free(e);
	assert_non_null(c);
	return c;
}

static void
expect(struct capture *c, uint32_t link, uint32_t iface, int64_t ns,
    const char *bytes)
{
	struct frame f;

	assert_int_equal(capture_next(c, &f), 1);
	assert_int_equal(f.link, link);
	assert_int_equal(f.interface, iface);
	assert_int_equal(f.time.ns, ns);
	assert_int_equal(f.caplen, strlen(bytes));
	assert_memory_equal(f.bytes, bytes, f.caplen);
}

/* The end, for that reason; null: a good end.  Closes. */
static void
expect_end(struct capture *c, const char *why)
{
	struct frame f;

	assert_int_equal(capture_next(c, &f), why ? -1 : 0);
	if (why && strstr(capture_error(c), why) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", why, capture_error(c));
	capture_close(c);
}

static void
has_sections_of_both_orders(void **state)
{
	struct file f = { .n = 0 };
	const struct capture_interface *i;
	struct capture *c;
	size_t n;

	(void)state;
	for (int s = 0; s < 3; s++) {
		section(&f, s == 1);
		interface(&f, 1, 0);
		interface(&f, 101, 0);
		packet(&f, 1, 5000000000 + (uint64_t)s, "raw");
		packet(&f, 0, 7, "ethernet");
	}
	c = open_file(&f);
	for (unsigned s = 0; s < 3; s++) {
		expect(c, 101, 2 * s + 1, 5000000000000 + s * 1000, "raw");
		expect(c, 1, 2 * s, 7000, "ethernet");
	}
	i = capture_interfaces(c, &n);
	assert_int_equal(n, 6);
	assert_int_equal(i[3].link, 101);
	expect_end(c, NULL);
}

static void
interfaces_have_clocks_and_names(void **state)
{
	static const uint8_t milli = 3, nano = 9, kibi = 0x8a;
	static const uint8_t offset[8] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xfe };
	const uint8_t *resolution[] = { &milli, &nano, &kibi };
	struct file f = { .n = 0 };
	const struct capture_interface *i;
	struct capture *c;
	size_t n;

	(void)state;
	section(&f, true);
	for (int k = 0; k < 3; k++) {
		begin(&f, 1);
		put16(&f, 1);
		put16(&f, 0);
		put32(&f, 96);
		option(&f, 2, "eth0", 4);
		option(&f, 3, "uplink", 6);
		option(&f, 9, resolution[k], 1);
		if (k == 1)
			option(&f, 14, offset, 8);
		option(&f, 0, "", 0);
		end(&f);
	}
	packet(&f, 0, 1500, "a");
	packet(&f, 1, 3000000001, "b");
	packet(&f, 2, 1024 + 512, "c");
	c = open_file(&f);
	expect(c, 1, 0, 1500000000, "a");
	expect(c, 1, 1, 1000000001, "b");
	expect(c, 1, 2, 1500000000, "c");
	i = capture_interfaces(c, &n);
	assert_int_equal(n, 3);
	assert_int_equal(i[2].snaplen, 96);
	assert_string_equal(i[2].name, "eth0");
	assert_string_equal(i[2].description, "uplink");
	expect_end(c, NULL);
}

static void
reads_simple_and_obsolete_packets(void **state)
{
	struct file f = { .n = 0 };
	struct capture *c;
	struct frame frame;

	(void)state;
	section(&f, false);
	interface(&f, 1, 6);
	begin(&f, 3);
	put32(&f, 4);
	put_padded(&f, "four", 4);
	end(&f);
	begin(&f, 2);
	put16(&f, 0);
	put16(&f, 77); /* drops */
	put32(&f, 0);
	put32(&f, 9);
	put32(&f, 3);
	put32(&f, 50);
	put_padded(&f, "old", 3);
	end(&f);
	begin(&f, 3);
	put32(&f, 1000);
	put_padded(&f, "cut to six", 6);
	end(&f);
	c = open_file(&f);
	expect(c, 1, 0, 0, "four");
	expect(c, 1, 0, 9000, "old");
	assert_int_equal(capture_next(c, &frame), 1);
	assert_int_equal(frame.caplen, 6);
	assert_int_equal(frame.len, 1000);
	assert_int_equal(frame.time.ns, 9000);
	assert_memory_equal(frame.bytes, "cut to", 6);
	expect_end(c, NULL);
}

static void
keeps_comments(void **state)
{
	struct file f = { .n = 0 };
	struct capture *c;
	struct frame frame;

	(void)state;
	section(&f, false);
	interface(&f, 1, 0);
	packet_head(&f, 0, 0, 1);
	put_padded(&f, "x", 1);
	option(&f, 2, "flag", 4);
	option(&f, 1, "hello", 5);
	option(&f, 1, "second", 6);
	end(&f);
	packet(&f, 0, 0, "y");
	c = open_file(&f);
	assert_int_equal(capture_next(c, &frame), 1);
	assert_int_equal(frame.comment_len, 5);
	assert_memory_equal(frame.comment, "hello", 5);
	assert_int_equal(capture_next(c, &frame), 1);
	assert_null(frame.comment);
	expect_end(c, NULL);
}

static void
keeps_names(void **state)
{
	static const char four[] = "\x0a\x00\x00\x01"
				   "one\0two";
	static const char six[] = "\x26\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"
				  "six";
	static const char *const expected[][2] = { { "10.0.0.1", "one" },
		{ "10.0.0.1", "two" }, { "2600::1", "six" } };
	const struct capture_name *names;
	struct file f = { .n = 0 };
	struct capture *c;
	size_t n;

	(void)state;
	section(&f, true);
	begin(&f, 4);
	option(&f, 1, four, sizeof(four));
	option(&f, 99, "a kind that nobody knows", 24);
	option(&f, 2, six, sizeof(six));
	option(&f, 1, "abc", 3); /* too short for an address */
	option(&f, 0, "", 0);
	option(&f, 2, "resolver", 8);
	end(&f);
	c = open_file(&f);
	assert_int_equal(capture_next(c, &(struct frame){ 0 }), 0);
	names = capture_names(c, &n);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < 3; i++) {
		char text[IP_STRLEN];

		assert_string_equal(
		    ip_format(names[i].addr, text), expected[i][0]);
		assert_string_equal(names[i].name, expected[i][1]);
	}
	expect_end(c, NULL);
}

static void
passes_over_other_blocks(void **state)
{
	static const uint32_t types[] = { 5, 10, 0xbad, 0x40000bad, 0x80000001,
		0 };
	struct file f = { .n = 0 };
	struct capture *c;

	(void)state;
	section(&f, false);
	interface(&f, 1, 0);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		begin(&f, types[i]);
		put_padded(&f, "whatever is in it, even an option\xff\xff", 36);
		end(&f);
	}
	packet(&f, 0, 1, "after");
	c = open_file(&f);
	expect(c, 1, 0, 1000, "after");
	expect_end(c, NULL);
}

/* --- damage ------------------------------------------------------------- */

static struct file
two_packets(size_t start[3])
{
	struct file f = { .n = 0 };

	section(&f, false);
	interface(&f, 1, 0);
	start[0] = f.n;
	packet(&f, 0, 1, "first");
	start[1] = f.n;
	begin(&f, 5);
	put32(&f, 0);
	end(&f);
	start[2] = f.n;
	packet(&f, 0, 2, "second");
	return f;
}

static bool
is_boundary(const struct file *f, size_t n)
{
	size_t at = 0;

	while (at < n)
		at += f->b[at + 4];
	return at == n;
}

static void
tells_where_a_cut_is(void **state)
{
	size_t start[3] = { 0 };
	struct file f = two_packets(start);

	(void)state;
	for (size_t n = 28; n <= f.n; n++) {
		struct errs *e = errs_new();
		uint8_t *copy = malloc(n);
		struct capture *c;
		char place[32];
		size_t at = 0;

		while (at + f.b[at + 4] <= n && at < f.n)
			at += f.b[at + 4];
		memcpy(copy, f.b, n);
		c = capture_open_memory(copy, n, e);
		assert_non_null(c);
		if (n >= start[1])
			expect(c, 1, 0, 1000, "first");
		if (n == f.n)
			expect(c, 1, 0, 2000, "second");
		snprintf(
		    place, sizeof(place), "at offset %zu: %zu of", at, n - at);
		expect_end(c, is_boundary(&f, n) ? NULL : place);
		free(copy);
		errs_free(e);
	}
}

static void
names_the_packet_that_is_cut(void **state)
{
	size_t start[3] = { 0 };
	struct file f = two_packets(start);
	struct capture *c;

	(void)state;
	f.n = start[2] + 20;
	c = open_file(&f);
	expect(c, 1, 0, 1000, "first");
	expect_end(c,
	    "cut in the middle of packet 2 at offset 104: 20 of 40 bytes are "
	    "there");
}

static void
set32(struct file *f, size_t at, uint32_t v)
{
	size_t n = f->n;

	f->n = at;
	put32(f, v);
	f->n = n;
}

/* Reads on after opening; the first packet lies. */
static void
expect_lie(size_t at, uint32_t v, const char *why)
{
	size_t start[3] = { 0 };
	struct file f = two_packets(start);

	set32(&f, start[0] + at, v);
	expect_end(open_file(&f), why);
}

static void
checks_every_length(void **state)
{
	(void)state;
	expect_lie(4, 0, "impossible length of 0");
	expect_lie(4, 41, "impossible length of 41");
	expect_lie(4, 36, "that differ");
	expect_lie(4, 44, "that differ");
	expect_lie(4, 0xfffffffc, "more than 16777216");
	expect_lie(8, 1, "packet of interface 1 of 1");
	expect_lie(20, 9, "claims 9 captured bytes where 8 bytes are left");
	expect_lie(20, 0xffffffff, "more than any packet has");
	expect_lie(36, 0, "that differ");
}

static void
expect_refused(const struct file *f, const char *why)
{
	struct errs *e = errs_new();

	assert_null(capture_open_memory(f->b, f->n, e));
	if (strstr(errs_get(e, 0)->text, why) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", why, errs_get(e, 0)->text);
	errs_free(e);
}

static void
checks_the_section_header(void **state)
{
	struct file f = { .n = 0 };

	(void)state;
	section(&f, false);
	f.b[12] = 2;
	expect_refused(&f, "version 2.0");
	f.b[12] = 1;
	f.b[8] ^= 1;
	expect_refused(&f, "no byte order");
	f.n = 20;
	f.b[8] ^= 1;
	expect_refused(&f, "20 of 28 bytes");
	f = (struct file){ .n = 0 };
	section(&f, false);
	f.n -= 4;
	put16(&f, 4); /* an option that is longer than the block */
	put16(&f, 9);
	put32(&f, 0);
	end(&f);
	expect_refused(&f, "has an option 4 of 9 bytes where 4 bytes are left");
}

static void
checks_interface_options(void **state)
{
	static const struct {
		unsigned code, len;
		uint8_t first;
		const char *why;
	} bad[] = {
		{ 9, 1, 20, "time resolution 0x14" },
		{ 9, 1, 0xc0, "time resolution 0xc0" },
		{ 9, 2, 6, "if_tsresol of 2 bytes" },
		{ 14, 4, 0, "if_tsoffset of 4 bytes" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct file f = { .n = 0 };
		uint8_t value[4] = { bad[i].first };

		section(&f, false);
		begin(&f, 1);
		put32(&f, 1);
		put32(&f, 0);
		option(&f, bad[i].code, value, bad[i].len);
		end(&f);
		expect_end(open_file(&f), bad[i].why);
	}
}

static void
simple_packet_needs_an_interface(void **state)
{
	struct file f = { .n = 0 };

	(void)state;
	section(&f, false);
	begin(&f, 3);
	put32(&f, 0);
	end(&f);
	expect_end(open_file(&f), "packet of interface 0 of 0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_sections_of_both_orders),
		cmocka_unit_test(interfaces_have_clocks_and_names),
		cmocka_unit_test(reads_simple_and_obsolete_packets),
		cmocka_unit_test(keeps_comments),
		cmocka_unit_test(keeps_names),
		cmocka_unit_test(passes_over_other_blocks),
		cmocka_unit_test(tells_where_a_cut_is),
		cmocka_unit_test(names_the_packet_that_is_cut),
		cmocka_unit_test(checks_every_length),
		cmocka_unit_test(checks_the_section_header),
		cmocka_unit_test(checks_interface_options),
		cmocka_unit_test(simple_packet_needs_an_interface),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
