/*
 * trace_batch.c - many questions on one load of the model (trace --batch)
 */

#include "tools/trace_batch.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "core/spell.h"
#include "tools/exit.h"
#include "tools/lines.h"
#include "tools/message.h"
#include "tools/out.h"
#include "tools/stop.h"
#include "tools/trace_input.h"
#include "tools/trace_json.h"

/* --- what a line asks --------------------------------------------------- */

/* A number from 0 to most, -1 if the key is not there; or an error. */
static const char *
get_number(json_t *o, const char *key, json_int_t most, int *n, struct arena *a)
{
	json_t *v = json_object_get(o, key);

	if (v == NULL || json_is_null(v))
		return NULL;
	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
	    json_integer_value(v) > most)
		return arena_printf(a, "\"%s\" is no number from 0 to %lld",
		    key, (long long)most);
	*n = (int)json_integer_value(v);
	return NULL;
}

static const char *
get_proto(json_t *o, int *proto, struct arena *a)
{
	json_t *v = json_object_get(o, "proto");
	int p;

	if (!json_is_string(v))
		return get_number(o, "proto", 255, proto, a);
	p = proto_parse(json_string_value(v));
	if (p < 0)
		return arena_printf(
		    a, "\"%s\" is no protocol", json_string_value(v));
	*proto = p;
	return NULL;
}

static const char *
get_bytes(json_t *o, struct flow_spec *f, struct arena *a)
{
	int bytes = 0;
	const char *wrong = get_number(o, "bytes", 65575, &bytes, a);

	f->bytes = (uint64_t)bytes;
	return wrong;
}

static const char *
get_ends(json_t *o, struct flow_spec *f, struct arena *a)
{
	const char *from = json_string_value(json_object_get(o, "from"));
	const char *to = json_string_value(json_object_get(o, "to"));

	if (from == NULL || to == NULL)
		return arena_printf(
		    a, "\"%s\" is missing or no text", from ? "to" : "from");
	f->from.s = arena_strdup(a, from);
	return trace_input_to(to, f, a);
}

static const char *
get_texts(json_t *v, struct texts *t, struct arena *a)
{
	json_t *item = v;
	size_t n = json_is_array(v) ? json_array_size(v) : 1;

	for (size_t i = 0; i < n; i++) {
		if (json_is_array(v))
			item = json_array_get(v, i);
		if (!json_is_string(item))
			return "a condition key holds a text or a list of them";
		ARENA_PUSH(a, t->v, t->n)->s =
		    arena_strdup(a, json_string_value(item));
	}
	return NULL;
}

static const char *
get_keys(json_t *o, struct request *r, struct arena *a)
{
	const char *key, *wrong = NULL;
	json_t *v;

	json_object_foreach (o, key, v) {
		struct request_key *k = ARENA_PUSH(a, r->keys, r->nkeys);

		k->name.s = arena_strdup(a, key);
		if (wrong == NULL)
			wrong = get_texts(v, &k->values, a);
	}
	return wrong;
}

static const char *
get_text(json_t *o, const char *key, struct arena *a)
{
	const char *text = json_string_value(json_object_get(o, key));

	return text ? arena_strdup(a, text) : NULL;
}

static const char *
get_request(json_t *o, struct request *r, struct arena *a)
{
	json_t *v = json_object_get(o, "request");

	if (v == NULL || json_is_null(v))
		return NULL;
	if (!json_is_object(v))
		return "\"request\" is no object such as {\"action\": "
		       "\"s3:GetObject\"}";
	r->there = true;
	r->action.s = get_text(v, "action", a);
	r->resource.s = get_text(v, "resource", a);
	r->principal.s = get_text(v, "principal", a);
	return get_keys(json_object_get(v, "keys"), r, a);
}

static const char *const known[] = { "proto", "port", "sport", "bytes", "ttl",
	"request" };

enum { NKNOWN = sizeof(known) / sizeof(known[0]) };

static bool
is_known(const char *key)
{
	for (size_t i = 0; i < NKNOWN; i++)
		if (strcmp(key, known[i]) == 0)
			return true;
	return false;
}

/*
 * Keys of the asker's own may stand in a line.  But one a letter away from a key
 * that is left out is a slip, which would change the question.
 */
static const char *
misspelt_key(json_t *o, struct arena *a)
{
	const char *key;
	json_t *v;

	json_object_foreach (o, key, v)
		for (size_t i = 0; i < NKNOWN && !is_known(key); i++)
			if (spell_distance(key, known[i]) == 1 &&
			    json_object_get(o, known[i]) == NULL)
				return arena_printf(a,
				    "unknown key \"%s\"; did you mean \"%s\"?",
				    key, known[i]);
	return NULL;
}

static const char *
read_question(json_t *o, struct flow_spec *f, struct arena *a)
{
	const char *wrong;

	if (!json_is_object(o))
		return "the line is no JSON object";
	wrong = get_ends(o, f, a);
	if (wrong == NULL)
		wrong = misspelt_key(o, a);
	if (wrong == NULL)
		wrong = get_proto(o, &f->proto, a);
	if (wrong == NULL)
		wrong = get_number(o, "port", 65535, &f->port, a);
	if (wrong == NULL)
		wrong = get_number(o, "sport", 65535, &f->sport, a);
	if (wrong == NULL)
		wrong = get_number(o, "ttl", 255, &f->ttl, a);
	if (wrong == NULL)
		wrong = get_bytes(o, f, a);
	if (wrong == NULL)
		wrong = get_request(o, &f->request, a);
	f->dont_fragment = json_is_true(json_object_get(o, "df"));
	return wrong;
}

/* --- one line ----------------------------------------------------------- */

struct batch {
	const struct question *question;
	struct out *out;
	struct emit json;
	struct arena *arena;
	struct trace_batch *counts;
};

static void
put_error(struct batch *b, const char *id, const char *error)
{
	struct emit *j = &b->json;

	b->counts->errors++;
	emit_object(j);
	emit_put_string(j, "schema", "vpcsim.error/1");
	emit_key(j, "id");
	emit_raw(j, id ? id : "null");
	emit_put_string(j, "error", error);
	emit_put_uint(j, "line", b->counts->lines);
	emit_object_end(j);
	emit_done(j);
}

static void
ask(struct batch *b, const char *id, const struct flow_spec *f)
{
	struct errs *errs = errs_new();
	struct tracing t;

	if (tracing_ask(b->question, f, b->arena, errs, &t) != 0) {
		put_error(b, id, errs_get(errs, 0)->text);
	} else {
		b->counts->assumed |= tracing_assumed(&t.facts);
		trace_json(&b->json, &t, id, b->question->hops);
	}
	errs_free(errs);
}

const char *
trace_batch_read(const char *line, size_t len, struct flow_spec *f, char **id,
    struct arena *a)
{
	json_error_t error;
	json_t *o = json_loadb(
	    line, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	const char *wrong;

	*f = FLOW_SPEC_INIT;
	*id = NULL;
	if (o == NULL)
		return arena_printf(
		    a, "column %d: %s", error.column, error.text);
	if (json_object_get(o, "id"))
		*id = json_dumps(
		    json_object_get(o, "id"), JSON_ENCODE_ANY | JSON_COMPACT);
	wrong = read_question(o, f, a);
	json_decref(o);
	return wrong;
}

static void
answer_line(struct batch *b, const char *line, size_t len)
{
	struct flow_spec f;
	char *id;
	const char *wrong = trace_batch_read(line, len, &f, &id, b->arena);

	b->counts->lines++;
	if (wrong)
		put_error(b, id, wrong);
	else
		ask(b, id ? id : "null", &f);
	free(id);
}

static bool
is_blank(const char *line)
{
	return line[strspn(line, " \t\r")] == '\0';
}

static void
answer_all(struct batch *b, struct lines *lines)
{
	char *line;
	size_t len;

	for (;;) {
		if (lines_would_read(lines))
			out_flush(b->out);
		line = lines_next(lines, &len);
		if (line == NULL || out_failed(b->out))
			return;
		if (!is_blank(line))
			answer_line(b, line, len);
		arena_reset(b->arena);
	}
}

int
trace_batch_run(const struct question *q, const char *path, struct out *out,
    struct trace_batch *counts)
{
	struct batch b = { .question = q, .out = out, .counts = counts };
	struct lines *lines = lines_open(path);
	int status = EXIT_DONE;

	if (lines == NULL) {
		message_error("cannot read %s: %s", path, strerror(errno));
		return errno == EACCES ? EXIT_ENVIRONMENT : EXIT_INVALID;
	}
	stop_listen();
	emit_init(&b.json, out, false);
	b.arena = arena_new();
	answer_all(&b, lines);
	if (lines_error(lines)) {
		message_error(
		    "cannot read %s: %s", path, strerror(lines_error(lines)));
		status = EXIT_ENVIRONMENT;
	}
	if (stop_wanted())
		status = EXIT_INTERRUPTED;
	arena_free(b.arena);
	lines_close(lines);
	return status;
}
