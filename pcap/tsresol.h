#ifndef PCAP_TSRESOL_H
#define PCAP_TSRESOL_H

/*
 * tsresol.h - the clock of a pcapng interface, in nanoseconds
 *
 * An interface counts time in units that are a power of ten or of two of a
 * second, from an offset in whole seconds (if_tsresol and if_tsoffset of
 * draft-ietf-opsawg-pcapng, section 4.2).
 */

#include <stdint.h>

#include "core/vtime.h"

struct tsresol {
	uint64_t per_second; /* units in a second */
	uint64_t multiplier; /* nanoseconds in a unit if whole, else 0 */
	int64_t offset;      /* seconds */
};

/* What holds for interfaces that do not tell: microseconds. */
#define TSRESOL_DEFAULT ((struct tsresol){ 1000000, 1000, 0 })

/* From the byte of the option.  Returns 0, or -1: finer than 2^-63 or 10^-19
 * of a second. */
int tsresol_set(struct tsresol *, uint8_t byte);

/*
 * Fractions of a nanosecond are cut off.  What lies more than 146 years from
 * the epoch, before or after, is put there, so that sums stay in range.
 */
vtime tsresol_time(const struct tsresol *, uint64_t ticks);

#endif /* PCAP_TSRESOL_H */
