#ifndef PCAP_PCAP_CLASSIC_H
#define PCAP_PCAP_CLASSIC_H

/*
 * pcap_classic.h - reader of pcap files, version 2.4
 */

#include <stdbool.h>
#include <stdint.h>

struct capture;

/* By the first four bytes. */
bool pcap_classic_is(const uint8_t magic[4]);

/* Reads the file header.  Returns 0, or -1 with the capture's error. */
int pcap_classic_open(struct capture *);

#endif /* PCAP_PCAP_CLASSIC_H */
