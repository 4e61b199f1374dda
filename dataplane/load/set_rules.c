/*
 * set_rules.c - rules of security groups and network ACLs, made and taken away
 * in a line of text
 *
 * A rule for several peers is several rules of AWS: taking one peer away leaves
 * the others.
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "dataplane/load/set_words.h"

enum { RULED = 1u << OBJ_SECURITY_GROUP | 1u << OBJ_NETWORK_ACL };

/* The peer of a rule that is taken away for all its peers. */
static const char any[] = "any";

/* Where the rules of a group or network ACL are. */
static struct rules *
rules_of(struct object *o, bool egress)
{
	struct security_group *g = (struct security_group *)o;
	struct network_acl *acl = (struct network_acl *)o;

	if (o->kind == OBJ_NETWORK_ACL)
		return egress ? &acl->egress : &acl->ingress;
	return egress ? &g->egress : &g->ingress;
}

/* "ingress" or "egress" in word i. */
static bool
direction(struct set *s, size_t i, bool *egress)
{
	*egress = strcmp(s->word[i].s, "egress") == 0;
	if (*egress || strcmp(s->word[i].s, "ingress") == 0)
		return true;
	errs_add(s->errs, set_at(s, s->word[i].col),
	    "expected ingress or egress, found \"%s\"", s->word[i].s);
	return false;
}

/* The words from the i-th on, "tcp/443 from=...", as a map; or null. */
static struct value *
rule_map(struct set *s, size_t i)
{
	struct value *map = set_value(s, VALUE_MAP, set_made(s));
	const char *word = s->word[i].s;
	const char *slash = strchr(word, '/');
	size_t n = slash ? (size_t)(slash - word) : strlen(word);
	int col = s->word[i].col;

	set_put(s, map, "proto", col,
	    set_scalar(s, arena_strndup(s->m->arena, word, n), col));
	if (slash)
		set_put(s, map, "ports", col,
		    set_values(s, slash + 1, col + (int)n + 1));
	return set_put_keys(s, map, i + 1) ? map : NULL;
}

static void
read_rule(struct set *s, struct object *o, bool egress, struct value *rule)
{
	struct value *map = set_value(s, VALUE_MAP, set_made(s));
	struct value *list = set_value(s, VALUE_LIST, set_made(s));

	*ARENA_PUSH(s->m->arena, list->list, list->n) = rule;
	set_put(s, map, egress ? "egress" : "ingress", 1, list);
	set_read(s, set_type(o->kind), o, map);
}

/* A group that says nothing of what may go out allows all: it goes on to. */
static void
write_out_egress(struct set *s, struct security_group *g)
{
	struct value *rule = set_value(s, VALUE_MAP, set_made(s));

	if (g->o.kind != OBJ_SECURITY_GROUP || g->has_egress)
		return;
	set_put(s, rule, "proto", 1, set_scalar(s, "all", 1));
	set_put(s, rule, "to", 1, set_values(s, "0.0.0.0/0,::/0", 1));
	read_rule(s, &g->o, true, rule);
}

static void
drop_number(struct set *s, struct rules *r, size_t i)
{
	size_t kept = 0, n = r->n;
	int number = (int)strtol(s->word[i].s, NULL, 10);

	for (size_t j = 0; j < n; j++)
		if (r->v[j].number != number)
			r->v[kept++] = r->v[j];
	r->n = kept;
	if (kept == n)
		errs_add(s->errs, set_at(s, s->word[i].col),
		    "there is no rule %d", number);
}

static bool
same_ports(const struct rule *a, const struct rule *b)
{
	return a->proto == b->proto && a->icmp_type == b->icmp_type &&
	    a->icmp_code == b->icmp_code && a->nports == b->nports &&
	    (a->nports == 0 ||
		memcmp(a->ports, b->ports, a->nports * sizeof(*a->ports)) == 0);
}

static bool
is_wanted(const struct peers *wanted, const struct peer *p)
{
	for (size_t i = 0; i < wanted->n; i++)
		if (strcmp(wanted->v[i].text.s, any) == 0 ||
		    set_same_place(wanted->v[i].text.s, p->text.s))
			return true;
	return false;
}

/* Takes the peers out of the rule; how many. */
static size_t
drop_peers(struct rule *r, const struct peers *wanted)
{
	size_t kept = 0, n = r->peers.n;

	for (size_t i = 0; i < n; i++)
		if (!is_wanted(wanted, &r->peers.v[i]))
			r->peers.v[kept++] = r->peers.v[i];
	r->peers.n = kept;
	return n - kept;
}

/* A rule without peers is gone. */
static void
drop_rules(
    struct set *s, struct rules *r, const struct rule *wanted, size_t word)
{
	size_t kept = 0, dropped = 0;

	for (size_t i = 0; i < r->n; i++) {
		size_t n = same_ports(&r->v[i], wanted)
		    ? drop_peers(&r->v[i], &wanted->peers)
		    : 0;

		dropped += n;
		if (n == 0 || r->v[i].peers.n > 0)
			r->v[kept++] = r->v[i];
	}
	r->n = kept;
	if (dropped == 0)
		errs_add(s->errs, set_at(s, s->word[word].col),
		    "there is no such rule");
}

static void
delete_rule_at(struct set *s, size_t first)
{
	struct object *o = set_find(s, first, RULED, "group or network ACL");
	struct object *wanted;
	bool egress;
	struct value *map;
	size_t before = errs_count(s->errs);
	const char *word = s->word[first + 2].s;

	if (o == NULL || !direction(s, first + 1, &egress))
		return;
	if (o->kind == OBJ_NETWORK_ACL && isdigit((unsigned char)*word) &&
	    strchr(word, '/') == NULL) {
		drop_number(s, rules_of(o, egress), first + 2);
		return;
	}
	wanted = arena_alloc(s->m->arena, sizeof(struct security_group));
	wanted->kind = OBJ_SECURITY_GROUP;
	wanted->name = o->name;
	map = rule_map(s, first + 2);
	if (map && value_get(map, "from") == NULL &&
	    value_get(map, "to") == NULL)
		set_put(
		    s, map, egress ? "to" : "from", 1, set_scalar(s, any, 1));
	if (map)
		read_rule(s, wanted, egress, map);
	if (errs_count(s->errs) == before)
		drop_rules(s, rules_of(o, egress),
		    &rules_of(wanted, egress)->v[0], first + 2);
}

void
set_delete_rule(struct set *s)
{
	delete_rule_at(s, 2);
}

void
set_rule(struct set *s)
{
	struct object *o;
	bool egress;
	struct value *map;

	if (strcmp(s->word[s->n - 1].s, "delete") == 0) {
		s->n--;
		delete_rule_at(s, 1);
		return;
	}
	o = set_find(s, 1, RULED, "group or network ACL");
	if (o == NULL || !direction(s, 2, &egress))
		return;
	map = rule_map(s, 3);
	if (map == NULL)
		return;
	if (egress)
		write_out_egress(s, (struct security_group *)o);
	read_rule(s, o, egress, map);
}
