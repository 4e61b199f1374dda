/*
 * text_set.c - texts from captures, each kept once
 */

#include "tools/text_set.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/arena.h"
#include "core/slot_index.h"
#include "tools/message.h"

struct text_set {
	struct slot_index index; /* of text[] */
	const char **text;
	size_t n;
	struct arena *arena;
	uint64_t seed;
	bool said;
};

struct text_set *
text_set_new(uint64_t seed)
{
	struct text_set *s = xcalloc(1, sizeof(*s));

	s->seed = seed;
	s->arena = arena_new();
	slot_index_init(&s->index);
	return s;
}

void
text_set_free(struct text_set *s)
{
	if (s == NULL)
		return;
	slot_index_fini(&s->index);
	arena_free(s->arena);
	free(s);
}

static const char *
find(const struct text_set *s, const char *text, uint32_t hash)
{
	uint32_t at = hash, slot;

	while ((slot = slot_index_next(&s->index, hash, &at)) != SLOT_NONE) {
		if (strcmp(s->text[slot], text) == 0)
			return s->text[slot];
		at++;
	}
	return NULL;
}

static const char *
too_many(struct text_set *s)
{
	if (!s->said)
		message_note("names: no more than %d different ones are kept",
		    TEXTS_MOST);
	s->said = true;
	return NULL;
}

const char *
text_set_keep(struct text_set *s, const char *text)
{
	size_t len = strlen(text);
	uint32_t hash = (uint32_t)XXH3_64bits_withSeed(text, len, s->seed);
	const char *kept = find(s, text, hash);

	if (kept)
		return kept;
	if (s->n == TEXTS_MOST)
		return too_many(s);
	slot_index_add(&s->index, hash, (uint32_t)s->n);
	kept = arena_strndup(s->arena, text, len);
	*ARENA_PUSH(s->arena, s->text, s->n) = kept;
	return kept;
}
