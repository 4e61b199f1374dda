/*
 * ip.c - addresses and prefixes of both families
 */

#include "core/ip.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/digits.h"

static uint64_t
load64(const unsigned char *b)
{
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | b[i];
	return v;
}

static void
store64(uint64_t v, unsigned char *b)
{
	for (int i = 7; i >= 0; i--, v >>= 8)
		b[i] = (unsigned char)v;
}

struct ip
ip_from_bytes16(const void *bytes)
{
	const unsigned char *b = bytes;

	return (struct ip){ load64(b), load64(b + 8) };
}

struct ip
ip_from_bytes4(const void *bytes)
{
	const unsigned char *b = bytes;

	return ip_from4((uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	    (uint32_t)b[2] << 8 | b[3]);
}

void
ip_to_bytes16(struct ip a, void *bytes)
{
	unsigned char *b = bytes;

	store64(a.hi, b);
	store64(a.lo, b + 8);
}

void
ip_to_bytes4(struct ip a, void *bytes)
{
	uint32_t n = htonl(ip_to4(a));

	memcpy(bytes, &n, sizeof(n));
}

struct ip
ip_add(struct ip a, uint64_t n)
{
	struct ip r = { a.hi, a.lo + n };

	if (r.lo < a.lo)
		r.hi++;
	return r;
}

bool
ip_parse(const char *s, struct ip *out)
{
	unsigned char b[16];

	if (inet_pton(AF_INET, s, b) == 1) {
		*out = ip_from_bytes4(b);
		return true;
	}
	if (inet_pton(AF_INET6, s, b) == 1) {
		*out = ip_from_bytes16(b);
		return true;
	}
	return false;
}

static char *
put4(char *p, uint32_t a)
{
	p = digits_put(p, a >> 24);
	*p++ = '.';
	p = digits_put(p, a >> 16 & 255);
	*p++ = '.';
	p = digits_put(p, a >> 8 & 255);
	*p++ = '.';
	return digits_put(p, a & 255);
}

size_t
ip_print(struct ip a, char buf[static IP_STRLEN])
{
	unsigned char b[16];
	char *end;

	if (!ip_is4(a)) {
		ip_to_bytes16(a, b);
		return strlen(inet_ntop(AF_INET6, b, buf, IP_STRLEN));
	}
	end = put4(buf, ip_to4(a));
	*end = '\0';
	return (size_t)(end - buf);
}

const char *
ip_format(struct ip a, char buf[static IP_STRLEN])
{
	ip_print(a, buf);
	return buf;
}

const char *
ip_format_port(struct ip a, uint16_t port, char buf[static ENDPOINT_STRLEN])
{
	bool bracket = port != 0 && !ip_is4(a);
	char *p = buf;

	if (bracket)
		*p++ = '[';
	p += ip_print(a, p);
	if (bracket)
		*p++ = ']';
	if (port != 0) {
		*p++ = ':';
		p = digits_put(p, port);
	}
	*p = '\0';
	return buf;
}

static struct ip
mask(uint8_t len)
{
	struct ip m = { 0, 0 };

	if (len >= 64) {
		m.hi = UINT64_MAX;
		m.lo = len == 64 ? 0 : UINT64_MAX << (128 - len);
	} else {
		m.hi = len == 0 ? 0 : UINT64_MAX << (64 - len);
	}
	return m;
}

struct prefix
prefix_of(struct ip a, uint8_t len)
{
	struct ip m = mask(len);

	return (struct prefix){ { a.hi & m.hi, a.lo & m.lo }, len };
}

enum prefix_error
prefix_parse(const char *s, struct prefix *out)
{
	char addr[IP_STRLEN];
	const char *slash = strchr(s, '/');
	size_t n = slash ? (size_t)(slash - s) : strlen(s);
	unsigned long len = 128;
	struct ip a;
	char *end;

	if (n >= sizeof(addr))
		return PREFIX_SYNTAX;
	memcpy(addr, s, n);
	addr[n] = '\0';
	if (!ip_parse(addr, &a))
		return PREFIX_SYNTAX;
	if (slash) {
		len = strtoul(slash + 1, &end, 10);
		if (slash[1] < '0' || slash[1] > '9' || *end != '\0' ||
		    len > (ip_is4(a) ? 32 : 128))
			return PREFIX_SYNTAX;
		len += ip_is4(a) ? 96 : 0;
	}
	*out = prefix_of(a, (uint8_t)len);
	return ip_eq(out->addr, a) ? PREFIX_OK : PREFIX_HOST_BITS;
}

const char *
prefix_format(struct prefix p, char buf[static PREFIX_STRLEN])
{
	char text[IP_STRLEN];

	snprintf(buf, PREFIX_STRLEN, "%s/%u", ip_format(p.addr, text),
	    prefix_len(p));
	return buf;
}

unsigned
prefix_len(struct prefix p)
{
	return prefix_is4(p) ? p.len - 96u : p.len;
}

struct ip
prefix_first(struct prefix p)
{
	return p.addr;
}

struct ip
prefix_last(struct prefix p)
{
	struct ip m = mask(p.len);

	return (struct ip){ p.addr.hi | ~m.hi, p.addr.lo | ~m.lo };
}

bool
prefix_has(struct prefix p, struct ip a)
{
	struct ip m = mask(p.len);

	return (a.hi & m.hi) == p.addr.hi && (a.lo & m.lo) == p.addr.lo &&
	    ip_is4(a) == prefix_is4(p);
}

bool
prefix_covers(struct prefix outer, struct prefix inner)
{
	return outer.len <= inner.len && prefix_has(outer, inner.addr);
}

bool
prefix_overlaps(struct prefix a, struct prefix b)
{
	return prefix_covers(a, b) || prefix_covers(b, a);
}

bool
prefix_eq(struct prefix a, struct prefix b)
{
	return a.len == b.len && ip_eq(a.addr, b.addr);
}

bool
prefix_is_any(struct prefix p)
{
	return p.len == 0 || (p.len == 96 && ip_is4(p.addr));
}

static bool
in4(struct ip a, uint32_t net, unsigned len)
{
	return ip_is4(a) && (ip_to4(a) ^ net) >> (32 - len) == 0;
}

bool
ip_is_rfc1918(struct ip a)
{
	return in4(a, 0x0a000000, 8) || in4(a, 0xac100000, 12) ||
	    in4(a, 0xc0a80000, 16);
}

bool
ip_is_documentation(struct ip a)
{
	if (ip_is4(a))
		return in4(a, 0xc0000200, 24) || in4(a, 0xc6336400, 24) ||
		    in4(a, 0xcb007100, 24);
	return a.hi >> 32 == 0x20010db8;
}

bool
ip_is_rfc6598(struct ip a)
{
	return in4(a, 0x64400000, 10);
}

bool
ip_is_multicast(struct ip a)
{
	return ip_is4(a) ? in4(a, 0xe0000000, 4) : a.hi >> 56 == 0xff;
}

bool
ip_is_loopback(struct ip a)
{
	return in4(a, 0x7f000000, 8) || (a.hi == 0 && a.lo == 1);
}

bool
ip_is_special(struct ip a)
{
	if (ip_is4(a))
		return ip_is_rfc1918(a) || ip_is_rfc6598(a) || in4(a, 0, 8) ||
		    ip_is_loopback(a) || in4(a, 0xa9fe0000, 16) ||
		    in4(a, 0xe0000000, 3);
	return a.hi >> 57 == 0xfc >> 1 || a.hi >> 54 == 0xfe80 >> 6 ||
	    ip_is_multicast(a) || ip_is_zero(a) || ip_is_loopback(a);
}

bool
ip_is_nat64(struct ip a)
{
	return a.hi == 0x0064ff9b00000000u && a.lo >> 32 == 0;
}

struct ip
ip_from_nat64(struct ip a)
{
	return ip_from4((uint32_t)a.lo);
}

struct ip
ip_to_nat64(struct ip v4)
{
	return (struct ip){ 0x0064ff9b00000000u, ip_to4(v4) };
}
