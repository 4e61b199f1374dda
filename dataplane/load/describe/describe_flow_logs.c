/*
 * describe_flow_logs.c - flow logs
 *
 * Those that are active, of what the model has.  Where they are delivered to,
 * and what they cost, does not matter here.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/flow_log.h"

/* What is logged, by its id; null: it is not shown. */
static struct object *
find_resource(struct dump *d, const char *id)
{
	for (int k = 0; id && k < OBJ_KINDS; k++) {
		struct object *o = flow_log_resources & 1u << k
		    ? dump_find(d, (enum object_kind)k, id)
		    : NULL;

		if (o)
			return o;
	}
	return NULL;
}

static enum flow_log_traffic
traffic_of(const json_t *o)
{
	if (json_is(o, "TrafficType", "ACCEPT"))
		return FLOW_LOG_ACCEPTED;
	return json_is(o, "TrafficType", "REJECT") ? FLOW_LOG_REJECTED
						   : FLOW_LOG_ALL;
}

/* A format with fields that are not known here is the default one. */
static struct text
format_of(struct dump *d, const struct record *r, const struct object *of)
{
	const char *text = json_text(r->json, "LogFormat");
	struct flow_log_format f;
	char why[FLOW_LOG_WHY];
	bool tgw = flow_log_is_tgw(of);

	if (text == NULL ||
	    strcmp(text, tgw ? flow_log_default_tgw : flow_log_default_vpc) ==
		0)
		return (struct text){ .s = NULL };
	if (flow_log_format_read(
		text, tgw ? FLOW_LOG_TGW : FLOW_LOG_VPC, &f, why) == 0)
		return dump_text(d, r, text);
	dump_warn(
	    d, r, "its format is not read, and the default one taken: %s", why);
	return (struct text){ .s = NULL };
}

static void
add_flow_log(struct dump *d, const struct record *r)
{
	const char *id = json_text(r->json, "ResourceId");
	struct object *of = find_resource(d, id);
	struct flow_log *log;

	if (json_text(r->json, "FlowLogStatus") &&
	    !json_is(r->json, "FlowLogStatus", "ACTIVE"))
		return;
	if (of == NULL) {
		dump_warn(d, r,
		    "is of %s, which the dump does not show: it is left out",
		    id ? id : "something");
		return;
	}
	log = dump_add(d, OBJ_FLOW_LOG, r, NULL);
	if (log == NULL)
		return;
	log->resource = dump_ref(d, r, id);
	log->traffic = traffic_of(r->json);
	log->format = format_of(d, r, of);
	log->interval = VTIME_SECONDS(json_integer_value(
	    json_object_get(r->json, "MaxAggregationInterval")));
}

void
describe_flow_logs(struct dump *d)
{
	dump_each(d, RECORD_FLOW_LOG, add_flow_log);
}
