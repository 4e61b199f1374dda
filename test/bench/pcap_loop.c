/*
 * pcap_loop.c - reads a capture with libpcap and does nothing else
 *
 * usage: pcap_loop FILE
 */

#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	char why[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *h;
	const u_char *bytes;
	uint64_t n = 0;
	pcap_t *p;

	if (argc != 2) {
		fprintf(stderr, "usage: pcap_loop FILE\n");
		return 2;
	}
	p = pcap_open_offline(argv[1], why);
	if (p == NULL) {
		fprintf(stderr, "%s\n", why);
		return 2;
	}
	while (pcap_next_ex(p, &h, &bytes) == 1)
		n++;
	pcap_close(p);
	printf("%" PRIu64 "\n", n);
	return 0;
}
