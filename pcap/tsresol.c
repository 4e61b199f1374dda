/*
 * tsresol.c - the clock of a pcapng interface, in nanoseconds
 */

#include "pcap/tsresol.h"

#define SECOND 1000000000u
#define LIMIT  (INT64_MAX / 2)

int
tsresol_set(struct tsresol *r, uint8_t byte)
{
	unsigned n = byte & 0x7f;

	if (n > (byte & 0x80 ? 63 : 19))
		return -1;
	r->per_second = 1;
	if (byte & 0x80)
		r->per_second <<= n;
	else
		while (n-- > 0)
			r->per_second *= 10;
	r->multiplier =
	    SECOND % r->per_second == 0 ? SECOND / r->per_second : 0;
	return 0;
}

/* The general case, with room for every value of every field. */
static vtime
wide(const struct tsresol *r, uint64_t ticks)
{
	__int128 seconds = (__int128)(ticks / r->per_second) + r->offset;
	unsigned __int128 rest =
	    (unsigned __int128)(ticks % r->per_second) * SECOND;
	__int128 ns = seconds * SECOND + (__int128)(rest / r->per_second);

	if (ns > LIMIT)
		ns = LIMIT;
	if (ns < -LIMIT)
		ns = -LIMIT;
	return (vtime){ (int64_t)ns };
}

vtime
tsresol_time(const struct tsresol *r, uint64_t ticks)
{
	if (r->multiplier && r->offset == 0 && ticks <= LIMIT / r->multiplier)
		return (vtime){ (int64_t)(ticks * r->multiplier) };
	return wide(r, ticks);
}
