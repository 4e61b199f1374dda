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

static inline char *
digits_put(char *p, uint64_t n)
{
	char text[DIGITS_MOST], *first = text + DIGITS_MOST;
	size_t len;

	do {
		*--first = (char)('0' + n % 10);
		n /= 10;
	} while (n != 0);
	len = (size_t)(text + DIGITS_MOST - first);
	memcpy(p, first, len);
	return p + len;
}

/* Exactly so many digits, with zeros before. */
static inline char *
digits_put_wide(char *p, uint64_t n, int width)
{
	for (int i = width; i-- > 0; n /= 10)
		p[i] = (char)('0' + n % 10);
	return p + width;
}

#endif /* CORE_DIGITS_H */
