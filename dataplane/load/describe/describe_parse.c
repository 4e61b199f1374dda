/*
 * describe_parse.c - a document of a dump, without what nobody reads
 *
 * A dump is mostly long lists of objects, and as a tree each takes several
 * times its text.  So they are parsed one by one, and each is cut down before
 * the next one: what is empty reads as what is not there.
 */

#include "dataplane/load/describe/describe_parse.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

#include "core/arena.h"
#include "dataplane/load/describe/describe_keys.h"

enum { KEPT = 8192, KEPT_LENGTH = 64, KEPT_MEMBERS = 4, DROP = 1 << 20 };

struct parser {
	const char *text;
	size_t n, at;
	json_error_t *error;
	bool is_mapped; /* a file: what has been read need not stay */
	size_t dropped;
	json_t *kept[KEPT]; /* values, by hash: most stand there many times */
};

static bool
is_empty(const json_t *v)
{
	return json_is_null(v) ||
	    (json_is_string(v) && json_string_length(v) == 0) ||
	    (json_is_array(v) && json_array_size(v) == 0) ||
	    (json_is_object(v) && json_object_size(v) == 0);
}

/* What stands in the answers of a real account, takes much room, and is read
 * nowhere (test/cli/dumps.sh). */
static bool
is_of_no_interest(const char *key)
{
	static const char *const keys[] = { "AttachTime", "AttachmentId",
		"BlockDeviceMappings", "CapacityReservationSpecification",
		"ClientToken", "CpuOptions", "DeleteOnTermination",
		"EnclaveOptions", "HibernationOptions", "ImageId",
		"InstanceOwnerId", "KeyName", "LaunchTime", "MacAddress",
		"MaintenanceOptions", "MetadataOptions", "Monitoring",
		"PrivateDnsNameOptions", "PublicDnsName",
		"StateTransitionReason", "UsageOperation" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static uint64_t
hash_of(const json_t *v)
{
	json_int_t number = json_integer_value(v);
	uint64_t h = 0;
	const char *key;
	json_t *part;
	size_t i;

	if (json_is_string(v))
		return XXH3_64bits(json_string_value(v), json_string_length(v));
	if (json_is_integer(v))
		return XXH3_64bits(&number, sizeof(number));
	json_array_foreach (v, i, part)
		h = h * 31 + hash_of(part);
	json_object_foreach ((json_t *)v, key, part)
		h += XXH3_64bits_withSeed(key, strlen(key), hash_of(part));
	return h;
}

static bool
is_small(const json_t *v)
{
	if (json_is_string(v))
		return json_string_length(v) <= KEPT_LENGTH;
	return json_is_integer(v) ||
	    (json_is_array(v) && json_array_size(v) <= KEPT_MEMBERS) ||
	    (json_is_object(v) && json_object_size(v) <= KEPT_MEMBERS);
}

/* The same value as this one: one that was met before, if it is still kept. */
static json_t *
kept(struct parser *p, json_t *v)
{
	json_t **slot = &p->kept[hash_of(v) % KEPT];

	if (*slot == NULL || !json_equal(*slot, v)) {
		json_decref(*slot);
		*slot = json_incref(v);
	}
	return *slot;
}

/* Lists of the object itself are its own: see records_forget(). */
static void
share(
    struct parser *p, json_t *o, const char *key, json_t *part, bool is_inside)
{
	json_t *same;

	if (!is_small(part) ||
	    (!is_inside && (json_is_array(part) || json_is_object(part))))
		return;
	same = kept(p, part);
	if (same != part)
		json_object_set(o, key, same);
}

/* Of the object itself empty lists stay: there a call has told that there is
 * nothing. */
static void
cut_down(struct parser *p, json_t *v, bool is_inside)
{
	const char *key;
	json_t *part;
	void *next;
	size_t i;

	json_array_foreach (v, i, part)
		cut_down(p, part, true);
	json_object_foreach_safe(v, next, key, part)
	{
		cut_down(p, part, true);
		if (is_of_no_interest(key) || (is_inside && is_empty(part)))
			json_object_del(v, key);
		else
			share(p, v, key, part, is_inside);
	}
}

/* --- the parser --------------------------------------------------------- */

static void
skip_space(struct parser *p)
{
	while (p->at < p->n && isspace((unsigned char)p->text[p->at]))
		p->at++;
}

static bool
is_next(struct parser *p, char c)
{
	skip_space(p);
	return p->at < p->n && p->text[p->at] == c;
}

static bool
take(struct parser *p, char c)
{
	if (!is_next(p, c))
		return false;
	p->at++;
	return true;
}

static json_t *
fail(struct parser *p, json_t *given_up, const char *why)
{
	json_decref(given_up);
	p->error->position = (int)p->at;
	snprintf(p->error->text, sizeof(p->error->text), "%s", why);
	return NULL;
}

static json_t *
parse_value(struct parser *p, size_t flags)
{
	json_t *v = json_loadb(p->text + p->at, p->n - p->at,
	    JSON_DISABLE_EOF_CHECK | flags, p->error);

	p->error->position += (int)p->at;
	if (v)
		p->at = (size_t)p->error->position;
	return v;
}

/* The pages of a file that have been read; they can be had again. */
static void
drop_behind(struct parser *p)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const char *from = p->text + p->dropped, *to = p->text + p->at;

	if (!p->is_mapped || p->at - p->dropped < DROP)
		return;
	from -= (uintptr_t)from % page;
	to -= (uintptr_t)to % page;
	madvise((void *)from, (size_t)(to - from), MADV_DONTNEED);
	p->dropped = p->at;
}

static json_t *
parse_list(struct parser *p, bool is_read)
{
	json_t *list = json_array(), *v;

	p->at++;
	while (!take(p, ']')) {
		if (json_array_size(list) > 0 && !take(p, ','))
			return fail(p, list, "',' or ']' expected in a list");
		v = parse_value(p, JSON_DECODE_ANY);
		if (v == NULL) {
			json_decref(list);
			return NULL;
		}
		cut_down(p, v, false);
		json_array_append(list, is_read ? v : json_null());
		json_decref(v);
		drop_behind(p);
	}
	return list;
}

static json_t *
parse_member(struct parser *p, const char *key)
{
	const struct record_key *k = record_key_find(key);

	if (k == NULL || k->meaning == KEY_ONE_ANSWER || !is_next(p, '['))
		return parse_value(p, JSON_DECODE_ANY);
	return parse_list(
	    p, k->meaning == KEY_OBJECTS || k->meaning == KEY_RESERVATIONS);
}

static json_t *
parse_object(struct parser *p)
{
	json_t *o = json_object(), *key, *v;

	p->at++;
	while (!take(p, '}')) {
		if (json_object_size(o) > 0 && !take(p, ','))
			return fail(p, o, "',' or '}' expected in an object");
		if (!is_next(p, '"'))
			return fail(p, o, "a key expected in an object");
		key = parse_value(p, JSON_DECODE_ANY);
		if (key == NULL || !take(p, ':')) {
			json_decref(key);
			return fail(p, o, "':' expected after a key");
		}
		skip_space(p);
		v = parse_member(p, json_string_value(key));
		if (v)
			json_object_set_new(o, json_string_value(key), v);
		json_decref(key);
		if (v == NULL) {
			json_decref(o);
			return NULL;
		}
	}
	return o;
}

json_t *
parse_document(struct document_text text, size_t *length, json_error_t *error)
{
	struct parser *p = xcalloc(1, sizeof(*p));
	json_t *v;

	p->text = text.s;
	p->n = text.n;
	p->is_mapped = text.is_mapped;
	p->error = error;
	v = is_next(p, '{') ? parse_object(p) : parse_value(p, 0);
	*length = p->at;
	for (size_t i = 0; i < KEPT; i++)
		json_decref(p->kept[i]);
	free(p);
	return v;
}
