/*
 * describe_records.c - the objects in the files of a dump
 *
 * A document is an object with lists under keys that name their kind.  Some
 * calls answer for one object and do not say for which; such an answer is
 * understood if it was wrapped with the id, or has it in the file's name.
 */

#include "dataplane/load/describe/describe_records.h"

#include <string.h>

#include "core/map.h"
#include "dataplane/load/describe/describe_keys.h"
#include "dataplane/load/describe/describe_source.h"

struct list {
	struct record *v;
	size_t n;
};

struct records {
	struct arena *arena;
	struct errs *errs;
	struct list of[RECORD_KINDS];
	struct map *ids[RECORD_KINDS]; /* id -> index + 1 */
	struct intake_answer *answers;
	size_t nanswers;
	struct intake_second *seconds;
	size_t nseconds;
	struct asked *asked;
	size_t nasked;
	json_t *documents;
	const char **accounts;
	size_t naccounts;
};

/* An answer to a call, which may be empty. */
struct asked {
	enum record_kind kind;
	struct record_source of;
};

bool
records_know(const char *key)
{
	return record_key_find(key) != NULL;
}

/* --- accounts ----------------------------------------------------------- */

static void
note_account(struct records *rs, const char *account)
{
	if (account == NULL)
		return;
	for (size_t i = 0; i < rs->naccounts; i++)
		if (strcmp(rs->accounts[i], account) == 0)
			return;
	*ARENA_PUSH(rs->arena, rs->accounts, rs->naccounts) = account;
}

/* --- adding ------------------------------------------------------------- */

static bool
is_owners(const struct record *r)
{
	const char *owner = json_text(r->json, "OwnerId");

	return owner && r->account && strcmp(owner, r->account) == 0;
}

/* Of a prefix list there are two calls, and one of them tells the entries. */
static bool
is_better(const struct record *new, const struct record *old)
{
	if (json_list(new->json, "Cidrs") && !json_list(old->json, "Cidrs"))
		return true;
	return is_owners(new) && !is_owners(old);
}

/* An id of a prefix list is unique in its Region only, a peering attachment has
 * one id at both of its ends, and a group may be used in several VPCs. */
static const char *
key_of(const struct records *rs, enum record_kind kind, const struct record *r)
{
	const char *inside = NULL;

	if (kind == RECORD_PREFIX_LIST || kind == RECORD_PREFIX_LIST_ENTRIES)
		inside = r->region;
	else if (kind == RECORD_TGW_ATTACHMENT)
		inside = json_text(r->json, "TransitGatewayId");
	else if (kind == RECORD_SECURITY_GROUP_VPC)
		inside = json_text(r->json, "VpcId");
	else if (kind == RECORD_TGW_LIST_REFERENCE)
		inside = json_text(r->json, "TransitGatewayRouteTableId");
	if (inside == NULL)
		return r->id;
	return arena_printf(rs->arena, "%s/%s", inside, r->id);
}

static void
add_second(struct records *rs, struct record *old, const struct record *new)
{
	bool better = is_better(new, old);

	*ARENA_PUSH(rs->arena, rs->seconds, rs->nseconds) =
	    (struct intake_second){
		    new->id,
		    better ? new->file : old->file,
		    better ? old->file : new->file,
	    };
	if (better)
		*old = *new;
}

static void
add_record(struct records *rs, enum record_kind kind, struct record r)
{
	struct list *l = &rs->of[kind];
	size_t *at;

	r.id = arena_strdup(rs->arena, r.id);
	r.id = key_of(rs, kind, &r);
	at = map_get(rs->ids[kind], r.id);
	if (at == NULL) {
		at = arena_alloc(rs->arena, sizeof(*at));
		*at = l->n;
		map_set(rs->ids[kind], r.id, at);
		*ARENA_PUSH(rs->arena, l->v, l->n) = r;
	} else {
		add_second(rs, &l->v[*at], &r);
	}
}

static struct record
record_of(const char *id, const json_t *o, const struct record_source *s)
{
	return (struct record){
		.id = id,
		.json = o,
		.file = s->file,
		.account = s->account,
		.region = s->region,
	};
}

static void
add_object(struct records *rs, const struct record_key *k, const json_t *o,
    struct record_source s)
{
	const char *id = json_text(o, k->id);

	if (id == NULL) {
		errs_warn(rs->errs, (struct where){ .file = s.file },
		    "an object of the kind %s has no %s and is left out",
		    k->name, k->id);
		return;
	}
	source_complete(rs->arena, o, &s);
	note_account(rs, s.account);
	add_record(rs, k->kind, record_of(id, o, &s));
}

static void
add_objects(struct records *rs, const struct record_key *k, const json_t *list,
    const struct record_source *s)
{
	const json_t *o;
	size_t i;

	json_array_foreach (list, i, o)
		add_object(rs, k, o, *s);
}

static void
add_reservations(struct records *rs, const struct record_key *k,
    const json_t *list, const struct record_source *s)
{
	const json_t *o;
	size_t i;

	json_array_foreach (list, i, o) {
		struct record_source own = *s;
		const char *owner = json_text(o, "OwnerId");

		if (own.account == NULL && owner)
			own.account = arena_strdup(rs->arena, owner);
		add_objects(rs, k, json_list(o, "Instances"), &own);
	}
}

static void
add_intake(struct records *rs, const char *key, size_t n, const char *file,
    enum intake_fate fate)
{
	*ARENA_PUSH(rs->arena, rs->answers, rs->nanswers) =
	    (struct intake_answer){ arena_strdup(rs->arena, key), file, n,
		    fate };
}

static void
note_asked(
    struct records *rs, enum record_kind kind, const struct record_source *s)
{
	*ARENA_PUSH(rs->arena, rs->asked, rs->nasked) =
	    (struct asked){ kind, *s };
}

/* The id that begins so, in the name of the file. */
static const char *
id_in_name(struct arena *a, const char *path, const char *begins)
{
	const char *slash = strrchr(path, '/');
	const char *at = strstr(slash ? slash + 1 : path, begins);
	size_t n;

	if (at == NULL)
		return NULL;
	n = strlen(begins);
	n += strspn(at + n, "0123456789abcdef");
	return n > strlen(begins) ? arena_strndup(a, at, n) : NULL;
}

static const char *
id_field(enum record_kind kind)
{
	switch (kind) {
	case RECORD_PREFIX_LIST_ENTRIES:
		return "PrefixListId";
	case RECORD_TARGET_HEALTH:
		return "TargetGroupArn";
	case RECORD_SERVICE_PERMISSIONS:
		return "ServiceId";
	default:
		return "TransitGatewayRouteTableId";
	}
}

static void
add_answer(struct records *rs, const struct record_key *k,
    const json_t *document, const char *key, const struct record_source *s)
{
	const char *field = id_field(k->kind);
	const char *id = json_text(document, field);

	if (id == NULL)
		id = json_text(
		    json_array_get(json_list(document, key), 0), field);
	if (id == NULL)
		id = id_in_name(rs->arena, s->file, k->id);
	add_intake(rs, key, json_array_size(json_list(document, key)), s->file,
	    id ? INTAKE_READ : INTAKE_NOT_MODELLED);
	if (id)
		add_record(rs, k->kind, record_of(id, document, s));
}

static void
add_list(struct records *rs, const json_t *document, const char *key,
    const json_t *list, const struct record_source *s)
{
	const struct record_key *k = record_key_find(key);
	size_t n = json_array_size(list);

	if (k)
		note_asked(rs, k->kind, s);
	switch (k ? k->meaning : KEY_NOT_MODELLED) {
	case KEY_OBJECTS:
		add_intake(rs, key, n, s->file, INTAKE_READ);
		add_objects(rs, k, list, s);
		break;
	case KEY_RESERVATIONS:
		add_intake(rs, key, n, s->file, INTAKE_READ);
		add_reservations(rs, k, list, s);
		break;
	case KEY_ONE_ANSWER:
		add_answer(rs, k, document, key, s);
		break;
	case KEY_NOT_MODELLED:
		add_intake(rs, key, n, s->file, INTAKE_NOT_MODELLED);
		break;
	case KEY_OF_NO_INTEREST:
		add_intake(rs, key, n, s->file, INTAKE_NOT_NEEDED);
		break;
	}
}

/* describe-vpc-attribute answers with one attribute of one VPC. */
static bool
add_attribute(
    struct records *rs, const json_t *d, const struct record_source *s)
{
	const char *id = json_text(d, "VpcId");

	if (id == NULL ||
	    (json_part(d, "EnableDnsSupport") == NULL &&
		json_part(d, "EnableDnsHostnames") == NULL))
		return false;
	add_intake(rs, "VpcAttribute", 1, s->file, INTAKE_READ);
	add_record(rs, RECORD_VPC_ATTRIBUTE,
	    record_of(arena_printf(rs->arena, "%s %zu", id,
			  rs->of[RECORD_VPC_ATTRIBUTE].n),
		d, s));
	return true;
}

/* describe-vpc-block-public-access-options answers for one Region. */
static bool
add_public_access(
    struct records *rs, const json_t *d, const struct record_source *s)
{
	const json_t *o = json_part(d, "VpcBlockPublicAccessOptions");
	struct record_source own = *s;

	if (o == NULL)
		return false;
	source_complete(rs->arena, o, &own);
	add_record(rs, RECORD_PUBLIC_ACCESS,
	    record_of(arena_printf(rs->arena, "block public access options %zu",
			  rs->of[RECORD_PUBLIC_ACCESS].n),
		d, &own));
	return true;
}

bool
records_add(struct records *rs, json_t *document, const char *path)
{
	struct record_source s = source_of_path(rs->arena, path);
	const char *key;
	json_t *v;
	bool known;

	json_array_append_new(rs->documents, document);
	known = add_attribute(rs, document, &s);
	known |= add_public_access(rs, document, &s);
	json_object_foreach (document, key, v) {
		if (!json_is_array(v))
			continue;
		known = true;
		add_list(rs, document, key, v, &s);
	}
	return known;
}

void
records_add_object(struct records *rs, enum record_kind kind, const char *id,
    json_t *object, struct where w)
{
	struct record_source s = { .file = w.file };
	struct record r;

	json_array_append_new(rs->documents, object);
	source_complete(rs->arena, object, &s);
	note_account(rs, s.account);
	r = record_of(id, object, &s);
	r.address = w.address;
	add_record(rs, kind, r);
}

/* --- access ------------------------------------------------------------- */

struct records *
records_new(struct arena *a, struct errs *errs)
{
	struct records *rs = arena_alloc(a, sizeof(*rs));

	rs->arena = a;
	rs->errs = errs;
	rs->documents = json_array();
	for (int k = 0; k < RECORD_KINDS; k++)
		rs->ids[k] = map_new();
	return rs;
}

void
records_free(struct records *rs)
{
	for (int k = 0; k < RECORD_KINDS; k++)
		map_free(rs->ids[k]);
	json_decref(rs->documents);
}

size_t
records_count(const struct records *rs, enum record_kind kind)
{
	return rs->of[kind].n;
}

const struct record *
records_at(const struct records *rs, enum record_kind kind, size_t i)
{
	return &rs->of[kind].v[i];
}

void
records_forget(const struct record *r, const char *key)
{
	/* It stays as an empty one: that it is there says something too. */
	json_array_clear(json_list(r->json, key));
}

const struct record *
records_find(const struct records *rs, enum record_kind kind, const char *id)
{
	const size_t *at = id ? map_get(rs->ids[kind], id) : NULL;

	return at ? &rs->of[kind].v[*at] : NULL;
}

size_t
records_answers(const struct records *rs, const struct intake_answer **v)
{
	*v = rs->answers;
	return rs->nanswers;
}

size_t
records_seconds(const struct records *rs, const struct intake_second **v)
{
	*v = rs->seconds;
	return rs->nseconds;
}

static bool
may_be_same(const char *a, const char *b)
{
	return a == NULL || b == NULL || strcmp(a, b) == 0;
}

bool
records_asked(const struct records *rs, enum record_kind kind,
    const char *account, const char *region)
{
	for (size_t i = 0; i < rs->nasked; i++)
		if (rs->asked[i].kind == kind &&
		    may_be_same(rs->asked[i].of.account, account) &&
		    may_be_same(rs->asked[i].of.region, region))
			return true;
	return false;
}

size_t
records_accounts(const struct records *rs, const char *const **v)
{
	*v = rs->accounts;
	return rs->naccounts;
}
