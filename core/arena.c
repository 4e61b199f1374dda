/*
 * arena.c - memory that is given back all at once
 */

#include "core/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024, ALIGN = 16 };

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(ALIGN) unsigned char data[];
};

struct arena {
	struct block *block; /* the one in use comes first */
};

void
out_of_memory(void)
{
	fputs("vpcsim: out of memory\n", stderr);
	exit(70);
}

static void *
or_die(void *p)
{
	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xmalloc(size_t n)
{
	return or_die(malloc(n ? n : 1));
}

void *
xcalloc(size_t n, size_t size)
{
	return or_die(calloc(n ? n : 1, size));
}

void *
xrealloc(void *p, size_t n)
{
	return or_die(realloc(p, n ? n : 1));
}

void *
xaligned_alloc(size_t alignment, size_t n)
{
	return or_die(aligned_alloc(alignment, n));
}

char *
xstrdup(const char *s)
{
	return or_die(strdup(s));
}

struct arena *
arena_new(void)
{
	return xcalloc(1, sizeof(struct arena));
}

static void
free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	free_blocks(a->block);
	free(a);
}

void
arena_reset(struct arena *a)
{
	if (a->block == NULL)
		return;
	free_blocks(a->block->next);
	a->block->next = NULL;
	a->block->used = 0;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct block *b = a->block;
	void *p;

	n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (b == NULL || b->size - b->used < n) {
		size_t size = n > BLOCK ? n : BLOCK;

		b = xmalloc(sizeof(*b) + size);
		*b = (struct block){ .next = a->block, .size = size };
		a->block = b;
	}
	p = b->data + b->used;
	b->used += n;
	return memset(p, 0, n);
}

void *
arena_copy(struct arena *a, const void *from, size_t n)
{
	void *p = arena_alloc(a, n);

	if (n)
		memcpy(p, from, n);
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	memcpy(p, s, n);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *p;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		n = 0;
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void *
arena_grow(struct arena *a, void *array, size_t n, size_t element)
{
	void *bigger;

	if ((n & (n - 1)) != 0)
		return array;
	bigger = arena_alloc(a, (n ? 2 * n : 1) * element);
	if (n)
		memcpy(bigger, array, n * element);
	return bigger;
}
