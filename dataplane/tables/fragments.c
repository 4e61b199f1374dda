/*
 * fragments.c - later fragments follow the first one
 */

#include "dataplane/tables/fragments.h"

/* As long as a host waits for the rest of a datagram (RFC 1122: 60 s at most;
 * Linux: 30 s). */
static const vtime idle = VTIME_SECONDS(30);

_Static_assert(sizeof(struct fragment_key) == 48, "fragment_key has padding");

static bool
is_over(const struct fragment_way *f, vtime now)
{
	return now.ns - f->last.ns >= idle.ns;
}

static bool
dead(void *aux, void *entry, vtime now)
{
	(void)aux;
	return is_over(entry, now);
}

static struct fragment_key
key_of(uint32_t node, const struct packet *p)
{
	return (struct fragment_key){ p->key.src, p->key.dst, node,
		p->fragment_id, p->key.proto };
}

void
fragments_init(struct table *t, uint64_t seed)
{
	table_init(
	    t, sizeof(struct fragment_key), sizeof(struct fragment_way), seed);
	table_reclaims(t, dead, NULL);
}

struct fragment_way *
fragments_note(
    struct table *t, uint32_t node, const struct packet *p, vtime now)
{
	struct fragment_key key = key_of(node, p);
	struct fragment_way *f = table_have(t, &key, now);

	f->last = now;
	return f;
}

const struct fragment_way *
fragments_follow(
    struct table *t, uint32_t node, const struct packet *p, vtime now)
{
	struct fragment_key key = key_of(node, p);
	struct fragment_way *f = table_find(t, &key);

	if (f == NULL || is_over(f, now))
		return NULL;
	f->last = now;
	return f;
}
