/*
 * diff_json.c - vpcsim.diff/1 records
 *
 * On a line each: the flows that change, as they are found, each with the number
 * of its cause; the causes; objects that only one of the models has or that say
 * something else; and the summary.
 */

#include "tools/diff.h"
#include "tools/emit.h"
#include "tools/facts_json.h"
#include "tools/out.h"

static const char *const fates[] = { [OBJECT_GONE] = "removed",
	[OBJECT_NEW] = "added",
	[OBJECT_CHANGED] = "changed" };

static void
begin(struct emit *j, const char *record)
{
	emit_object(j);
	emit_put_string(j, "schema", "vpcsim.diff/1");
	emit_put_string(j, "record", record);
}

static void
end(struct emit *j)
{
	emit_object_end(j);
	emit_done(j);
}

static void
put_changed(struct emit *j, unsigned changed)
{
	emit_key(j, "changed");
	emit_array(j);
	for (int i = 0; i < CHANGES; i++)
		if (changed & 1u << i)
			emit_string(j, diff_change_id[i]);
	emit_array_end(j);
}

static void
put_cause(struct emit *j, const struct diff *d, size_t i)
{
	static const char *const keys[SIDES] = { "before", "after" };
	const struct diff_cause *c = &d->cause[i];

	begin(j, "cause");
	emit_put_uint(j, "cause", i + 1);
	emit_put_string(j, "resource", c->resource);
	put_changed(j, c->changed);
	emit_put_uint(j, "flows", c->flows);
	for (int side = 0; side < SIDES; side++) {
		emit_key(j, keys[side]);
		emit_object(j);
		emit_put_string(j, "decision", c->text[side]);
		emit_put_string(j, "where", c->where[side]);
		emit_object_end(j);
	}
	emit_put_string(
	    j, "object", c->object ? c->object->o[AFTER]->name : NULL);
	emit_put_string(
	    j, "object_change", c->object ? fates[c->object->fate] : NULL);
	end(j);
}

static void
put_side(struct emit *j, const char *key, const struct diff *d,
    const struct diff_flow *f, int side)
{
	emit_key(j, key);
	if (!f->there[side]) {
		emit_null(j);
		return;
	}
	emit_object(j);
	facts_json(j, &f->facts[side], d->ask[side].private_means);
	emit_object_end(j);
}

void
diff_json_flow(void *out, const struct diff *d, const struct diff_flow *f)
{
	struct emit emit, *j = &emit;

	emit_init(j, out, false);
	begin(j, "flow");
	emit_key(j, "id");
	emit_raw(j, f->id ? f->id : "null");
	emit_put_string(j, "from", f->from);
	emit_put_string(j, "to", f->to);
	facts_json_proto(j, f->proto);
	emit_key(j, "port");
	if (f->port < 0)
		emit_null(j);
	else
		emit_int(j, f->port);
	put_changed(j, f->changed);
	emit_put_uint(j, "cause", f->cause + 1);
	put_side(j, "before", d, f, BEFORE);
	put_side(j, "after", d, f, AFTER);
	end(j);
}

static void
put_items(struct emit *j, const char *key, const struct texts *t)
{
	emit_key(j, key);
	emit_array(j);
	for (size_t i = 0; i < t->n; i++)
		emit_string(j, t->v[i].s);
	emit_array_end(j);
}

static void
put_field(struct emit *j, const struct diff_field *f)
{
	emit_object(j);
	emit_put_string(j, "key", f->key);
	emit_put_string(j, "before", f->text[BEFORE]);
	emit_put_string(j, "after", f->text[AFTER]);
	if (f->is_list) {
		put_items(j, "removed", &f->only[BEFORE]);
		put_items(j, "added", &f->only[AFTER]);
	}
	emit_object_end(j);
}

static void
put_object(struct emit *j, const struct diff_object *x)
{
	const struct object *o = x->o[AFTER] ? x->o[AFTER] : x->o[BEFORE];

	begin(j, "object");
	emit_put_string(j, "change", fates[x->fate]);
	emit_put_string(j, "kind", object_kind_id(o->kind));
	emit_put_string(j, "name", o->name);
	facts_json_where(j, "where", o->where);
	if (x->fate == OBJECT_CHANGED) {
		emit_key(j, "fields");
		emit_array(j);
		for (size_t i = 0; i < x->nfields; i++)
			put_field(j, &x->field[i]);
		emit_array_end(j);
	}
	end(j);
}

static void
put_summary(struct emit *j, const struct diff *d)
{
	begin(j, "summary");
	emit_put_uint(j, "flows", d->compared);
	emit_put_uint(j, "changed", d->changed);
	emit_put_uint(j, "verdict", d->changes[0]);
	emit_put_uint(j, "path", d->changes[1]);
	emit_put_uint(j, "class", d->changes[2]);
	emit_put_uint(j, "leaves_aws", d->changes[3]);
	emit_put_uint(j, "existence", d->changes[4]);
	emit_put_uint(j, "request", d->changes[5]);
	emit_put_uint(j, "no_longer_delivered", d->lost);
	emit_put_uint(j, "assumed", d->doubtful);
	emit_put_uint(j, "objects", d->nobjects);
	emit_put_uint(j, "causes", d->ncauses);
	emit_put_uint(j, "invalid", d->invalid);
	emit_put_string(j, "tried", d->tried);
	emit_put_bool(j, "partial", d->partial);
	end(j);
}

void
diff_json(struct out *out, const struct diff *d)
{
	struct emit j;

	emit_init(&j, out, false);
	for (size_t i = 0; i < d->ncauses; i++)
		put_cause(&j, d, i);
	for (size_t i = 0; i < d->nobjects; i++)
		put_object(&j, &d->object[i]);
	put_summary(&j, d);
}
