/*
 * service_names.c - the names and ports of AWS services
 *
 * The general rule: the service "a.b" is at b.a.REGION.amazonaws.com.  The
 * table of names has every service of which that is not the whole truth, and
 * serves both ways: which service has this name, and which names does the
 * private DNS of this service answer for.
 *
 * A host name is read from its end: the domain, then the Region, then what
 * names the service.
 */

#include "dataplane/model/service_names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/packet.h"

enum { HOST_SIZE = 256 };

/*
 * "*.x" is any name below x.  REGION and the domain follow it.  A name that is
 * private is answered by an endpoint's private DNS, as
 * describe-vpc-endpoint-services shows it for the service.
 */
static const struct name_rule {
	const char *service;
	const char *pattern;
	bool private;
} name_rules[] = {
	{ "appstream.api", "appstream2", true },
	{ "codeartifact.api", "codeartifact", true },
	{ "codeartifact.repositories", "*.d.codeartifact", true },
	{ "dynamodb", "dynamodb", true },
	{ "dynamodb", "*.ddb", false },
	{ "dynamodb-streams", "streams.dynamodb", true },
	{ "ecr.api", "api.ecr", true },
	{ "ecr.api", "ecr", false },
	{ "ecr.dkr", "*.dkr.ecr", true },
	{ "ecr.dkr", "dkr.ecr", true },
	{ "ecr.dkr", "*.dkr-ecr", false },
	{ "ecs-agent", "ecs-a", true },
	{ "ecs-telemetry", "ecs-t", true },
	{ "execute-api", "*.execute-api", true },
	{ "iot.credentials", "*.credentials.iot", false },
	{ "iot.data", "data.iot", true },
	{ "kinesis-firehose", "firehose", true },
	{ "kinesis-streams", "kinesis", true },
	{ "kinesis-streams", "*.control-kinesis", false },
	{ "kinesis-streams", "*.data-kinesis", false },
	{ "lambda", "lambda", true },
	{ "lambda", "*.lambda-url", false },
	{ "notebook", "*.notebook", true },
	{ "s3", "s3", true },
	{ "s3", "*.s3", true },
	{ "s3", "*.s3-accesspoint", true },
	{ "s3", "*.s3-control", true },
	{ "s3", "s3-control", false },
	{ "s3", "*.s3-website", false },
	{ "s3-fips", "*.s3-fips", false },
	{ "sqs", "sqs", true },
	{ "sqs", "queue", false },
	{ "studio", "*.studio", true },
	{ "transfer.server", "*.server.transfer", true },
};

/* The longer of two domains comes first if it ends like the other. */
static const struct domain {
	const char *name;
	bool dualstack;
	const char *home; /* whose names have no Region in them */
} domains[] = {
	{ "amazonaws.com.cn", false, "cn-north-1" },
	{ "amazonaws.com", false, "us-east-1" },
	{ "amazonaws.eu", false, "eusc-de-east-1" },
	{ "api.aws", true, "us-east-1" },
	{ "on.aws", true, "us-east-1" },
	{ "api.amazonwebservices.com.cn", true, "cn-north-1" },
	{ "api.amazonwebservices.eu", true, "eusc-de-east-1" },
	{ "sagemaker.aws", false, "us-east-1" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* In small letters and without the dot at the end; false if it is no name. */
static bool
normalize(const char *s, char out[static HOST_SIZE])
{
	size_t n = strlen(s);

	if (n && s[n - 1] == '.')
		n--;
	if (n == 0 || n >= HOST_SIZE || s[0] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		out[i] = (char)tolower((unsigned char)s[i]);
		if (!isalnum((unsigned char)s[i]) &&
		    strchr("-_.", s[i]) == NULL)
			return false;
		if (s[i] == '.' && s[i + 1] == '.')
			return false;
	}
	out[n] = '\0';
	return true;
}

/* False, and cut short, if it does not fit. */
static bool
copy(char *out, size_t size, const char *s, size_t n)
{
	size_t fits = n < size ? n : size - 1;

	memcpy(out, s, fits);
	out[fits] = '\0';
	return fits == n;
}

/* Takes ".tail" off the end of s, leaving something; false if it is not. */
static bool
cut_tail(char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	if (n < t + 2 || s[n - t - 1] != '.' || strcmp(s + n - t, tail) != 0)
		return false;
	s[n - t - 1] = '\0';
	return true;
}

static bool
matches(const char *pattern, const char *host)
{
	size_t n = strlen(host), p = strlen(pattern);

	if (strncmp(pattern, "*.", 2) != 0)
		return strcmp(pattern, host) == 0;
	return n >= p && strcmp(host + n - (p - 1), pattern + 1) == 0;
}

/*
 * us-east-1, ap-southeast-5, us-gov-west-1, eusc-de-east-1: a word of two
 * letters or eusc, one or more words, a number.
 */
static bool
is_region(const char *s, size_t n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	size_t words = 0, digits, at = 0;

	if (n < 3 || n >= REGION_STRLEN ||
	    (s[2] != '-' && strncmp(s, "eusc-", 5) != 0))
		return false;
	for (;; at++, words++) {
		size_t word = strspn(s + at, letters);

		if (word == 0 || s[at + word] != '-')
			break;
		at += word;
	}
	digits = strspn(s + at, "0123456789");
	return words >= 2 && (digits == 1 || digits == 2) && at + digits == n;
}

/* "a.b.c" becomes "c.b.a". */
static bool
reverse_labels(const char *s, char *out, size_t size)
{
	size_t used = 0;

	for (size_t end = strlen(s), i = end;; i--) {
		if (i > 0 && s[i - 1] != '.')
			continue;
		if (used + (end - i) + 2 > size)
			return false;
		memcpy(out + used, s + i, end - i);
		used += end - i;
		out[used] = '\0';
		if (i == 0)
			return true;
		out[used++] = '.';
		end = i - 1;
	}
}

/* The label of s that is a Region, or null. */
static const char *
region_label(const char *s, size_t *n)
{
	for (;; s += *n + 1) {
		*n = strcspn(s, ".");
		if (is_region(s, *n))
			return s;
		if (s[*n] == '\0')
			return NULL;
	}
}

static bool
is_domain(const char *s)
{
	for (size_t i = 0; i < COUNT(domains); i++)
		if (strcmp(domains[i].name, s) == 0)
			return true;
	return false;
}

bool
service_name_parse(const char *text, struct service_name *out)
{
	static const char prefix[] = "com.amazonaws.";
	char name[HOST_SIZE] = "";
	const char *service = name, *region;
	size_t n;

	out->region[0] = '\0';
	if (!normalize(text, name))
		return false;
	region = region_label(name, &n);
	if (region) {
		copy(out->region, sizeof(out->region), region, n);
		service = region + n + (region[n] == '.');
	} else if (strncmp(name, prefix, sizeof(prefix) - 1) == 0) {
		service = name + sizeof(prefix) - 1;
	}
	n = strlen(service);
	return n > 0 && !is_domain(service) &&
	    copy(out->service, sizeof(out->service), service, n);
}

/* Of customers' things, with addresses of the customers' own. */
static bool
is_customers(const char *host)
{
	static const char *const patterns[] = { "*.compute", "*.dax-clusters",
		"*.efs", "*.kafka", "*.mq", "*.vpc-lattice-rsc",
		"*.vpc-lattice-svcs" };

	for (size_t i = 0; i < COUNT(patterns); i++)
		if (matches(patterns[i], host))
			return true;
	return false;
}

/*
 * Which service has this name, Region and domain taken off.  Of an endpoint the
 * name ends where a wildcard's begins: dkr.ecr of *.dkr.ecr.
 */
static bool
service_of_host(const char *host, struct service_name *out)
{
	size_t labels = 1;

	for (size_t i = 0; i < COUNT(name_rules); i++) {
		const struct name_rule *r = &name_rules[i];
		bool wild = r->pattern[0] == '*';

		if (matches(r->pattern, host) ||
		    (wild && strcmp(r->pattern + 2, host) == 0))
			return copy(out->service, sizeof(out->service),
			    r->service, strlen(r->service));
	}
	for (const char *s = host; *s; s++)
		labels += *s == '.';
	return labels <= 2 && !is_customers(host) &&
	    reverse_labels(host, out->service, sizeof(out->service));
}

/* Takes the last label off s if it is a Region. */
static bool
cut_region(char *s, char region[static REGION_STRLEN])
{
	char *dot = strrchr(s, '.');

	if (dot == NULL || !is_region(dot + 1, strlen(dot + 1)))
		return false;
	copy(region, REGION_STRLEN, dot + 1, strlen(dot + 1));
	*dot = '\0';
	return true;
}

/*
 * Splits the first label of an endpoint's name: vpce-ID-RANDOM, or
 * vpce-ID-RANDOM-ZONE.
 */
static bool
read_endpoint_label(const char *s, size_t n, struct service_dns *out)
{
	static const char vpce[] = "vpce-";
	size_t id = sizeof(vpce) - 1, end;

	id += strcspn(s + id, "-.");
	if (id == n)
		return copy(out->endpoint, sizeof(out->endpoint), s, n) &&
		    copy(out->label, sizeof(out->label), s, n);
	end = id + 1 + strcspn(s + id + 1, "-.");
	if (end < n &&
	    !copy(out->zone, sizeof(out->zone), s + end + 1, n - end - 1))
		return false;
	return copy(out->endpoint, sizeof(out->endpoint), s, id) &&
	    copy(out->label, sizeof(out->label), s, end);
}

/* The label that names the endpoint; what is before it does not matter. */
static const char *
endpoint_label(const char *host)
{
	for (const char *s = host; s; s = strchr(s, '.')) {
		s += *s == '.';
		if (strncmp(s, "vpce-", 5) == 0 &&
		    strncmp(s, "vpce-svc-", 9) != 0)
			return s;
	}
	return NULL;
}

/*
 * An endpoint of a scenario may have a name that is no id: then it is the last
 * label that has a service behind it.
 */
static const char *
label_before_service(const char *host)
{
	const char *label = NULL, *s = host;
	struct service_name name;

	for (const char *dot; (dot = strchr(s, '.')); s = dot + 1)
		if (service_of_host(dot + 1, &name))
			label = s;
	return label;
}

static bool
read_free_label(const char *s, size_t n, struct service_dns *out)
{
	return copy(out->label, sizeof(out->label), s, n) &&
	    copy(out->endpoint, sizeof(out->endpoint), s, n);
}

/* [NAME.]VPCE-LABEL.SERVICE.REGION, ".vpce" and the domain taken off. */
static bool
read_endpoint_name(char *host, struct service_dns *out)
{
	const char *id = endpoint_label(host), *label;
	size_t n;

	if (!cut_region(host, out->name.region))
		return false;
	label = id ? id : label_before_service(host);
	n = label ? strcspn(label, ".") : 0;
	out->kind = SERVICE_DNS_ENDPOINT;
	return label && label[n] == '.' &&
	    (id ? read_endpoint_label : read_free_label)(label, n, out) &&
	    service_of_host(label + n + 1, &out->name);
}

/* s3-eu-west-1, BUCKET.s3-eu-west-1: what S3's names were before 2019. */
static bool
read_dashed_s3(const char *host, struct service_name *out)
{
	const char *dot = strrchr(host, '.');
	const char *s = dot ? dot + 1 : host;

	if (strncmp(s, "s3-", 3) != 0)
		return false;
	s += 3;
	if (strncmp(s, "website-", 8) == 0)
		s += 8;
	if (strcmp(s, "external-1") == 0)
		s = "us-east-1";
	if (!is_region(s, strlen(s)))
		return false;
	copy(out->service, sizeof(out->service), "s3", 2);
	return copy(out->region, sizeof(out->region), s, strlen(s));
}

/* SERVICE, BUCKET.s3: names that do not tell the Region. */
static bool
read_global_name(const char *host, const char *home, const char *default_region,
    struct service_name *out)
{
	bool bucket = matches("*.s3", host);
	const char *region = home;

	if (read_dashed_s3(host, out))
		return true;
	if (bucket && default_region && default_region[0])
		region = default_region;
	copy(out->region, sizeof(out->region), region, strlen(region));
	if (!bucket && (strchr(host, '.') || is_region(host, strlen(host))))
		return false;
	return service_of_host(host, out);
}

/* The name without its domain. */
static bool
read_public_name(char *host, const struct domain *domain,
    const char *default_region, struct service_dns *out)
{
	char *dot;

	if (cut_tail(host, "global"))
		return read_global_name(host, domain->home, NULL, &out->name);
	if (cut_region(host, out->name.region)) {
		if (cut_tail(host, "dualstack"))
			out->dualstack = true;
		return service_of_host(host, &out->name);
	}
	/* REGION.queue, as SQS had it */
	dot = strchr(host, '.');
	if (dot && strcmp(dot, ".queue") == 0 &&
	    is_region(host, (size_t)(dot - host))) {
		copy(out->name.region, REGION_STRLEN, host,
		    (size_t)(dot - host));
		return service_of_host(dot + 1, &out->name);
	}
	return read_global_name(host, domain->home, default_region, &out->name);
}

bool
service_name_from_dns(
    const char *host, const char *default_region, struct service_dns *out)
{
	char name[HOST_SIZE] = "";

	memset(out, 0, sizeof(*out));
	if (!normalize(host, name))
		return false;
	for (size_t i = 0; i < COUNT(domains); i++) {
		if (!cut_tail(name, domains[i].name))
			continue;
		out->dualstack = domains[i].dualstack;
		if (cut_tail(name, "vpce"))
			return read_endpoint_name(name, out);
		return read_public_name(name, &domains[i], default_region, out);
	}
	return false;
}

/* Where a service's names are in a Region. */
static const char *
domain_of(const char *service, const char *region)
{
	if (strcmp(service, "notebook") == 0 || strcmp(service, "studio") == 0)
		return "sagemaker.aws";
	if (strncmp(region, "cn-", 3) == 0)
		return "amazonaws.com.cn";
	if (strncmp(region, "eusc-", 5) == 0)
		return "amazonaws.eu";
	return "amazonaws.com";
}

/* S3's names without a Region are answered where they mean the Region itself. */
static bool
is_global_s3(const struct service_name *name, const char *host)
{
	return strcmp(name->service, "s3") == 0 &&
	    strcmp(name->region, "us-east-1") == 0 &&
	    (matches("s3.amazonaws.com", host) ||
		matches("*.s3.amazonaws.com", host));
}

static bool
matches_in(
    const struct service_name *name, const char *pattern, const char *host)
{
	char full[2 * HOST_SIZE];

	snprintf(full, sizeof(full), "%s.%s.%s", pattern, name->region,
	    domain_of(name->service, name->region));
	return matches(full, host);
}

bool
service_private_dns_matches(
    const char *service, const char *region, const char *host)
{
	char name[HOST_SIZE] = "", pattern[SERVICE_STRLEN];
	struct service_name s;
	bool has_rule = false;

	if (!service_name_parse(service, &s) || !normalize(host, name))
		return false;
	if (region && region[0])
		snprintf(s.region, sizeof(s.region), "%s", region);
	for (size_t i = 0; i < COUNT(name_rules); i++) {
		const struct name_rule *r = &name_rules[i];

		if (strcmp(r->service, s.service) != 0)
			continue;
		has_rule = true;
		if (r->private && matches_in(&s, r->pattern, name))
			return true;
	}
	if (has_rule)
		return is_global_s3(&s, name);
	return reverse_labels(s.service, pattern, sizeof(pattern)) &&
	    matches_in(&s, pattern, name);
}

enum { MAX_PORTS = 5 };

/*
 * AWS General Reference, "Service endpoints and quotas", for which endpoints
 * speak HTTP beside HTTPS; else the guide of the service.
 */
static const struct port_rule {
	const char *service;
	uint8_t proto;
	uint16_t ports[MAX_PORTS]; /* zeros after the last */
} port_rules[] = {
	{ "autoscaling", PROTO_TCP, { 80, 443 } },
	{ "cassandra", PROTO_TCP, { 443, 9142 } },
	{ "cloudfront", PROTO_TCP, { 80, 443 } },
	{ "cloudfront", PROTO_UDP, { 443 } },
	{ "dynamodb", PROTO_TCP, { 80, 443 } },
	{ "ec2", PROTO_TCP, { 80, 443 } },
	{ "efs", PROTO_TCP, { 2049 } },
	{ "email-smtp", PROTO_TCP, { 25, 465, 587, 2465, 2587 } },
	{ "git-codecommit", PROTO_TCP, { 22, 443 } },
	{ "iot.data", PROTO_TCP, { 443, 8443, 8883 } },
	{ "monitoring", PROTO_TCP, { 80, 443 } },
	{ "route53", PROTO_TCP, { 53, 443 } },
	{ "route53", PROTO_UDP, { 53 } },
	{ "s3", PROTO_TCP, { 80, 443 } },
	{ "sns", PROTO_TCP, { 80, 443 } },
	{ "sqs", PROTO_TCP, { 80, 443 } },
	{ "transfer.server", PROTO_TCP, { 21, 22 } },
};

static const struct port_rule https = { NULL, PROTO_TCP, { 443 } };

static const struct port_rule *
ports_of(const char *service, uint8_t proto)
{
	for (size_t i = 0; i < COUNT(port_rules); i++)
		if (port_rules[i].proto == proto &&
		    strcmp(port_rules[i].service, service) == 0)
			return &port_rules[i];
	return proto == PROTO_TCP ? &https : NULL;
}

size_t
service_ports(const char *service, uint8_t proto, uint16_t *ports, size_t max)
{
	const struct port_rule *r = ports_of(service, proto);
	size_t n = 0;

	for (; r && n < MAX_PORTS && r->ports[n]; n++)
		if (n < max)
			ports[n] = r->ports[n];
	return n;
}

bool
service_has_port(const char *service, uint8_t proto, uint16_t port)
{
	uint16_t ports[MAX_PORTS];
	size_t n = service_ports(service, proto, ports, MAX_PORTS);

	while (n > 0)
		if (ports[--n] == port)
			return true;
	return false;
}

static const struct owner_rule {
	const char *service, *owner;
} owner_rules[] = {
	{ "appflow", "AMAZON_APPFLOW" },
	{ "cloudfront", "CLOUDFRONT" },
	{ "connect", "AMAZON_CONNECT" },
	{ "dsql", "AURORA_DSQL" },
	{ "dynamodb", "DYNAMODB" },
	{ "ebs", "EBS" },
	{ "elasticfilesystem", "EFS" },
	{ "globalaccelerator", "GLOBALACCELERATOR" },
	{ "iot.data", "IOT_CORE" },
	{ "kinesisvideo", "KINESIS_VIDEO_STREAMS" },
	{ "mediapackagev2", "MEDIA_PACKAGE_V2" },
	{ "route53", "ROUTE53" },
	{ "s3", "S3" },
};

const char *
service_owner_name(const char *service)
{
	static const char fips[] = "-fips";
	size_t n = strlen(service), f = sizeof(fips) - 1;

	if (n > f && strcmp(service + n - f, fips) == 0)
		n -= f;
	for (size_t i = 0; i < COUNT(owner_rules); i++)
		if (strlen(owner_rules[i].service) == n &&
		    strncmp(owner_rules[i].service, service, n) == 0)
			return owner_rules[i].owner;
	return "AMAZON";
}

const char *
service_name_of_owner(const char *owner, char buf[static SERVICE_STRLEN])
{
	size_t i = 0;

	for (size_t r = 0; r < COUNT(owner_rules); r++)
		if (strcmp(owner_rules[r].owner, owner) == 0) {
			snprintf(
			    buf, SERVICE_STRLEN, "%s", owner_rules[r].service);
			return buf;
		}
	for (; owner[i] && i < SERVICE_STRLEN - 1; i++)
		buf[i] =
		    (char)(owner[i] == '_' ? '-'
					   : tolower((unsigned char)owner[i]));
	buf[i] = '\0';
	return buf;
}
