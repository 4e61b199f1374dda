/*
 * map.c - a table from names to things, for the control side
 */

#include "core/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "core/arena.h"

struct slot {
	char *key; /* null: empty */
	void *value;
};

struct map {
	struct slot *slot;
	size_t n, mask; /* n <= 3/4 (mask + 1) */
};

struct map *
map_new(void)
{
	struct map *m = xcalloc(1, sizeof(*m));

	m->mask = 15;
	m->slot = xcalloc(m->mask + 1, sizeof(*m->slot));
	return m;
}

void
map_free(struct map *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i <= m->mask; i++)
		free(m->slot[i].key);
	free(m->slot);
	free(m);
}

/* The slot that has the key, or the empty one where it would go. */
static struct slot *
find(const struct map *m, const char *key)
{
	size_t i = XXH3_64bits(key, strlen(key)) & m->mask;

	while (m->slot[i].key && strcmp(m->slot[i].key, key) != 0)
		i = (i + 1) & m->mask;
	return &m->slot[i];
}

void *
map_get(const struct map *m, const char *key)
{
	return find(m, key)->value;
}

static void
grow(struct map *m)
{
	struct map old = *m;

	m->mask = 2 * m->mask + 1;
	m->slot = xcalloc(m->mask + 1, sizeof(*m->slot));
	for (size_t i = 0; i <= old.mask; i++)
		if (old.slot[i].key)
			*find(m, old.slot[i].key) = old.slot[i];
	free(old.slot);
}

void
map_set(struct map *m, const char *key, void *value)
{
	struct slot *s = find(m, key);

	if (s->key == NULL) {
		if (4 * (m->n + 1) > 3 * (m->mask + 1)) {
			grow(m);
			s = find(m, key);
		}
		s->key = xstrdup(key);
		m->n++;
	}
	s->value = value;
}
