#ifndef PCAP_PCAPNG_H
#define PCAP_PCAPNG_H

/*
 * pcapng.h - reader of pcapng files, version 1
 */

#include <stdbool.h>
#include <stdint.h>

struct capture;

/* By the first four bytes. */
bool pcapng_is(const uint8_t magic[4]);

/* Reads the first section header.  Returns 0, or -1 with the capture's error.
 */
int pcapng_open(struct capture *);

#endif /* PCAP_PCAPNG_H */
