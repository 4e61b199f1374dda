/*
 * flow_log.c - flow logs: whose traffic is logged, and in which format
 */

#include "dataplane/model/flow_log.h"

#include <stdio.h>
#include <string.h>

#include "core/spell.h"
#include "dataplane/model/link/link_ref.h"
#include "dataplane/model/model.h"

enum { VPC = FLOW_LOG_VPC, TGW = FLOW_LOG_TGW, BOTH = FLOW_LOG_BOTH };
enum { PLACE, PACKETS };

const struct flow_log_field_info flow_log_field_info[FLOW_LOG_FIELDS] = {
#define FIELD(ID, NAME, VERSION, OF, NEEDS) \
	[FLOW_LOG_##ID] = { NAME, VERSION, OF, (NEEDS) == PACKETS },
#include "dataplane/model/flow_log_fields.def"
#undef FIELD
};

const char flow_log_default_vpc[] =
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} "
    "${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} "
    "${action} ${log-status}";

const char flow_log_default_tgw[] =
    "${version} ${resource-type} ${account-id} ${tgw-id} ${tgw-attachment-id} "
    "${tgw-src-vpc-account-id} ${tgw-dst-vpc-account-id} ${tgw-src-vpc-id} "
    "${tgw-dst-vpc-id} ${tgw-src-subnet-id} ${tgw-dst-subnet-id} "
    "${tgw-src-eni} ${tgw-dst-eni} ${tgw-src-az-id} ${tgw-dst-az-id} "
    "${tgw-pair-attachment-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} "
    "${protocol} ${packets} ${bytes} ${start} ${end} ${log-status} ${type} "
    "${packets-lost-no-route} ${packets-lost-blackhole} "
    "${packets-lost-mtu-exceeded} ${packets-lost-ttl-expired} ${tcp-flags} "
    "${region} ${flow-direction} ${pkt-src-aws-service} "
    "${pkt-dst-aws-service}";

const unsigned flow_log_resources = 1u << OBJ_VPC | 1u << OBJ_SUBNET |
    1u << OBJ_INTERFACE | 1u << OBJ_NAT_GATEWAY | 1u << OBJ_ENDPOINT |
    1u << OBJ_LOAD_BALANCER | 1u << OBJ_RESOURCE_GATEWAY |
    1u << OBJ_TRANSIT_GATEWAY | 1u << OBJ_TGW_ATTACHMENT;

bool
flow_log_is_tgw(const struct object *resource)
{
	return resource &&
	    (resource->kind == OBJ_TRANSIT_GATEWAY ||
		resource->kind == OBJ_TGW_ATTACHMENT);
}

/* --- formats ------------------------------------------------------------ */

enum flow_log_field
flow_log_field_find(const char *name, size_t length)
{
	int f = 0;

	while (f < FLOW_LOG_FIELDS &&
	    (strlen(flow_log_field_info[f].name) != length ||
		strncmp(flow_log_field_info[f].name, name, length) != 0))
		f++;
	return (enum flow_log_field)f;
}

const char *
flow_log_field_nearest(const char *name, enum flow_log_of of)
{
	const char *best = NULL;
	unsigned least = ~0u;

	for (int f = 0; f < FLOW_LOG_FIELDS; f++) {
		const struct flow_log_field_info *i = &flow_log_field_info[f];
		unsigned d = spell_distance(name, i->name);

		if (!(i->of & of) || d >= least || !spell_near(name, i->name))
			continue;
		best = i->name;
		least = d;
	}
	return best;
}

static int
refuse_name(const char *name, size_t length, enum flow_log_of of, char *why)
{
	char word[64];
	const char *near;

	snprintf(word, sizeof(word), "%.*s",
	    length < sizeof(word) ? (int)length : (int)sizeof(word) - 1, name);
	near = flow_log_field_nearest(word, of);
	snprintf(why, FLOW_LOG_WHY,
	    "records of a %s have no field \"%s\"%s%s%s",
	    of == FLOW_LOG_TGW ? "transit gateway" : "VPC", word,
	    near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
	return -1;
}

/* One "${name}" at *at, which moves behind it. */
static int
read_field(
    const char **at, enum flow_log_of of, struct flow_log_format *f, char *why)
{
	const char *name = *at + 2, *end;
	enum flow_log_field field;

	end = strncmp(*at, "${", 2) == 0 ? strchr(name, '}') : NULL;
	if (end == NULL) {
		snprintf(why, FLOW_LOG_WHY,
		    "a format is fields as ${srcaddr} with spaces between "
		    "them, not \"%.40s\"",
		    *at);
		return -1;
	}
	field = flow_log_field_find(name, (size_t)(end - name));
	if (field == FLOW_LOG_FIELDS || !(flow_log_field_info[field].of & of))
		return refuse_name(name, (size_t)(end - name), of, why);
	if (f->n == FLOW_LOG_MOST) {
		snprintf(why, FLOW_LOG_WHY, "a format has at most %d fields",
		    FLOW_LOG_MOST);
		return -1;
	}
	f->field[f->n++] = (uint8_t)field;
	if (flow_log_field_info[field].version > f->version)
		f->version = flow_log_field_info[field].version;
	*at = end + 1;
	return 0;
}

int
flow_log_format_read(const char *text, enum flow_log_of of,
    struct flow_log_format *f, char why[static FLOW_LOG_WHY])
{
	*f = (struct flow_log_format){ .version = of == FLOW_LOG_TGW ? 6 : 2 };
	for (;;) {
		text += strspn(text, " \t\n");
		if (*text == '\0')
			break;
		if (read_field(&text, of, f, why) != 0)
			return -1;
	}
	if (f->n)
		return 0;
	snprintf(why, FLOW_LOG_WHY, "a format has one field at least");
	return -1;
}

/* --- flow logs of a model ----------------------------------------------- */

vtime
flow_log_interval(const struct flow_log *log, bool nitro)
{
	static const vtime minute = VTIME_SECONDS(60);
	static const vtime usual = VTIME_SECONDS(600);

	if (nitro || (log && log->interval.ns == minute.ns))
		return minute;
	return usual;
}

/* Does a test speak of records? */
static bool
is_asked_for(const struct model *m)
{
	for (size_t i = 0; i < m->ntests; i++)
		for (size_t j = 0; j < m->tests[i].nexpect; j++)
			if (m->tests[i].expect[j].type == EXPECT_MAPS)
				return true;
	return false;
}

void
link_flow_logs(struct linker *l)
{
	for (size_t i = 0; i < l->m->nflow_logs; i++) {
		struct flow_log *log = l->m->flow_logs[i];

		link_ref(l, &log->resource,
		    (struct reference){ &log->o, "is of", flow_log_resources,
			"VPC, subnet, network interface or transit gateway" });
	}
	l->m->watched |= is_asked_for(l->m);
}
