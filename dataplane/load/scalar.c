/*
 * scalar.c - the small forms of the language: 350s, 10MiB, tcp/443, 1024-65535
 */

#include "dataplane/load/scalar.h"

#include <ctype.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

struct unit {
	const char *name;
	int64_t worth;
};

static const struct unit time_units[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "m", 60000000000 },
	{ "h", 3600000000000 },
	{ "d", 86400000000000 },
	{ NULL, 0 },
};

static const struct unit size_units[] = {
	{ "B", 1 },
	{ "KB", 1000 },
	{ "MB", 1000000 },
	{ "GB", 1000000000 },
	{ "KiB", 1 << 10 },
	{ "MiB", 1 << 20 },
	{ "GiB", 1 << 30 },
	{ NULL, 0 },
};

/* Digits up to what is no digit; false if there are none or too many. */
static bool
digits(const char **s, int64_t *value)
{
	const char *start = *s;

	*value = 0;
	for (; isdigit((unsigned char)**s); (*s)++)
		if (__builtin_mul_overflow(*value, 10, value) ||
		    __builtin_add_overflow(*value, **s - '0', value))
			return false;
	return *s != start;
}

bool
scalar_integer(const char *s, int64_t *value)
{
	bool negative = *s == '-';

	if (negative)
		s++;
	if (!digits(&s, value) || *s != '\0')
		return false;
	if (negative)
		*value = -*value;
	return true;
}

static int64_t
worth(const struct unit *units, const char *name)
{
	for (; units->name; units++)
		if (strcmp(units->name, name) == 0)
			return units->worth;
	return 0;
}

/* Adds what is behind the point: up to nine digits, rounded down. */
static bool
fraction(const char **s, int64_t unit, int64_t *total)
{
	const char *start = *s;
	int64_t part, whole = 1;

	if (!digits(s, &part) || *s - start > 9)
		return false;
	for (; start < *s; start++)
		whole *= 10;
	part = unit / whole * part + unit % whole * part / whole;
	return !__builtin_add_overflow(*total, part, total);
}

static bool
with_unit(const char *s, const struct unit *units, int64_t *total)
{
	size_t number = strspn(s, "0123456789.");
	int64_t unit = worth(units, s + number);

	if (unit == 0 || !digits(&s, total) ||
	    __builtin_mul_overflow(*total, unit, total))
		return false;
	if (*s == '.') {
		s++;
		if (!fraction(&s, unit, total))
			return false;
	}
	return *s != '.';
}

bool
scalar_duration(const char *s, vtime *out)
{
	return with_unit(s, time_units, &out->ns);
}

bool
scalar_size(const char *s, uint64_t *bytes)
{
	int64_t n;

	if (!with_unit(s, size_units, &n))
		return false;
	*bytes = (uint64_t)n;
	return true;
}

bool
scalar_protocol(const char *s, int *proto)
{
	static const struct {
		const char *name;
		int proto;
	} names[] = {
		{ "tcp", IPPROTO_TCP },
		{ "udp", IPPROTO_UDP },
		{ "icmp", IPPROTO_ICMP },
		{ "icmpv6", IPPROTO_ICMPV6 },
	};
	int64_t n;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, s) == 0) {
			*proto = names[i].proto;
			return true;
		}
	if (!scalar_integer(s, &n) || n < 0 || n > 255)
		return false;
	*proto = (int)n;
	return true;
}

bool
scalar_ports(const char *s, struct port_range *out)
{
	int64_t lo, hi;

	if (!digits(&s, &lo))
		return false;
	hi = lo;
	if (*s == '-') {
		s++;
		if (!digits(&s, &hi))
			return false;
	}
	if (*s != '\0' || lo > hi || hi > UINT16_MAX)
		return false;
	*out = (struct port_range){ (uint16_t)lo, (uint16_t)hi };
	return true;
}

bool
scalar_listen(const char *s, struct listen *out)
{
	const char *slash = strchr(s, '/');
	size_t n = slash ? (size_t)(slash - s) : strlen(s);
	char name[16];
	int64_t port = 0;
	int proto;

	if (n >= sizeof(name))
		return false;
	memcpy(name, s, n);
	name[n] = '\0';
	if (!scalar_protocol(name, &proto))
		return false;
	if (slash &&
	    ((proto != IPPROTO_TCP && proto != IPPROTO_UDP) ||
		!scalar_integer(slash + 1, &port) || port < 1 ||
		port > UINT16_MAX))
		return false;
	*out = (struct listen){ (uint8_t)proto, (uint16_t)port };
	return true;
}

bool
scalar_looks_like_address(const char *s)
{
	if (s[strspn(s, "0123456789abcdefABCDEF.:/")] != '\0')
		return false;
	return strchr(s, ':') || (isdigit((unsigned char)*s) && strchr(s, '.'));
}
