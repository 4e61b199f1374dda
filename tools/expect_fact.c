/*
 * expect_fact.c - one expected fact, held against one flow
 *
 * Facts are compared as the text that records have.  A name may be written as
 * the key, as the Name tag, or as vpc/key.
 */

#include "tools/expect_fact.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/world.h"

/* --- names -------------------------------------------------------------- */

static bool
is_object_name(const struct object *o, const char *wanted)
{
	const char *slash = strchr(wanted, '/');

	if (strcmp(o->name, wanted) == 0 ||
	    (o->alias && strcmp(o->alias, wanted) == 0))
		return true;
	if (slash == NULL || o->vpc == NULL)
		return false;
	return strlen(o->vpc->o.name) == (size_t)(slash - wanted) &&
	    strncmp(o->vpc->o.name, wanted, (size_t)(slash - wanted)) == 0 &&
	    strcmp(o->name, slash + 1) == 0;
}

/* Is `name`, as facts have it, what the test calls `wanted`? */
static bool
is_name(const struct snap *s, const char *name, const char *wanted)
{
	const struct model *m = world_of(s)->model;

	if (name == NULL)
		return false;
	if (strcmp(name, wanted) == 0)
		return true;
	for (size_t i = 0; i < m->nobjects; i++)
		if (strcmp(m->objects[i]->name, name) == 0 &&
		    is_object_name(m->objects[i], wanted))
			return true;
	return false;
}

static bool
trace_has(const struct snap *s, const struct trace *t, const char *wanted)
{
	const struct model *m = world_of(s)->model;

	for (size_t i = 0; t && i < t->n; i++) {
		uint32_t node = t->hop[i].node;

		if (node == NODE_INTERNET) {
			if (strcmp(s->node[node].name, wanted) == 0)
				return true;
		} else if (is_object_name(m->objects[node - 1], wanted)) {
			return true;
		}
	}
	return false;
}

static bool
path_has(const struct snap *s, const struct facts *f, const char *wanted)
{
	for (size_t i = 0; i < f->npath; i++)
		if (is_name(s, f->path[i], wanted))
			return true;
	return false;
}

/* A hop there or back; or the service or host at the end. */
static bool
went_by(const struct tracing *t, const char *wanted)
{
	return trace_has(t->snap, t->there, wanted) ||
	    trace_has(t->snap, t->back, wanted) ||
	    path_has(t->snap, &t->facts, wanted);
}

/* --- facts as text ------------------------------------------------------ */

static const char *
yes_no_text(bool b)
{
	return b ? "true" : "false";
}

static const char *
code_text(drop_code c)
{
	return c ? drop_info(c)->code : NULL;
}

static const char *
reply_text(const struct tracing *t)
{
	const struct leg *back = &t->exchange.back;

	if (!back->sent)
		return NULL;
	return back->delivered ? "delivered" : "dropped";
}

static const char *
direction_text(const struct facts *f)
{
	if (f->delivered)
		return NULL;
	return f->on_return ? "return" : "forward";
}

/* What became of a replayed flow later on. */
static const char *
cut_text(const char *key, const struct tracing *t)
{
	const struct cut *c = t->replayed ? &t->replayed->cut : NULL;

	if (c == NULL || !c->is)
		return NULL;
	if (strcmp(key, "cut_code") == 0)
		return code_text(c->code);
	if (strcmp(key, "cut_at") == 0)
		return t->cut_at;
	return c->back ? "return" : "forward";
}

static const char *
told_text(const char *key, const struct facts *f)
{
	if (f->told == NULL || strcmp(key, "told") == 0)
		return f->told;
	if (strcmp(key, "told_verdict") == 0)
		return f->told_delivered ? "delivered" : "dropped";
	if (strcmp(key, "told_code") == 0)
		return code_text(f->told_code);
	return f->told_dropped_at;
}

static const char *
request_text(const char *key, const struct authorization *r)
{
	if (strcmp(key, "denied_by") == 0)
		return r->denied_by;
	if (strcmp(key, "request") == 0)
		return request_result_name(r->result);
	return code_text(r->code);
}

/* Borders inside AWS, a provider's leg, and what is known of addresses; null: none of these. */
static const char *
more_text(const char *key, const struct facts *f)
{
	if (strcmp(key, "cross_region") == 0)
		return yes_no_text(f->marks & MARK_CROSS_REGION);
	if (strcmp(key, "cross_az") == 0)
		return yes_no_text(f->cross_az);
	if (strcmp(key, "cross_account") == 0)
		return yes_no_text(f->cross_account);
	if (strcmp(key, "translated") == 0)
		return yes_no_text(f->marks & MARK_TRANSLATED);
	if (strcmp(key, "confidence") == 0)
		return facts_confidence(f);
	if (strcmp(key, "service") == 0)
		return f->service;
	if (strcmp(key, "provider_leg") == 0)
		return f->provider_leg;
	return strcmp(key, "region") == 0 ? f->region : NULL;
}

/* What sort of way it took. */
static const char *
way_text(const char *key, const struct tracing *t)
{
	const struct facts *f = &t->facts;

	if (strcmp(key, "path_class") == 0)
		return path_class_name(f->path_class);
	if (strcmp(key, "exit") == 0)
		return f->exit;
	if (strcmp(key, "addressing") == 0)
		return f->public_addressing ? "public" : "private";
	if (strcmp(key, "leaves_aws") == 0)
		return leaves_aws_name(f->leaves_aws);
	if (strcmp(key, "public_internet") == 0)
		return yes_no_text(f->public_internet);
	if (strcmp(key, "private") == 0)
		return yes_no_text(facts_private(f, t->private_means));
	if (strcmp(key, "source_seen") == 0)
		return f->source_seen;
	return more_text(key, f);
}

/* Null: the fact is null. */
static const char *
fact_text(const char *key, const struct tracing *t)
{
	const struct facts *f = &t->facts;

	if (strncmp(key, "cut_", 4) == 0)
		return cut_text(key, t);
	if (strncmp(key, "told", 4) == 0)
		return told_text(key, f);
	if (strcmp(key, "denied_by") == 0 || strncmp(key, "request", 7) == 0)
		return request_text(key, &f->request);
	if (strcmp(key, "verdict") == 0)
		return f->delivered ? "delivered" : "dropped";
	if (strcmp(key, "code") == 0)
		return code_text(f->code);
	if (strcmp(key, "dropped_at") == 0)
		return f->dropped_at;
	if (strcmp(key, "direction") == 0)
		return direction_text(f);
	if (strcmp(key, "resolved_by") == 0)
		return t->target.by;
	if (strcmp(key, "dns_firewall") == 0)
		return t->target.firewall;
	if (strcmp(key, "reply") == 0)
		return reply_text(t);
	return way_text(key, t);
}

/* --- counts ------------------------------------------------------------- */

/* A flow that was asked for is no more than one packet and its answer. */
static uint64_t
dropped_packets(const struct tracing *t)
{
	return t->replayed ? t->replayed->dropped_packets : !t->facts.delivered;
}

/* The facts that are numbers.  False: this is none. */
static bool
number_of(const char *key, const struct tracing *t, uint64_t *n)
{
	if (strcmp(key, "dropped_packets") == 0)
		*n = dropped_packets(t);
	else if (strcmp(key, "deliveries") == 0)
		*n = t->exchange.copies_delivered;
	else if (strcmp(key, "told_mtu") == 0)
		*n = t->facts.told_mtu;
	else
		return false;
	return true;
}

bool
expect_count_holds(const char *wanted, uint64_t n)
{
	size_t op = strspn(wanted, "<>=");
	uint64_t limit = strtoull(wanted + op, NULL, 10);

	switch (*wanted) {
	case '>':
		return wanted[1] == '=' ? n >= limit : n > limit;
	case '<':
		return wanted[1] == '=' ? n <= limit : n < limit;
	default:
		return n == limit;
	}
}

/* --- does it hold? ------------------------------------------------------ */

bool
expect_glob(const char *pattern, const char *s)
{
	const char *star = NULL, *again = NULL;

	while (*s) {
		if (*pattern == '*') {
			star = ++pattern;
			again = s;
		} else if (*pattern == *s) {
			pattern++;
			s++;
		} else if (star) {
			pattern = star;
			s = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

static bool
list_holds(const struct expectation *e, const struct tracing *t)
{
	bool wanted = strcmp(e->key, "via") == 0;

	if (strcmp(e->key, "path") == 0) {
		if (e->list.n != t->facts.npath)
			return false;
		for (size_t i = 0; i < e->list.n; i++)
			if (!is_name(t->snap, t->facts.path[i], e->list.v[i].s))
				return false;
		return true;
	}
	for (size_t i = 0; i < e->list.n; i++)
		if (went_by(t, e->list.v[i].s) != wanted)
			return false;
	return true;
}

/* A code of vpcsim's own may be written without its prefix. */
static bool
is_text(const char *actual, const char *wanted)
{
	return strcmp(actual, wanted) == 0 ||
	    (strncmp(actual, "VSIM_", 5) == 0 &&
		strcmp(actual + 5, wanted) == 0);
}

/* Where there are no ports, any port will do: the address decides. */
static bool
source_holds(const char *pattern, const char *actual)
{
	size_t n = strlen(pattern);
	bool bracketed = *pattern == '[';
	char address[IP_STRLEN + 1];

	if (expect_glob(pattern, actual))
		return true;
	if (n < 5 || strcmp(pattern + n - 2, ":*") != 0)
		return false;
	n -= bracketed ? 4 : 2;
	if (n >= sizeof(address))
		return false;
	memcpy(address, pattern + bracketed, n);
	address[n] = '\0';
	return expect_glob(address, actual);
}

static bool
text_holds(const char *key, const char *wanted, const struct tracing *t)
{
	const char *actual;
	uint64_t n;

	if (number_of(key, t, &n))
		return expect_count_holds(wanted, n);
	actual = fact_text(key, t);
	if (strcmp(key, "reply") == 0 && actual == NULL)
		return strcmp(wanted, "dropped") == 0;
	if (actual == NULL)
		return false;
	if (strcmp(key, "dropped_at") == 0 || strcmp(key, "exit") == 0 ||
	    strcmp(key, "cut_at") == 0 || strcmp(key, "denied_by") == 0 ||
	    strcmp(key, "told_dropped_at") == 0)
		return is_name(t->snap, actual, wanted);
	if (strcmp(key, "source_seen") == 0)
		return source_holds(wanted, actual);
	if (strcmp(key, "resolved_by") == 0 || strcmp(key, "dns_firewall") == 0)
		return expect_glob(wanted, actual);
	return is_text(actual, wanted);
}

bool
expect_fact_holds(const struct expectation *e, const struct tracing *t)
{
	switch (e->type) {
	case EXPECT_LIST:
		return list_holds(e, t);
	case EXPECT_NULL:
		return fact_text(e->key, t) == NULL;
	case EXPECT_BOOL:
		return text_holds(e->key, yes_no_text(e->yes), t);
	default:
		return text_holds(e->key, e->text, t);
	}
}

/* --- in words ----------------------------------------------------------- */

static const char *
join(struct arena *a, const char *list, const char *name)
{
	return list ? arena_printf(a, "%s, %s", list, name) : name;
}

static const char *
hop_names(const struct tracing *t, struct arena *a)
{
	const struct trace *way[] = { t->there, t->back };
	const char *list = NULL, *last = "";

	for (int w = 0; w < 2; w++)
		for (size_t i = 0; way[w] && i < way[w]->n; i++) {
			const char *name =
			    t->snap->node[way[w]->hop[i].node].name;

			if (strcmp(name, last) != 0)
				list = join(a, list, name);
			last = name;
		}
	return list ? list : "no hops";
}

const char *
expect_fact_actual(
    const struct expectation *e, const struct tracing *t, struct arena *a)
{
	const char *text = NULL;
	uint64_t n;

	if (strcmp(e->key, "via") == 0 || strcmp(e->key, "not_via") == 0)
		return hop_names(t, a);
	if (strcmp(e->key, "path") == 0) {
		for (size_t i = 0; i < t->facts.npath; i++)
			text = join(a, text, t->facts.path[i]);
		return arena_printf(a, "[%s]", text ? text : "");
	}
	if (number_of(e->key, t, &n))
		return arena_printf(a, "%" PRIu64, n);
	text = fact_text(e->key, t);
	return text ? arena_strdup(a, text) : "null";
}

const char *
expect_fact_expected(const struct expectation *e, struct arena *a)
{
	const char *list = NULL;

	switch (e->type) {
	case EXPECT_LIST:
		for (size_t i = 0; i < e->list.n; i++)
			list = join(a, list, e->list.v[i].s);
		return arena_printf(a, "[%s]", list ? list : "");
	case EXPECT_NULL:
		return "null";
	case EXPECT_BOOL:
		return yes_no_text(e->yes);
	default:
		return e->text;
	}
}
