/*
 * spell.c - what a misspelt word was meant to be
 *
 * Optimal string alignment: edit distance that counts two exchanged
 * neighbours as one mistake.
 */

#include "core/spell.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST = 64 };

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static char
low(char c)
{
	return (char)tolower((unsigned char)c);
}

unsigned
spell_distance(const char *a, const char *b)
{
	unsigned row[3][LONGEST + 1];
	size_t na = strlen(a), nb = strlen(b);

	if (na > LONGEST || nb > LONGEST)
		return strcmp(a, b) == 0 ? 0 : (unsigned)(na > nb ? na : nb);
	for (unsigned j = 0; j <= nb; j++)
		row[0][j] = j;
	for (unsigned i = 1; i <= na; i++) {
		unsigned *cur = row[i % 3], *up = row[(i - 1) % 3];
		const unsigned *up2 = row[(i + 1) % 3];

		cur[0] = i;
		for (unsigned j = 1; j <= nb; j++) {
			unsigned same = low(a[i - 1]) == low(b[j - 1]);

			cur[j] = least(
			    least(up[j], cur[j - 1]) + 1, up[j - 1] + !same);
			if (i > 1 && j > 1 && low(a[i - 1]) == low(b[j - 2]) &&
			    low(a[i - 2]) == low(b[j - 1]))
				cur[j] = least(cur[j], up2[j - 2] + 1);
		}
	}
	return row[na % 3][nb];
}

int
spell_near(const char *word, const char *candidate)
{
	size_t longer =
	    strlen(word) > strlen(candidate) ? strlen(word) : strlen(candidate);

	return spell_distance(word, candidate) <= (longer + 2) / 3;
}
