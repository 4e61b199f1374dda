/*
 * yaml.c - YAML 1.2 (and JSON, which it includes) to a tree of values
 *
 * libfyaml turns the text into events; this file turns events into values.
 * It works on events and not on libfyaml's documents so that what a hostile
 * file can cost is bounded here: nesting by DEEPEST, aliases by MOST_ALIASED
 * values in all.  An alias shares the value that its anchor names; a merge key
 * (<<) shares the entries.  Recursion is impossible, for an anchor is known
 * only when its value is complete.
 */

#include "dataplane/load/yaml.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/map.h"

enum { DEEPEST = 64, MOST_ALIASED = 1000000, FEW_KEYS = 16 };

/* A map or list that is being read. */
struct frame {
	struct value *value;
	const char *anchor;
	bool has_key; /* a map's key was read, its value was not */
	struct value_entry entry;
};

struct builder {
	struct fy_parser *parser;
	struct arena *arena;
	struct errs *errs;
	const char *file;
	struct map *anchors;
	size_t aliased; /* values that aliases have added */
	struct frame stack[DEEPEST];
	size_t depth;
	struct where last; /* of the last event that had a place */
	unsigned documents;
	struct value *root;
};

/* What is not there (the null after "- ") has the place of what it follows. */
static struct where
event_place(struct builder *b, struct fy_event *e)
{
	const struct fy_mark *m = fy_event_start_mark(e);

	if (m)
		b->last = (struct where){
			.file = b->file,
			.line = m->line + 1,
			.col = m->column + 1,
		};
	return b->last;
}

static const char *
token_text(struct builder *b, struct fy_token *t)
{
	size_t n = 0;
	const char *s = t ? fy_token_get_text(t, &n) : NULL;

	return s ? arena_strndup(b->arena, s, n) : NULL;
}

static struct value *
new_value(struct builder *b, enum value_type type, struct where w)
{
	struct value *v = arena_alloc(b->arena, sizeof(*v));

	v->type = type;
	v->where = w;
	v->size = 1;
	return v;
}

static bool
is_null(const char *s)
{
	return *s == '\0' || strcmp(s, "~") == 0 || strcmp(s, "null") == 0 ||
	    strcmp(s, "Null") == 0 || strcmp(s, "NULL") == 0;
}

/* The tags of the YAML 1.2 core schema say nothing new but for !!str. */
static int
scalar_tag(struct builder *b, struct fy_event *e, bool *text)
{
	static const char core[] = "tag:yaml.org,2002:";
	const char *tag = token_text(b, e->scalar.tag);

	*text = false;
	if (tag == NULL)
		return 0;
	if (strcmp(tag, "!") == 0 || strcmp(tag, "tag:yaml.org,2002:str") == 0)
		*text = true;
	else if (strncmp(tag, core, sizeof(core) - 1) != 0) {
		errs_add(b->errs, event_place(b, e),
		    "the tag \"%s\" has no meaning here", tag);
		return -1;
	}
	return 0;
}

/* A text in quotes begins, for its reader, at the quote. */
static struct where
scalar_place(struct builder *b, struct fy_event *e)
{
	struct where w = event_place(b, e);

	switch (fy_token_scalar_style(e->scalar.value)) {
	case FYSS_SINGLE_QUOTED:
	case FYSS_DOUBLE_QUOTED:
		w.col--;
		break;
	default:
		break;
	}
	return w;
}

static struct value *
read_scalar(struct builder *b, struct fy_event *e)
{
	struct fy_token *t = e->scalar.value;
	struct value *v = new_value(b, VALUE_QUOTED, scalar_place(b, e));
	size_t n = 0;
	const char *s = fy_token_get_text(t, &n);
	bool text;

	if (scalar_tag(b, e, &text) != 0)
		return NULL;
	if (s == NULL)
		n = 0;
	if (n > 0 && memchr(s, '\0', n)) {
		errs_add(
		    b->errs, v->where, "a text cannot hold a NUL character");
		return NULL;
	}
	v->text = n ? arena_strndup(b->arena, s, n) : "";
	if (!text && fy_token_scalar_style(t) == FYSS_PLAIN)
		v->type = is_null(v->text) ? VALUE_NULL : VALUE_PLAIN;
	return v;
}

static int
add_key(struct builder *b, struct frame *f, const struct value *v)
{
	if (v->type == VALUE_LIST || v->type == VALUE_MAP) {
		errs_add(b->errs, v->where, "a key must be a single word");
		return -1;
	}
	f->entry = (struct value_entry){ .key = v->text, .where = v->where };
	f->has_key = true;
	return 0;
}

/* A complete value finds its place in what is open, or is the document. */
static int
add_value(struct builder *b, struct value *v)
{
	struct frame *f;

	if (b->depth == 0) {
		b->root = v;
		return 0;
	}
	f = &b->stack[b->depth - 1];
	if (f->value->type == VALUE_LIST) {
		*ARENA_PUSH(b->arena, f->value->list, f->value->n) = v;
	} else if (!f->has_key) {
		return add_key(b, f, v);
	} else {
		f->entry.value = v;
		*ARENA_PUSH(b->arena, f->value->map, f->value->n) = f->entry;
		f->has_key = false;
	}
	f->value->size += v->size;
	return 0;
}

static void
set_anchor(struct builder *b, const char *anchor, struct value *v)
{
	if (anchor)
		map_set(b->anchors, anchor, v);
}

static int
add_scalar(struct builder *b, struct fy_event *e)
{
	struct value *v = read_scalar(b, e);

	if (v == NULL)
		return -1;
	set_anchor(b, token_text(b, e->scalar.anchor), v);
	return add_value(b, v);
}

static int
add_alias(struct builder *b, struct fy_event *e)
{
	struct where w = event_place(b, e);
	const char *name = token_text(b, e->alias.anchor);
	struct value *v;

	for (size_t i = 0; i < b->depth; i++)
		if (b->stack[i].anchor && name &&
		    strcmp(b->stack[i].anchor, name) == 0) {
			errs_add(
			    b->errs, w, "\"*%s\" would contain itself", name);
			return -1;
		}
	v = name ? map_get(b->anchors, name) : NULL;
	if (v == NULL) {
		errs_add(b->errs, w, "no \"&%s\" before this \"*%s\"",
		    name ? name : "", name ? name : "");
		return -1;
	}
	b->aliased += v->size;
	if (b->aliased > MOST_ALIASED) {
		errs_add(b->errs, w, "aliases stand for more than %d values",
		    MOST_ALIASED);
		return -1;
	}
	return add_value(b, v);
}

static int
open_collection(struct builder *b, struct fy_event *e, enum value_type type,
    struct fy_token *anchor)
{
	struct where w = event_place(b, e);

	if (b->depth == DEEPEST) {
		errs_add(b->errs, w, "nested more than %d deep", DEEPEST);
		return -1;
	}
	b->stack[b->depth++] = (struct frame){
		.value = new_value(b, type, w),
		.anchor = token_text(b, anchor),
	};
	return 0;
}

static struct value_entry *
find_entry(struct value *v, const char *key, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(v->map[i].key, key) == 0)
			return &v->map[i];
	return NULL;
}

static void
duplicate(struct builder *b, const struct value_entry *e,
    const struct value_entry *first)
{
	errs_add(b->errs, e->where,
	    "the key \"%s\" is there twice, first at line %d", e->key,
	    first->where.line);
}

/* The first of several equal keys stays. */
static void
drop_duplicates(struct builder *b, struct value *v)
{
	struct map *seen = v->n > FEW_KEYS ? map_new() : NULL;
	size_t kept = 0;

	for (size_t i = 0; i < v->n; i++) {
		struct value_entry *e = &v->map[i];
		struct value_entry *first =
		    seen ? map_get(seen, e->key) : find_entry(v, e->key, kept);

		if (first) {
			duplicate(b, e, first);
			continue;
		}
		v->map[kept] = *e;
		if (seen)
			map_set(seen, e->key, &v->map[kept]);
		kept++;
	}
	v->n = kept;
	if (seen)
		map_free(seen);
}

/* Takes over the entries of another map whose keys are not there yet. */
static void
merge_map(struct builder *b, struct value *into, struct map *seen,
    const struct value *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct value_entry *e = &from->map[i];

		if (map_get(seen, e->key))
			continue;
		map_set(seen, e->key, e);
		*ARENA_PUSH(b->arena, into->map, into->n) = *e;
		into->size += e->value->size;
	}
}

static bool
is_mergeable(const struct value *v)
{
	if (v->type == VALUE_MAP)
		return true;
	for (size_t i = 0; i < v->n; i++)
		if (v->list[i]->type != VALUE_MAP)
			return false;
	return v->type == VALUE_LIST;
}

static void
merge(struct builder *b, struct value *into, const struct value *from)
{
	struct map *seen = map_new();

	for (size_t i = 0; i < into->n; i++)
		map_set(seen, into->map[i].key, &into->map[i]);
	if (from->type == VALUE_MAP)
		merge_map(b, into, seen, from);
	else
		for (size_t i = 0; i < from->n; i++)
			merge_map(b, into, seen, from->list[i]);
	map_free(seen);
}

/* Replaces the entry "<<" by the entries of the maps that it names. */
static int
resolve_merge(struct builder *b, struct value *v)
{
	struct value_entry *e = find_entry(v, "<<", v->n);
	const struct value *from;

	if (e == NULL)
		return 0;
	from = e->value;
	if (!is_mergeable(from)) {
		errs_add(b->errs, from->where,
		    "\"<<\" takes a map or a list of maps");
		return -1;
	}
	memmove(e, e + 1, (size_t)(v->map + v->n - (e + 1)) * sizeof(*e));
	v->n--;
	merge(b, v, from);
	return 0;
}

static int
close_collection(struct builder *b)
{
	struct frame *f = &b->stack[--b->depth];
	struct value *v = f->value;

	if (v->type == VALUE_MAP) {
		drop_duplicates(b, v);
		if (resolve_merge(b, v) != 0)
			return -1;
	}
	set_anchor(b, f->anchor, v);
	return add_value(b, v);
}

static int
open_document(struct builder *b, struct fy_event *e)
{
	if (b->documents++ == 0)
		return 0;
	errs_add(b->errs, event_place(b, e),
	    "a second document begins here; only one is read from a file");
	return -1;
}

static int
add_event(struct builder *b, struct fy_event *e)
{
	switch (e->type) {
	case FYET_DOCUMENT_START:
		return open_document(b, e);
	case FYET_SCALAR:
		return add_scalar(b, e);
	case FYET_ALIAS:
		return add_alias(b, e);
	case FYET_MAPPING_START:
		return open_collection(
		    b, e, VALUE_MAP, e->mapping_start.anchor);
	case FYET_SEQUENCE_START:
		return open_collection(
		    b, e, VALUE_LIST, e->sequence_start.anchor);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		return close_collection(b);
	default:
		return 0;
	}
}

/* libfyaml's own errors, the first of which says what is wrong. */
static void
report(struct builder *b, struct fy_diag *diag)
{
	struct fy_diag_error *e;
	void *iter = NULL;

	e = fy_diag_errors_iterate(diag, &iter);
	if (e == NULL || e->msg == NULL)
		errs_add(b->errs, (struct where){ .file = b->file },
		    "this is not YAML");
	else
		errs_add(b->errs,
		    (struct where){
			.file = b->file, .line = e->line, .col = e->column },
		    "%s", e->msg);
}

static int
build(struct builder *b, struct fy_diag *diag)
{
	struct fy_event *e;
	int status = 0;

	while (status == 0 && (e = fy_parser_parse(b->parser)) != NULL) {
		status = add_event(b, e);
		fy_parser_event_free(b->parser, e);
	}
	if (status == 0 && fy_parser_get_stream_error(b->parser)) {
		report(b, diag);
		status = -1;
	}
	if (status == 0 && b->root == NULL)
		b->root = new_value(b, VALUE_NULL,
		    (struct where){ .file = b->file, .line = 1, .col = 1 });
	return status;
}

/* A diagnostic object that keeps errors and prints nothing. */
static struct fy_diag *
quiet_diag(void)
{
	struct fy_diag_cfg cfg;
	struct fy_diag *diag;

	fy_diag_cfg_default(&cfg);
	cfg.fp = NULL;
	cfg.colorize = false;
	diag = fy_diag_create(&cfg);
	if (diag)
		fy_diag_set_collect_errors(diag, true);
	return diag;
}

/* The length of the UTF-8 character at s; 0 if it is none. */
static size_t
utf8_length(const unsigned char *s, size_t left)
{
	static const struct {
		unsigned char mask, lead, low, high;
	} forms[] = {
		{ 0x80, 0x00, 0x00, 0x00 },
		{ 0xe0, 0xc0, 0xc2, 0xdf },
		{ 0xf0, 0xe0, 0xe0, 0xef },
		{ 0xf8, 0xf0, 0xf0, 0xf4 },
	};
	size_t n = 0;

	while (n < 4 && (s[0] & forms[n].mask) != forms[n].lead)
		n++;
	if (n == 0)
		return 1;
	if (n == 4 || n >= left || s[0] < forms[n].low || s[0] > forms[n].high)
		return 0;
	for (size_t i = 1; i <= n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return n + 1;
}

/* libfyaml takes what is no UTF-8 for the end of the file. */
static int
check_utf8(const char *file, const char *text, size_t length, struct errs *errs)
{
	const unsigned char *s = (const unsigned char *)text;
	struct where w = { .file = file, .line = 1, .col = 1 };
	size_t n;

	for (size_t i = 0; i < length; i += n) {
		n = utf8_length(s + i, length - i);
		if (n == 0 || s[i] == '\0') {
			errs_add(errs, w,
			    n ? "a NUL character" : "this is not UTF-8");
			return -1;
		}
		w.col++;
		if (s[i] == '\n')
			w = (struct where){
				.file = file, .line = w.line + 1, .col = 1
			};
	}
	return 0;
}

static int
parse(struct builder *b, const char *text, size_t length)
{
	struct fy_diag *diag = quiet_diag();
	struct fy_parse_cfg cfg = {
		.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE |
		    FYPCF_DEFAULT_VERSION_1_2 | FYPCF_SLOPPY_FLOW_INDENTATION,
		.diag = diag,
	};
	int status = -1;

	b->parser = fy_parser_create(&cfg);
	if (b->parser && fy_parser_set_string(b->parser, text, length) == 0)
		status = build(b, diag);
	else
		errs_add(b->errs, b->last, "the YAML parser cannot start");
	if (b->parser)
		fy_parser_destroy(b->parser);
	if (diag)
		fy_diag_destroy(diag);
	return status;
}

const struct value *
yaml_read_memory(const char *name, const char *text, size_t length,
    struct arena *arena, struct errs *errs)
{
	struct builder b = {
		.arena = arena,
		.errs = errs,
		.file = arena_strdup(arena, name),
	};
	int status;

	b.last = (struct where){ .file = b.file, .line = 1, .col = 1 };
	if (check_utf8(b.file, text, length, errs) != 0)
		return NULL;
	b.anchors = map_new();
	status = parse(&b, text, length);
	map_free(b.anchors);
	return status == 0 ? b.root : NULL;
}

/* The rest of a stream, to be freed; null if it cannot be read (errno). */
static char *
read_all(FILE *f, size_t *length)
{
	size_t room = 65536, n = 0, got;
	char *text = xmalloc(room);

	while ((got = fread(text + n, 1, room - n, f)) > 0) {
		n += got;
		if (n == room)
			text = xrealloc(text, room *= 2);
	}
	if (ferror(f)) {
		free(text);
		return NULL;
	}
	*length = n;
	return text;
}

const struct value *
yaml_read(
    const char *path, struct where by, struct arena *arena, struct errs *errs)
{
	bool from_stdin = strcmp(path, "-") == 0;
	const char *name = from_stdin ? "<stdin>" : path;
	FILE *f = from_stdin ? stdin : fopen(path, "rb");
	const struct value *v = NULL;
	size_t length = 0;
	char *text = f ? read_all(f, &length) : NULL;

	if (text == NULL && by.file)
		errs_add(errs, by, "\"%s\" cannot be read: %s", path,
		    strerror(errno));
	else if (text == NULL)
		errs_add(errs, (struct where){ .file = name },
		    "cannot be read: %s", strerror(errno));
	else
		v = yaml_read_memory(name, text, length, arena, errs);
	free(text);
	if (f && !from_stdin)
		fclose(f);
	return v;
}
