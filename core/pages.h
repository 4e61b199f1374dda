#ifndef CORE_PAGES_H
#define CORE_PAGES_H

/*
 * pages.h - memory for tables that are read in no order
 *
 * Begins on a cache line.  A large piece is asked of the kernel in huge pages:
 * a lookup then misses in the cache, but seldom in the translation of addresses
 * too.  Its bytes are zero.  Never null: a program without memory ends (exit
 * status 70).
 */

#include <stddef.h>

enum { CACHE_LINE = 64 };

/* Fetches what lies there, which may be nowhere.  The compiler takes a call of a
 * function that does nothing else for superfluous; so it does something else. */
static inline void
line_fetch(const void *p)
{
	__builtin_prefetch(p);
	__asm__ volatile("");
}

void *pages_alloc(size_t bytes);

/* The same memory with more room behind, zero; it may be elsewhere then. */
void *pages_resize(void *, size_t bytes, size_t more);

/* With the size that it was asked for with; null is allowed. */
void pages_free(void *, size_t bytes);

#endif /* CORE_PAGES_H */
