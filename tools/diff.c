/*
 * diff.c - which flows change between two models, and why
 */

#include "tools/diff.h"

#include <string.h>

#include "core/map.h"
#include "dataplane/drop.h"
#include "tools/diff_cause.h"

enum { ALL_KINDS = ~0 };

void
diff_init(struct diff *d, uint64_t seed, enum private_means means)
{
	d->arena = arena_new();
	d->scratch = arena_new();
	d->causes = map_new();
	for (int i = 0; i < SIDES; i++)
		d->ask[i] = (struct question){
			.snap = d->in[i].snap,
			.seed = seed,
			.private_means = means,
			.hops = true,
		};
	ARENA_PUSH(d->arena, d->flow, d->nflows);
}

void
diff_fini(struct diff *d)
{
	map_free(d->causes);
	arena_free(d->scratch);
	arena_free(d->arena);
}

/* --- names -------------------------------------------------------------- */

static const struct object *
find(const struct diff *d, int side, const char *name)
{
	return model_find(
	    d->in[side].model, NULL, (unsigned)ALL_KINDS, name, NULL);
}

const char *
diff_name(const struct diff *d, int side, const char *name)
{
	const struct object *o = find(d, side, name), *other;

	/* A service may be called as something is tagged. */
	if (o == NULL || strcmp(o->name, name) != 0)
		return name;
	other = find(d, !side, o->name);
	if (other == NULL && o->where.address)
		other = find(d, !side, o->where.address);
	return other ? other->name : o->name;
}

const char *
diff_shown(const struct object *o)
{
	return o->where.address ? o->where.address : o->name;
}

/* --- what differs ------------------------------------------------------- */

static bool
same_path(const struct diff *d, const struct facts *a, const struct facts *b)
{
	if (a->npath != b->npath)
		return false;
	for (size_t i = 0; i < a->npath; i++)
		if (strcmp(diff_name(d, BEFORE, a->path[i]), b->path[i]) != 0)
			return false;
	return true;
}

/* Of two ways to be dropped only the path counts. */
static unsigned
changes(const struct diff *d, const struct facts *a, const struct facts *b)
{
	unsigned changed = 0;

	if (a->delivered != b->delivered)
		changed |= CHANGE_OF_VERDICT;
	if (!same_path(d, a, b))
		changed |= CHANGE_OF_PATH;
	if (a->path_class != b->path_class)
		changed |= CHANGE_OF_CLASS;
	if (a->leaves_aws != SAYS_YES && b->leaves_aws == SAYS_YES &&
	    b->delivered)
		changed |= CHANGE_TO_OUTSIDE;
	return changed;
}

static size_t
add_cause(struct diff *d, const struct diff_cause *c)
{
	const char *key = arena_printf(d->scratch, "%s\n%s\n%s", c->resource,
	    c->text[BEFORE] ? c->text[BEFORE] : "",
	    c->text[AFTER] ? c->text[AFTER] : "");
	size_t *at = map_get(d->causes, key);

	if (at)
		return *at;
	at = arena_alloc(d->arena, sizeof(*at));
	*at = d->ncauses;
	map_set(d->causes, key, at);
	*ARENA_PUSH(d->arena, d->cause, d->ncauses) = *c;
	return *at;
}

/* Flows of a cause are a list, in the order in which they were asked. */
static void
join(struct diff *d, size_t flow)
{
	struct diff_cause *c = &d->cause[d->flow[flow].cause];

	if (c->flows++ == 0)
		c->first = flow;
	else
		d->flow[c->last].next = flow;
	c->last = flow;
	c->changed |= d->flow[flow].changed;
}

/* --- asking ------------------------------------------------------------- */

struct answers {
	struct tracing t[SIDES];
	bool there[SIDES];
	const char *why[SIDES];
};

static void
ask_both(const struct diff_asker *q, struct arena *a, struct answers *to)
{
	for (int i = 0; i < SIDES; i++) {
		to->why[i] = NULL;
		to->there[i] = q->ask(q->aux, i, a, &to->t[i], &to->why[i]);
	}
}

static void
note(struct diff *d, const char *id, const struct answers *a, unsigned changed)
{
	const struct tracing *t = &a->t[a->there[AFTER] ? AFTER : BEFORE];
	struct diff_cause cause;
	struct diff_flow f = { .id = id ? arena_strdup(d->arena, id) : NULL,
		.from = arena_strdup(d->arena, t->from),
		.to = arena_strdup(d->arena, t->to),
		.proto = t->proto,
		.port = t->port,
		.changed = changed };

	for (int i = 0; i < SIDES; i++) {
		f.there[i] = a->there[i];
		if (f.there[i])
			f.facts[i] = a->t[i].facts;
	}
	if (a->there[BEFORE] && a->there[AFTER])
		diff_cause_find(d, &a->t[BEFORE], &a->t[AFTER], &cause);
	else
		diff_cause_missing(d, a->there, a->why, &cause);
	f.cause = add_cause(d, &cause);
	*ARENA_PUSH(d->arena, d->flow, d->nflows) = f;
	join(d, d->nflows - 1);
}

void
diff_compare(struct diff *d, const char *id, const struct diff_asker *q)
{
	struct answers a;
	unsigned changed = CHANGE_OF_EXISTENCE;

	arena_reset(d->scratch);
	ask_both(q, d->scratch, &a);
	if (!a.there[BEFORE] && !a.there[AFTER]) {
		d->invalid++;
		return;
	}
	d->compared++;
	for (int i = 0; i < SIDES; i++)
		d->assumed |= a.there[i] && tracing_assumed(&a.t[i].facts);
	if (a.there[BEFORE] && a.there[AFTER])
		changed = changes(d, &a.t[BEFORE].facts, &a.t[AFTER].facts);
	if (changed == 0)
		return;
	/* Once more, with texts that stay. */
	ask_both(q, d->arena, &a);
	note(d, id, &a, changed);
}

struct asking {
	struct diff *diff;
	const struct flow_spec *const *spec;
	const char *missing;
};

static bool
ask_spec(void *aux, int side, struct arena *arena, struct tracing *t,
    const char **why)
{
	const struct asking *a = aux;
	struct errs *errs;
	bool there;

	*why = a->missing;
	if (a->spec[side] == NULL)
		return false;
	errs = errs_new();
	there = tracing_ask(
		    &a->diff->ask[side], a->spec[side], arena, errs, t) == 0;
	if (!there)
		*why = arena_strdup(arena, errs_get(errs, 0)->text);
	errs_free(errs);
	return there;
}

void
diff_ask(struct diff *d, const char *id,
    const struct flow_spec *const spec[SIDES], const char *missing)
{
	struct asking a = { d, spec, missing };

	diff_compare(d, id, &(struct diff_asker){ ask_spec, &a });
}

/* --- objects ------------------------------------------------------------ */

/* Two VPCs may each have a "web"; which one it is, its VPC tells. */
static bool
has_several(const struct diff *d, int side, const struct object *o)
{
	bool several = false;

	model_find(d->in[side].model, NULL, 1u << o->kind, o->name, &several);
	return several;
}

const struct object *
diff_object(const struct diff *d, int side, size_t *i)
{
	const struct model *m = d->in[side].model;

	while (*i < m->nobjects) {
		const struct object *o = m->objects[(*i)++];
		const struct object *other = model_find(
		    d->in[!side].model, NULL, 1u << o->kind, o->name, NULL);

		if (other == NULL && o->where.address)
			other = model_find(d->in[!side].model, NULL,
			    1u << o->kind, o->where.address, NULL);
		if (other == NULL && !has_several(d, !side, o))
			return o;
	}
	return NULL;
}

/* --- words -------------------------------------------------------------- */

const char *
diff_changed(struct arena *a, unsigned changed)
{
	static const char *const words[] = { "verdict", "path", "class",
		"leaves AWS", "new or gone" };
	const char *text = "";

	for (int i = 0; i < 5; i++)
		if (changed & 1u << i)
			text = arena_printf(
			    a, "%s%s%s", text, *text ? ", " : "", words[i]);
	return text;
}

const char *
diff_outcome(struct arena *a, const struct diff_flow *f, int side)
{
	const struct facts *x = &f->facts[side];

	if (!f->there[side])
		return "not there";
	if (!x->delivered)
		return arena_printf(a, "dropped%s%s: %s",
		    x->dropped_at ? " at " : "",
		    x->dropped_at ? x->dropped_at : "",
		    drop_info(x->code)->code);
	return arena_printf(a, "delivered: %s%s%s",
	    path_class_name(x->path_class), x->exit ? " by " : "",
	    x->exit ? x->exit : "");
}
