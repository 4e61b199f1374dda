#ifndef PCAP_REST_H
#define PCAP_REST_H

/*
 * rest.h - what is left of a message that is read from its beginning
 */

#include <stdbool.h>
#include <stdint.h>

struct rest {
	const uint8_t *p;
	uint32_t n;
};

/* False if there is less; then nothing is skipped. */
static inline bool
rest_skip(struct rest *r, uint32_t n)
{
	if (n > r->n)
		return false;
	r->p += n;
	r->n -= n;
	return true;
}

#endif /* PCAP_REST_H */
