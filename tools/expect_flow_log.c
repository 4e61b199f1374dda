/*
 * expect_flow_log.c - the flow log records that a test expects
 *
 * An entry names some fields of a record.  Records of windows without packets
 * count only for one that names log-status.  An interface that an endpoint has
 * in one of its subnets is meant by the endpoint's name too.
 */

#include "tools/expect_flow_log.h"

#include <string.h>

#include "dataplane/records/flow_log_line.h"
#include "tools/expect_fact.h"

enum { SHOWN = 12 };

static const char usual_count[] = ">=1";

static const struct expectation *
entry_of(const struct expectation *e, const char *key)
{
	for (size_t i = 0; i < e->nmap; i++)
		if (strcmp(e->map[i].key, key) == 0)
			return &e->map[i];
	return NULL;
}

static bool
is_log(const struct flow_log_view *v, const char *wanted)
{
	const struct object *o = v->log ? &v->log->o : NULL;

	return o &&
	    (strcmp(o->name, wanted) == 0 ||
		(o->alias && strcmp(o->alias, wanted) == 0));
}

static bool
line_holds(const struct flow_log_view *v, const char *wanted, struct arena *a)
{
	struct flow_log_format f;

	flow_log_format_of(v->log, &f);
	return expect_glob(wanted, flow_log_line(v, &f, a));
}

static bool
text_holds(const char *wanted, const char *actual)
{
	size_t n = strlen(wanted);

	return expect_glob(wanted, actual) ||
	    (strncmp(actual, wanted, n) == 0 && actual[n] == '/');
}

static bool
field_holds(
    const struct expectation *e, const struct flow_log_view *v, struct arena *a)
{
	char buf[FLOW_LOG_TEXT];

	if (strcmp(e->key, "count") == 0)
		return true;
	if (strcmp(e->key, "log") == 0)
		return is_log(v, e->text);
	if (strcmp(e->key, "line") == 0)
		return line_holds(v, e->text, a);
	return text_holds(e->text,
	    flow_log_text(v, flow_log_field_find(e->key, strlen(e->key)), buf));
}

static bool
holds(
    const struct expectation *e, const struct flow_log_view *v, struct arena *a)
{
	if (v->record->status != LOG_OK && entry_of(e, "log-status") == NULL)
		return false;
	for (size_t i = 0; i < e->nmap; i++)
		if (!field_holds(&e->map[i], v, a))
			return false;
	return true;
}

/* --- in words ----------------------------------------------------------- */

static const char *
records_text(const struct flow_log_seen *s, struct arena *a)
{
	static const char vpc[] =
	    "${interface-id} ${flow-direction} ${srcaddr} ${dstaddr} "
	    "${srcport} ${dstport} ${protocol} ${action}";
	static const char tgw[] =
	    "${tgw-attachment-id} ${flow-direction} ${srcaddr} ${dstaddr} "
	    "${srcport} ${dstport} ${protocol}";
	const char *text = "there is";
	struct flow_log_format f;
	char why[FLOW_LOG_WHY];
	size_t shown = 0;

	for (size_t i = 0; i < s->n && shown < SHOWN; i++) {
		bool is_tgw = flow_log_view_is_tgw(&s->v[i]);

		if (s->v[i].record->status != LOG_OK)
			continue;
		flow_log_format_read(is_tgw ? tgw : vpc,
		    is_tgw ? FLOW_LOG_TGW : FLOW_LOG_VPC, &f, why);
		text = arena_printf(a, "%s%s \"%s\"", text, shown ? "," : "",
		    flow_log_line(&s->v[i], &f, a));
		shown++;
	}
	return shown ? text : "there is none";
}

static void
add(const struct expectation *e, const char *expected,
    const struct flow_log_seen *s, struct differences *d)
{
	*ARENA_PUSH(d->arena, d->v, d->n) =
	    (struct difference){ .where = e->where,
		    .key = e->key,
		    .expected = expected,
		    .actual = records_text(s, d->arena) };
}

static void
check_none(const struct expectation *e, const struct flow_log_seen *s,
    struct differences *d)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].record->status == LOG_OK) {
			add(e, "no records", s, d);
			return;
		}
}

static void
check_entry(const struct expectation *e, const struct flow_log_seen *s,
    struct differences *d)
{
	const struct expectation *count = entry_of(e, "count");
	struct arena *scratch = arena_new();
	uint64_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += holds(e, &s->v[i], scratch);
	arena_free(scratch);
	if (!expect_count_holds(count ? count->text : usual_count, n))
		add(e, expect_map_text(e, d->arena), s, d);
}

void
expect_flow_log_check(const struct expectation *e,
    const struct flow_log_seen *s, struct differences *d)
{
	if (e->nmap == 0)
		check_none(e, s, d);
	for (size_t i = 0; i < e->nmap; i++)
		check_entry(&e->map[i], s, d);
}
