/*
 * flow_notes.c - what is known of a flow beside its packets
 */

#include "tools/flow_notes.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/table.h"

struct entry {
	struct flow_key key;
	struct flow_note note;
};

struct flow_notes {
	struct table table;
};

struct flow_notes *
flow_notes_new(void)
{
	struct flow_notes *n = xcalloc(1, sizeof(*n));

	table_init(&n->table, sizeof(struct flow_key), sizeof(struct entry),
	    (uint64_t)(uintptr_t)n);
	return n;
}

void
flow_notes_free(struct flow_notes *n)
{
	if (n == NULL)
		return;
	table_fini(&n->table);
	free(n);
}

struct flow_note
flow_notes_of(const struct flow_notes *n, const struct flow_key *k)
{
	const struct entry *e = table_find(&n->table, k);

	return e ? e->note : (struct flow_note){ NULL, NULL };
}

static struct flow_note *
note(struct flow_notes *n, const struct flow_key *k)
{
	struct entry *e = table_have(&n->table, k, (vtime){ 0 });

	return &e->note;
}

void
flow_notes_host(
    struct flow_notes *n, const struct flow_key *k, const char *host)
{
	note(n, k)->host = host;
}

void
flow_notes_request(
    struct flow_notes *n, const struct flow_key *k, const struct request *r)
{
	note(n, k)->request = r;
}

void
flow_notes_forget(struct flow_notes *n, const struct flow_key *k)
{
	struct entry *e = table_find(&n->table, k);

	if (e)
		table_delete(&n->table, e);
}
