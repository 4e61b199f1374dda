/*
 * test/unit/captures.c - recorded captures, read as libpcap reads them
 *
 * Every file under ../shared/data/captures is read to its end or refused with
 * a reason; where libpcap can read it too, frames are compared one by one.
 * libpcap gives up on a pcapng whose interfaces differ: those are read
 * here only.
 */

#include "pcap/capture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "pcap/linktype.h"
#include "pcap/parse.h"

#define CAPTURES "../shared/data/captures"

struct tally {
	unsigned files, refused, compared, frames, read;
};

/* Everything that is told about a packet lies inside of the frame. */
static void
check_parsed(const struct frame *f, struct tally *t)
{
	const uint8_t *end = f->bytes + f->caplen;
	struct packet p;
	struct parsed q;

	if (parse_frame(f, &p, &q) != PARSE_OK)
		return;
	t->read++;
	assert_true(q.ip >= f->bytes && q.ip + q.ip_len <= end);
	assert_true(
	    q.payload >= q.ip && q.payload + q.payload_len <= q.ip + q.ip_len);
	assert_true(q.payload_len <= q.payload_wire);
	assert_true(q.ip_len <= p.len && p.len <= f->len);
}

static void
compare_frame(const struct frame *f, pcap_t *p)
{
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int r = pcap_next_ex(p, &h, &bytes);
	int64_t ns;

	if (r != 1)
		fail_msg("frame %llu: libpcap: %s",
		    (unsigned long long)f->number, pcap_geterr(p));
	ns = (int64_t)h->ts.tv_sec * 1000000000 + h->ts.tv_usec;
	/* A simple packet block has no time: it is zero there, here that of
	 * the packet before.  A fraction of more than two seconds is negative
	 * there. */
	if (ns != 0 && h->ts.tv_usec >= 0)
		assert_int_equal(f->time.ns, ns);
	assert_int_equal(f->caplen, h->caplen);
	assert_int_equal(f->len, h->len);
	assert_memory_equal(f->bytes, bytes, h->caplen);
}

/* Null if libpcap cannot read it to its end. */
static pcap_t *
open_libpcap(const char *path)
{
	char why[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int r;
	pcap_t *p = pcap_open_offline_with_tstamp_precision(
	    path, PCAP_TSTAMP_PRECISION_NANO, why);

	if (p == NULL)
		return NULL;
	do
		r = pcap_next_ex(p, &h, &bytes);
	while (r == 1);
	pcap_close(p);
	if (r != PCAP_ERROR_BREAK)
		return NULL;
	return pcap_open_offline_with_tstamp_precision(
	    path, PCAP_TSTAMP_PRECISION_NANO, why);
}

static void
read_one(const char *path, struct tally *t)
{
	struct errs *e = errs_new();
	struct capture *c = capture_open(path, e);
	pcap_t *p = open_libpcap(path);
	struct frame f;
	int r;

	t->files++;
	if (c == NULL) {
		t->refused++;
		assert_int_equal(errs_count(e), 1);
		if (p) /* 1.10.3 does not look at reserved bits */
			pcap_close(p);
		print_message("refused: %s: %s\n", strrchr(path, '/') + 1,
		    errs_get(e, 0)->text);
		errs_free(e);
		return;
	}
	while ((r = capture_next(c, &f)) == 1) {
		t->frames++;
		check_parsed(&f, t);
		if (p)
			compare_frame(&f, p);
	}
	if (r != 0)
		fail_msg("%s: %s", path, capture_error(c));
	if (p) {
		t->compared++;
		assert_int_equal(
		    pcap_dispatch(p, 1, (pcap_handler)abort, NULL), 0);
		pcap_close(p);
	}
	capture_close(c);
	errs_free(e);
}

static void
read_folder(const char *path, struct tally *t)
{
	DIR *d = opendir(path);
	struct dirent *entry;

	if (d == NULL) {
		fail_msg("%s cannot be opened", path);
		return;
	}
	while ((entry = readdir(d)) != NULL) {
		char name[1024];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_type == DT_DIR)
			read_folder(name, t);
		else
			read_one(name, t);
	}
	closedir(d);
}

static void
recorded_captures(void **state)
{
	DIR *d = opendir(CAPTURES);
	struct tally t = { 0 };

	(void)state;
	if (d == NULL) {
		print_message("SKIP: no " CAPTURES "\n");
		skip();
		return;
	}
	closedir(d);
	read_folder(CAPTURES, &t);
	print_message("%u files: %u refused, %u compared with libpcap; "
		      "%u frames, of which %u are IP packets\n",
	    t.files, t.refused, t.compared, t.frames, t.read);
	assert_true(t.compared > 0 && t.read > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(recorded_captures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
