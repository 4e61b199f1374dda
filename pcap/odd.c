/*
 * odd.c - reader of the formats that libpcap knows and we do not
 *
 * Offsets of frames are where libpcap stood before it read them.  Progress is
 * not told.
 */

#include "pcap/odd.h"

#include <pcap/pcap.h>
#include <stdio.h>

#include "pcap/reader.h"

static int
next(struct capture *c, struct frame *f)
{
	pcap_t *p = c->state;
	long offset = ftell(pcap_file(p));
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int r = pcap_next_ex(p, &h, &bytes);

	if (r == PCAP_ERROR_BREAK)
		return 0;
	if (r != 1)
		return reader_fail(c, "packet %llu at offset %ld: %s",
		    (unsigned long long)c->packets + 1, offset, pcap_geterr(p));
	*f = (struct frame){
		.number = c->packets + 1,
		.offset = offset < 0 ? 0 : (uint64_t)offset,
		.time = { (int64_t)h->ts.tv_sec * 1000000000 + h->ts.tv_usec },
		.link = c->interface[0].link,
		.caplen = h->caplen,
		.len = h->len < h->caplen ? h->caplen : h->len,
		.bytes = bytes,
	};
	return 1;
}

static void
close_file(struct capture *c)
{
	pcap_close(c->state);
}

static const struct reader reader = { next, close_file, true };

int
odd_open(struct capture *c, const char *path)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	struct capture_interface *i;
	pcap_t *p = pcap_open_offline_with_tstamp_precision(
	    path, PCAP_TSTAMP_PRECISION_NANO, why);

	if (p == NULL)
		return reader_fail(
		    c, "not a capture that can be read: %s", why);
	c->state = p;
	c->reader = &reader;
	i = reader_add_interface(c);
	i->link = (uint32_t)pcap_datalink(p);
	i->snaplen = (uint32_t)pcap_snapshot(p);
	return 0;
}
