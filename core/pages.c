/*
 * pages.c - memory for tables that are read in no order
 *
 * Small pieces come from the heap.  Large ones are mapped on their own, so that
 * a table that has grown gives its old memory back to the system, and begin
 * where a huge page begins.
 */

/* For mremap(). */
#define _GNU_SOURCE /* NOLINT(readability-identifier-naming) */

#include "core/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "core/arena.h"

enum { HUGE_PAGE = 2 << 20 };

static size_t
round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

static void *
on_a_line(size_t bytes)
{
	size_t n = round_up(bytes ? bytes : 1, CACHE_LINE);

	return memset(xaligned_alloc(CACHE_LINE, n), 0, n);
}

/* Maps a huge page more than is needed and gives back what is before the first
 * boundary and behind the last. */
static void *
on_a_huge_page(size_t n)
{
	size_t before;
	unsigned char *p = mmap(NULL, n + HUGE_PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		out_of_memory();
	before = round_up((uintptr_t)p, HUGE_PAGE) - (uintptr_t)p;
	if (before)
		munmap(p, before);
	p += before;
	if (before < HUGE_PAGE)
		munmap(p + n, HUGE_PAGE - before);
	/* Without huge pages it is as right, only slower. */
	(void)madvise(p, n, MADV_HUGEPAGE);
	return p;
}

void *
pages_alloc(size_t bytes)
{
	return bytes < HUGE_PAGE ? on_a_line(bytes)
				 : on_a_huge_page(round_up(bytes, HUGE_PAGE));
}

/* Large pieces move by their page tables: no byte is copied, none cleared
 * twice. */
void *
pages_resize(void *p, size_t bytes, size_t more)
{
	void *to = pages_alloc(more);

	if (bytes < HUGE_PAGE) {
		memcpy(to, p, bytes);
		free(p);
		return to;
	}
	if (mremap(p, round_up(bytes, HUGE_PAGE), round_up(more, HUGE_PAGE),
		MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED)
		out_of_memory();
	return to;
}

void
pages_free(void *p, size_t bytes)
{
	if (bytes < HUGE_PAGE)
		free(p);
	else if (p)
		munmap(p, round_up(bytes, HUGE_PAGE));
}
