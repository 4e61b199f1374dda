/*
 * story.c - what became of a packet, kept once for all that fared alike
 */

#include "dataplane/story.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

struct numbered {
	struct story story; /* the key */
	uint32_t number;
};

void
stories_init(struct stories *s, uint64_t seed)
{
	*s = (struct stories){ 0 };
	table_init(
	    &s->number, sizeof(struct story), sizeof(struct numbered), seed);
}

void
stories_fini(struct stories *s)
{
	table_fini(&s->number);
	free(s->v);
}

/* As bytes: what a way does not use of its array is zero. */
static struct story
make(const struct leg *l, const struct journey *j)
{
	struct story s = { .node = l->node,
		.answer = l->answer,
		.code = l->code,
		.delivered = l->delivered };

	s.way.nway = j->nway;
	memcpy(s.way.way, j->way, j->nway * sizeof(j->way[0]));
	s.way.exit = j->exit;
	s.way.marks = j->marks;
	return s;
}

static uint32_t
add(struct stories *s, const struct story *story)
{
	struct numbered *n = table_insert(&s->number, story, (vtime){ 0 });

	if ((s->n & (s->n - 1)) == 0)
		s->v = xrealloc(
		    s->v, (s->n ? 2 * (size_t)s->n : 1) * sizeof(*s->v));
	s->v[s->n++] = *story;
	return n->number = s->n;
}

uint32_t
stories_keep(struct stories *s, const struct leg *l, const struct journey *j)
{
	struct story story = make(l, j);
	const struct numbered *n = table_find(&s->number, &story);

	return n ? n->number : add(s, &story);
}

void
stories_tell(const struct stories *s, uint32_t number,
    const struct flow_key *key, struct leg *l, struct journey *j)
{
	const struct story *story;

	*l = (struct leg){ 0 };
	*j = JOURNEY_INIT;
	if (number == STORY_NONE)
		return;
	story = stories_get(s, number);
	*l = (struct leg){ .sent = true,
		.delivered = story->delivered,
		.code = story->code,
		.node = story->node,
		.key = *key,
		.answer = story->answer };
	*j = story->way;
}
