/*
 * capture_read.c - how fast a capture is read: libpcap's loop beside ours
 *
 * usage: capture_read FILE
 *
 * Both walk the same file, five times in turn; ours also parses the headers.
 * Prints millions of packets per second, the medians, and their ratio.
 */

#include <pcap/pcap.h>
#include <stdio.h>

#include "core/err.h"
#include "pcap/capture.h"
#include "pcap/parse.h"
#include "test/bench/timing.h"

static double
by_libpcap(const char *path)
{
	char why[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline(path, why);
	struct pcap_pkthdr *h;
	const u_char *bytes;
	double began = seconds();
	uint64_t n = 0;

	if (p == NULL) {
		fprintf(stderr, "%s\n", why);
		exit(2);
	}
	while (pcap_next_ex(p, &h, &bytes) == 1)
		n++;
	pcap_close(p);
	return (double)n / (seconds() - began) / 1e6;
}

static double
by_us(const char *path)
{
	struct errs *errs = errs_new();
	struct capture *c = capture_open(path, errs);
	double began = seconds();
	struct packet packet;
	struct parsed parsed;
	struct frame f;
	uint64_t n = 0;

	if (c == NULL) {
		errs_print(errs, stderr);
		exit(2);
	}
	while (capture_next(c, &f) == 1)
		n += parse_frame(&f, &packet, &parsed) == PARSE_OK;
	capture_close(c);
	errs_free(errs);
	return (double)n / (seconds() - began) / 1e6;
}

int
main(int argc, char **argv)
{
	double theirs[RUNS], ours[RUNS];

	if (argc != 2) {
		fprintf(stderr, "usage: capture_read FILE\n");
		return 2;
	}
	for (int i = 0; i < RUNS; i++) {
		theirs[i] = by_libpcap(argv[1]);
		ours[i] = by_us(argv[1]);
	}
	printf("libpcap loop              %8.2f M packets/s\n", median(theirs));
	printf("ours, headers parsed      %8.2f M packets/s   %5.2f x\n",
	    median(ours), median(ours) / median(theirs));
	return 0;
}
