/*
 * host_names.c - the names that captures give to addresses
 */

#include "tools/host_names.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/table.h"
#include "pcap/capture.h"

enum { NAMES_MOST = 16 }; /* of one address */

struct names_entry {
	struct ip ip;
	const char **name;
	size_t n;
};

struct host_names {
	struct table table;
	struct arena *arena;
};

struct host_names *
host_names_new(void)
{
	struct host_names *h = xcalloc(1, sizeof(*h));

	h->arena = arena_new();
	table_init(&h->table, sizeof(struct ip), sizeof(struct names_entry),
	    (uint64_t)(uintptr_t)h);
	return h;
}

void
host_names_free(struct host_names *h)
{
	if (h == NULL)
		return;
	table_fini(&h->table);
	arena_free(h->arena);
	free(h);
}

void
host_names_tell(struct host_names *h, struct ip ip, const char *name)
{
	struct names_entry *e = table_have(&h->table, &ip, (vtime){ 0 });

	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->name[i], name) == 0)
			return;
	if (e->n < NAMES_MOST)
		*ARENA_PUSH(h->arena, e->name, e->n) =
		    arena_strdup(h->arena, name);
}

void
host_names_add(struct host_names *h, const struct capture *c)
{
	size_t n;
	const struct capture_name *v = capture_names(c, &n);

	for (size_t i = 0; i < n; i++)
		host_names_tell(h, v[i].addr, v[i].name);
}

const char *const *
host_names_of(const struct host_names *h, struct ip ip, size_t *n)
{
	const struct names_entry *e = table_find(&h->table, &ip);

	*n = e ? e->n : 0;
	return e ? e->name : NULL;
}
