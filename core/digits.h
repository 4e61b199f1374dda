#ifndef CORE_DIGITS_H
#define CORE_DIGITS_H

/*
 * digits.h - numbers as text, where printf would be most of the work
 *
 * Each function writes at p, without a zero behind, and returns the end.
 */

#include <stdint.h>
#include <string.h>

enum { DIGITS_MOST = 20 };

/* Of a number below 100. */
static inline void
digits_put_pair(char *p, uint64_t n)
{
	p[0] = (char)('0' + n / 10);
	p[1] = (char)('0' + n % 10);
}

/* Exactly so many digits, with zeros before. */
static inline char *
digits_put_wide(char *p, uint64_t n, unsigned width)
{
	unsigned i = width;

	for (; i >= 2; n /= 100)
		digits_put_pair(p + (i -= 2), n % 100);
	if (i)
		p[0] = (char)('0' + n % 10);
	return p + width;
}

static inline char *
digits_put(char *p, uint64_t n)
{
	unsigned width = 1;

	for (uint64_t least = 10; n >= least && width < DIGITS_MOST; width++)
		least *= 10;
	return digits_put_wide(p, n, width);
}

#endif /* CORE_DIGITS_H */
