#ifndef PCAP_ODD_H
#define PCAP_ODD_H

/*
 * odd.h - reader of the formats that libpcap knows and we do not
 */

struct capture;

/* Opens the file again, by its name.  Returns 0, or -1 with the capture's
 * error, which is in libpcap's words. */
int odd_open(struct capture *, const char *path);

#endif /* PCAP_ODD_H */
