/*
 * diff_json.c - vpcsim.diff/1 records
 *
 * On a line each: the causes, the flows that change (each with its cause's
 * number), objects that only one of the models has, and the summary.
 */

#include "tools/diff.h"
#include "tools/emit.h"
#include "tools/facts_json.h"
#include "tools/out.h"

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
	static const char *const words[] = { "verdict", "path", "class",
		"leaves-aws", "existence" };

	emit_key(j, "changed");
	emit_array(j);
	for (int i = 0; i < 5; i++)
		if (changed & 1u << i)
			emit_string(j, words[i]);
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

static void
put_flow(struct emit *j, const struct diff *d, const struct diff_flow *f)
{
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
put_objects(struct emit *j, const struct diff *d, int side, const char *change)
{
	const struct object *o;
	size_t i = 0;

	while ((o = diff_object(d, side, &i))) {
		begin(j, "object");
		emit_put_string(j, "change", change);
		emit_put_string(j, "kind", object_kind_id(o->kind));
		emit_put_string(j, "name", o->name);
		facts_json_where(j, "where", o->where);
		end(j);
	}
}

static uint64_t
count(const struct diff *d, unsigned change)
{
	uint64_t n = 0;

	for (size_t i = 1; i < d->nflows; i++)
		n += (d->flow[i].changed & change) != 0;
	return n;
}

static void
put_summary(struct emit *j, const struct diff *d)
{
	begin(j, "summary");
	emit_put_uint(j, "flows", d->compared);
	emit_put_uint(j, "changed", d->nflows - 1);
	emit_put_uint(j, "verdict", count(d, CHANGE_OF_VERDICT));
	emit_put_uint(j, "path", count(d, CHANGE_OF_PATH));
	emit_put_uint(j, "class", count(d, CHANGE_OF_CLASS));
	emit_put_uint(j, "leaves_aws", count(d, CHANGE_TO_OUTSIDE));
	emit_put_uint(j, "existence", count(d, CHANGE_OF_EXISTENCE));
	emit_put_uint(j, "causes", d->ncauses);
	emit_put_uint(j, "invalid", d->invalid);
	emit_put_string(j, "tried", d->tried);
	end(j);
}

void
diff_json(struct out *out, const struct diff *d)
{
	struct emit j;

	emit_init(&j, out, false);
	for (size_t i = 0; i < d->ncauses; i++)
		put_cause(&j, d, i);
	for (size_t i = 1; i < d->nflows; i++)
		put_flow(&j, d, &d->flow[i]);
	put_objects(&j, d, BEFORE, "removed");
	put_objects(&j, d, AFTER, "added");
	put_summary(&j, d);
}
