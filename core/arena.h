#ifndef CORE_ARENA_H
#define CORE_ARENA_H

/*
 * arena.h - memory that is given back all at once
 *
 * One for each model, snapshot and trace.  Nothing in it is freed alone.
 * Memory comes zeroed and aligned for any type; it never returns NULL: a
 * program without memory ends with a message (exit status 70).
 */

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *);

/* Forgets everything given out, and keeps the memory for what comes. */
void arena_reset(struct arena *);

void *arena_alloc(struct arena *, size_t n);
void *arena_copy(struct arena *, const void *from, size_t n);
char *arena_strdup(struct arena *, const char *);
char *arena_strndup(struct arena *, const char *, size_t n);
char *arena_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));
char *arena_vprintf(struct arena *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0), nonnull(2)));

/*
 * Room for one more element in an array that lives in an arena and has n of
 * them: returns the array, moved when n is a power of two.  The outgrown half
 * stays in the arena, which is at most as much again.
 */
void *arena_grow(struct arena *, void *array, size_t n, size_t element);

/* ARENA_PUSH(arena, array, n): the new last element, zeroed; n is counted up. */
#define ARENA_PUSH(ar, array, n)                                     \
	((array) = arena_grow((ar), (array), (n), sizeof(*(array))), \
	    &(array)[(n)++])

/* Ends the program with a message. */
_Noreturn void out_of_memory(void);

/* malloc, calloc and realloc that end the program instead of failing. */
void *xmalloc(size_t);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *, size_t);
char *xstrdup(const char *);

/* Not zeroed; n is a multiple of the alignment. */
void *xaligned_alloc(size_t alignment, size_t n);

#endif /* CORE_ARENA_H */
