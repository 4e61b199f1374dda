/*
 * err.c - problems of the control side, each with the place it is at
 */

#include "core/err.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

struct errs {
	struct arena *arena;
	struct problem *list;
	size_t n, errors;
};

struct errs *
errs_new(void)
{
	struct errs *e = xcalloc(1, sizeof(*e));

	e->arena = arena_new();
	return e;
}

void
errs_free(struct errs *e)
{
	if (e == NULL)
		return;
	arena_free(e->arena);
	free(e);
}

static void __attribute__((format(printf, 4, 0))) add(struct errs *e,
    enum severity sev, struct where w, const char *fmt, va_list ap)
{
	struct problem *p = ARENA_PUSH(e->arena, e->list, e->n);

	*p = (struct problem){ sev, w, arena_vprintf(e->arena, fmt, ap) };
	if (w.file)
		p->where.file = arena_strdup(e->arena, w.file);
	if (w.address)
		p->where.address = arena_strdup(e->arena, w.address);
	if (sev == SEV_ERROR)
		e->errors++;
}

void
errs_add(struct errs *e, struct where w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(e, SEV_ERROR, w, fmt, ap);
	va_end(ap);
}

void
errs_warn(struct errs *e, struct where w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(e, SEV_WARNING, w, fmt, ap);
	va_end(ap);
}

size_t
errs_count(const struct errs *e)
{
	return e->errors;
}

size_t
errs_size(const struct errs *e)
{
	return e->n;
}

const struct problem *
errs_get(const struct errs *e, size_t i)
{
	return &e->list[i];
}

struct sorted {
	struct problem p;
	size_t file, order; /* as first seen */
};

static int
by_place(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->p.where.line != y->p.where.line)
		return x->p.where.line < y->p.where.line ? -1 : 1;
	if (x->p.where.col != y->p.where.col)
		return x->p.where.col < y->p.where.col ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static bool
same_file(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Files are numbered by their first problem.  Neighbours mostly share one. */
static size_t
file_of(const struct sorted *s, size_t i)
{
	for (size_t j = i; j-- > 0;)
		if (same_file(s[j].p.where.file, s[i].p.where.file))
			return s[j].file;
	return i;
}

void
errs_sort(struct errs *e)
{
	struct sorted *s = xcalloc(e->n, sizeof(*s));

	for (size_t i = 0; i < e->n; i++) {
		s[i] = (struct sorted){ .p = e->list[i], .order = i };
		s[i].file = file_of(s, i);
	}
	if (e->n)
		qsort(s, e->n, sizeof(*s), by_place);
	for (size_t i = 0; i < e->n; i++)
		e->list[i] = s[i].p;
	free(s);
}

const char *
where_format(struct where w, char *buf, size_t size)
{
	if (w.address)
		snprintf(buf, size, "%s", w.address);
	else if (w.file == NULL)
		snprintf(buf, size, "%s", "");
	else if (w.line == 0)
		snprintf(buf, size, "%s", w.file);
	else if (w.col == 0)
		snprintf(buf, size, "%s:%d", w.file, w.line);
	else
		snprintf(buf, size, "%s:%d:%d", w.file, w.line, w.col);
	return buf;
}

void
errs_print(struct errs *e, FILE *out)
{
	char place[512];

	errs_sort(e);
	for (size_t i = 0; i < e->n; i++) {
		const struct problem *p = &e->list[i];

		where_format(p->where, place, sizeof(place));
		if (p->where.address)
			fprintf(out, "%s: ", p->where.file);
		fprintf(out, "%s%s%s: %s\n", place, *place ? ": " : "",
		    p->severity == SEV_ERROR ? "error" : "warning", p->text);
	}
}
