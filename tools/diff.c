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
	d->fates = map_new();
	for (int i = 0; i < SIDES; i++)
		d->ask[i] = (struct question){
			.snap = d->in[i].snap,
			.seed = seed,
			.private_means = means,
		};
}

void
diff_fini(struct diff *d)
{
	map_free(d->causes);
	map_free(d->fates);
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

static bool
same_request(const struct authorization *a, const struct authorization *b)
{
	return a->result == b->result && a->code == b->code;
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
	if (a->delivered && b->delivered &&
	    !same_request(&a->request, &b->request))
		changed |= CHANGE_OF_REQUEST;
	return changed;
}

static const char *
keep(struct diff *d, const char *text)
{
	return text ? arena_strdup(d->arena, text) : NULL;
}

/* The number of a cause, whose texts may go. */
static size_t
add_cause(struct diff *d, const struct diff_cause *c)
{
	const char *key = arena_printf(d->scratch, "%s\n%s\n%s", c->resource,
	    c->text[BEFORE] ? c->text[BEFORE] : "",
	    c->text[AFTER] ? c->text[AFTER] : "");
	size_t *at = map_get(d->causes, key);
	struct diff_cause *kept;

	if (at)
		return *at;
	at = arena_alloc(d->arena, sizeof(*at));
	*at = d->ncauses;
	map_set(d->causes, key, at);
	kept = ARENA_PUSH(d->arena, d->cause, d->ncauses);
	*kept = *c;
	kept->resource = keep(d, c->resource);
	for (int i = 0; i < SIDES; i++) {
		kept->text[i] = keep(d, c->text[i]);
		kept->where[i] = keep(d, c->where[i]);
	}
	return *at;
}

/* --- asking ------------------------------------------------------------- */

struct answers {
	struct tracing t[SIDES];
	bool there[SIDES];
	const char *why[SIDES];
};

static void
ask_both(const struct diff_asker *q, bool explain, struct answers *to)
{
	for (int i = 0; i < SIDES; i++) {
		to->why[i] = NULL;
		to->there[i] =
		    q->ask(q->aux, i, explain, &to->t[i], &to->why[i]);
	}
}

static const char *
ends_text(struct arena *a, const struct diff_flow *f)
{
	char proto[8];
	const char *p = proto_name((uint8_t)f->proto, proto);

	if (f->port < 0)
		return arena_printf(a, "%s -> %s %s", f->from, f->to, p);
	return arena_printf(a, "%s -> %s:%d/%s", f->from, f->to, f->port, p);
}

static void
add_example(struct diff *d, const struct diff_flow *f, struct diff_example *e)
{
	e->ends = ends_text(d->arena, f);
	e->good = f->there[AFTER] && f->facts[AFTER].delivered &&
	    f->facts[AFTER].request.result != REQUEST_DENIED;
	for (int i = 0; i < SIDES; i++)
		e->outcome[i] =
		    diff_outcome(d->arena, f->there[i] ? &f->facts[i] : NULL);
}

static void
count(struct diff *d, const struct diff_flow *f)
{
	struct diff_cause *c = &d->cause[f->cause];

	if (c->flows < EXAMPLES)
		add_example(d, f, &c->example[c->flows]);
	c->flows++;
	c->changed |= f->changed;
	d->changed++;
	for (int i = 0; i < CHANGES; i++)
		d->changes[i] += (f->changed & 1u << i) != 0;
	d->lost += f->changed & CHANGE_OF_VERDICT && f->facts[BEFORE].delivered;
	d->doubtful +=
	    (f->there[BEFORE] && tracing_assumed(&f->facts[BEFORE])) ||
	    (f->there[AFTER] && tracing_assumed(&f->facts[AFTER]));
	if (d->tells)
		d->tells(d->tells_aux, d, f);
}

static void
note(struct diff *d, const char *id, const struct answers *a, unsigned changed)
{
	const struct tracing *t = &a->t[a->there[AFTER] ? AFTER : BEFORE];
	struct diff_cause cause;
	struct diff_flow f = { .id = id,
		.from = t->from,
		.to = t->to,
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
		diff_cause_missing(a->there, a->why, &cause);
	f.cause = add_cause(d, &cause);
	count(d, &f);
}

void
diff_compare(struct diff *d, const char *id, const struct diff_asker *q)
{
	struct answers a;
	unsigned changed = CHANGE_OF_EXISTENCE;

	arena_reset(d->scratch);
	ask_both(q, false, &a);
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
	ask_both(q, true, &a);
	note(d, id, &a, changed);
}

struct asking {
	struct diff *diff;
	const struct flow_spec *const *spec;
	const char *missing;
};

static bool
ask_spec(void *aux, int side, bool explain, struct tracing *t, const char **why)
{
	const struct asking *a = aux;
	struct diff *d = a->diff;
	struct question q = d->ask[side];
	struct errs *errs;
	bool there;

	*why = a->missing;
	if (a->spec[side] == NULL)
		return false;
	q.hops = explain;
	errs = errs_new();
	there = tracing_ask(&q, a->spec[side], d->scratch, errs, t) == 0;
	if (!there)
		*why = arena_strdup(d->scratch, errs_get(errs, 0)->text);
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

/* --- words -------------------------------------------------------------- */

const char *const diff_change_id[CHANGES] = { "verdict", "path", "class",
	"leaves-aws", "existence", "request" };

const char *
diff_changed(struct arena *a, unsigned changed)
{
	static const char *const words[CHANGES] = { "verdict", "path", "class",
		"leaves AWS", "new or gone", "request" };
	const char *text = "";

	for (int i = 0; i < CHANGES; i++)
		if (changed & 1u << i)
			text = arena_printf(
			    a, "%s%s%s", text, *text ? ", " : "", words[i]);
	return text;
}

static const char *
request_text(struct arena *a, const struct authorization *r)
{
	if (r->result == REQUEST_NONE)
		return "";
	return arena_printf(a, "; request %s%s%s%s%s",
	    request_result_name(r->result), r->code ? ": " : "",
	    r->code ? drop_info(r->code)->code : "", r->denied_by ? " by " : "",
	    r->denied_by ? r->denied_by : "");
}

const char *
diff_outcome(struct arena *a, const struct facts *x)
{
	if (x == NULL)
		return "not there";
	if (!x->delivered)
		return arena_printf(a, "dropped%s%s: %s",
		    x->dropped_at ? " at " : "",
		    x->dropped_at ? x->dropped_at : "",
		    drop_info(x->code)->code);
	return arena_printf(a, "delivered: %s%s%s%s",
	    path_class_name(x->path_class), x->exit ? " by " : "",
	    x->exit ? x->exit : "", request_text(a, &x->request));
}
