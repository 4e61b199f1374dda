/*
 * host_names.c - the names that captures give to addresses
 */

#include "tools/host_names.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/table.h"
#include "pcap/capture.h"
#include "tools/message.h"
#include "tools/text_set.h"

enum {
	NAMES_MOST = 16, /* of one address */
	ADDRESSES_MOST = 1 << 20
};

struct names_entry {
	struct ip ip;
	const char **name;
	size_t n;
};

struct host_names {
	struct table table;
	struct text_set *texts;
	struct arena *arena; /* of lists of them */
	bool said;
};

struct host_names *
host_names_new(void)
{
	struct host_names *h = xcalloc(1, sizeof(*h));

	h->arena = arena_new();
	h->texts = text_set_new((uint64_t)(uintptr_t)h);
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
	text_set_free(h->texts);
	free(h);
}

const char *
host_names_keep(struct host_names *h, const char *name)
{
	return text_set_keep(h->texts, name);
}

/* Null: there are too many, which a message says the first time. */
static struct names_entry *
entry_of(struct host_names *h, struct ip ip)
{
	if (h->table.n < ADDRESSES_MOST)
		return table_have(&h->table, &ip, (vtime){ 0 });
	if (!h->said)
		message_note("names: those of no more than %d addresses are "
			     "kept",
		    ADDRESSES_MOST);
	h->said = true;
	return table_find(&h->table, &ip);
}

void
host_names_tell(struct host_names *h, struct ip ip, const char *name)
{
	struct names_entry *e = entry_of(h, ip);

	if (e == NULL)
		return;
	for (size_t i = 0; i < e->n; i++)
		if (e->name[i] == name)
			return;
	if (e->n < NAMES_MOST)
		*ARENA_PUSH(h->arena, e->name, e->n) = name;
}

void
host_names_add(struct host_names *h, const struct capture *c)
{
	size_t n;
	const struct capture_name *v = capture_names(c, &n);

	for (size_t i = 0; i < n; i++) {
		const char *name = host_names_keep(h, v[i].name);

		if (name)
			host_names_tell(h, v[i].addr, name);
	}
}

const char *const *
host_names_of(const struct host_names *h, struct ip ip, size_t *n)
{
	const struct names_entry *e = table_find(&h->table, &ip);

	*n = e ? e->n : 0;
	return e ? e->name : NULL;
}
