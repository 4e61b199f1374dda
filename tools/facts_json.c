/*
 * facts_json.c - facts of a flow, and parts of records, as JSON
 */

#include "tools/facts_json.h"

#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "tools/form.h"

static void
put_assumptions(struct emit *j, uint64_t marks)
{
	emit_key(j, "assumptions");
	emit_array(j);
	for (unsigned i = 0; i < ASSUMPTIONS; i++)
		if (marks & MARK_ASSUMED(i))
			emit_string(j, assumption_text[i]);
	emit_array_end(j);
}

/* --- what differs where ways are alike ---------------------------------- */

static void
put_source_seen(struct emit *j, const void *facts)
{
	emit_string(j, ((const struct facts *)facts)->source_seen);
}

static void
put_end(struct emit *j, const void *facts)
{
	const struct facts *f = facts;

	emit_string(j, f->path[f->npath - 1]);
}

/* --- all of them --------------------------------------------------------- */

static void
put_path(struct emit *j, const struct facts *f)
{
	size_t n = f->npath - f->end_named;

	emit_key(j, "path");
	emit_array(j);
	for (size_t i = 0; i < n; i++)
		emit_string(j, f->path[i]);
	if (f->end_named)
		form_value(j, put_end, f);
	emit_array_end(j);
}

static void
put_told(struct emit *j, const struct facts *f)
{
	emit_put_string(j, "told", f->told);
	emit_key(j, "told_mtu");
	if (f->told_mtu)
		emit_uint(j, f->told_mtu);
	else
		emit_null(j);
	emit_put_string(j, "told_verdict",
	    f->told == NULL         ? NULL
		: f->told_delivered ? "delivered"
				    : "dropped");
	emit_put_string(j, "told_code",
	    f->told_code ? drop_info(f->told_code)->code : NULL);
	emit_put_string(j, "told_dropped_at", f->told_dropped_at);
}

static void
put_request(struct emit *j, const struct authorization *r)
{
	emit_put_string(j, "request", request_result_name(r->result));
	emit_put_string(
	    j, "request_code", r->code ? drop_info(r->code)->code : NULL);
	emit_put_string(j, "denied_by", r->denied_by);
	facts_json_where(j, "denied_where", r->where);
}

void
facts_json(struct emit *j, const struct facts *f, enum private_means means)
{
	emit_put_string(j, "verdict", f->delivered ? "delivered" : "dropped");
	emit_put_string(
	    j, "code", f->delivered ? NULL : drop_info(f->code)->code);
	emit_put_string(j, "dropped_at", f->dropped_at);
	emit_put_string(j, "direction",
	    f->delivered       ? NULL
		: f->on_return ? "return"
			       : "forward");
	emit_put_string(j, "path_class", path_class_name(f->path_class));
	emit_put_string(j, "exit", f->exit);
	emit_put_string(j, "provider_leg", f->provider_leg);
	emit_put_string(
	    j, "addressing", f->public_addressing ? "public" : "private");
	emit_put_string(j, "leaves_aws", leaves_aws_name(f->leaves_aws));
	emit_put_bool(j, "public_internet", f->public_internet);
	form_put(j, "source_seen", put_source_seen, f);
	emit_put_string(j, "service", f->service);
	emit_put_string(j, "region", f->region);
	emit_put_bool(j, "cross_region", f->marks & MARK_CROSS_REGION);
	emit_put_bool(j, "cross_az", f->cross_az);
	emit_put_bool(j, "cross_account", f->cross_account);
	emit_put_bool(j, "translated", f->marks & MARK_TRANSLATED);
	emit_put_string(j, "confidence", facts_confidence(f));
	put_path(j, f);
	put_told(j, f);
	put_request(j, &f->request);
	emit_put_bool(j, "private", facts_private(f, means));
	put_assumptions(j, f->marks);
}

void
facts_json_proto(struct emit *j, int proto)
{
	char text[8];

	emit_put_string(j, "proto", proto_name((uint8_t)proto, text));
}

void
facts_json_port(struct emit *j, const struct flow_key *k, uint16_t port)
{
	if (k->proto == PROTO_TCP || k->proto == PROTO_UDP ||
	    k->proto == PROTO_SCTP)
		emit_uint(j, port);
	else
		emit_null(j);
}

void
facts_json_where(struct emit *j, const char *key, struct where w)
{
	char text[1024];

	w.col = 0;
	emit_put_string(
	    j, key, w.file ? where_format(w, text, sizeof(text)) : NULL);
}
