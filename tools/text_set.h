#ifndef TOOLS_TEXT_SET_H
#define TOOLS_TEXT_SET_H

/*
 * text_set.h - texts from captures, each kept once
 *
 * However long a capture is, so many different texts are kept of it; of what
 * comes then nothing is.  Memory: the text, and about 30 bytes.
 */

#include <stdint.h>

enum { TEXTS_MOST = 1 << 20 };

struct text_set;

struct text_set *text_set_new(uint64_t seed);
void text_set_free(struct text_set *);

/* The same text, as long as there is the set; null: there are too many, which a
 * message says the first time. */
const char *text_set_keep(struct text_set *, const char *);

#endif /* TOOLS_TEXT_SET_H */
