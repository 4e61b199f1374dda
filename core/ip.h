#ifndef CORE_IP_H
#define CORE_IP_H

/*
 * ip.h - addresses and prefixes of both families
 *
 * One representation serves both: 128 bits in host order, IPv4 as
 * ::ffff:a.b.c.d.  A prefix of IPv4 therefore has a length of 96 to 128.  The
 * families never meet: a prefix matches addresses of its own family only, so
 * ::/0 does not contain 10.0.0.1.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ip {
	uint64_t hi;
	uint64_t lo;
};

struct prefix {
	struct ip addr; /* host bits are zero */
	uint8_t len;    /* 0 to 128; IPv4: 96 to 128 */
};

enum { IP_STRLEN = 48, PREFIX_STRLEN = 56, ENDPOINT_STRLEN = 64 };

static inline struct ip
ip_from4(uint32_t host_order)
{
	return (struct ip){ 0, 0xffff00000000u | host_order };
}

static inline bool
ip_is4(struct ip a)
{
	return a.hi == 0 && a.lo >> 32 == 0xffff;
}

/* The IPv4 address in host order; meaningful only if ip_is4(). */
static inline uint32_t
ip_to4(struct ip a)
{
	return (uint32_t)a.lo;
}

static inline bool
ip_eq(struct ip a, struct ip b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

static inline bool
ip_less(struct ip a, struct ip b)
{
	return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo;
}

static inline bool
ip_is_zero(struct ip a)
{
	return a.hi == 0 && a.lo == 0;
}

/* From 16 or 4 bytes in network order, as they stand in a packet. */
struct ip ip_from_bytes16(const void *);
struct ip ip_from_bytes4(const void *);

/* Writes 16 bytes (IPv6) or 4 (IPv4) in network order. */
void ip_to_bytes16(struct ip, void *);
void ip_to_bytes4(struct ip, void *);

/* a + n, within the family's own width as far as callers take care of it. */
struct ip ip_add(struct ip, uint64_t n);

/* Exactly one address in text, nothing around it; false if it is not one. */
bool ip_parse(const char *, struct ip *);

/* Writes the usual text form and returns its length. */
size_t ip_print(struct ip, char buf[static IP_STRLEN]);
/* The same; returns buf. */
const char *ip_format(struct ip, char buf[static IP_STRLEN]);

/* "a.b.c.d:port" or "[a::b]:port"; without ":port" when port is zero. */
const char *
ip_format_port(struct ip, uint16_t port, char buf[static ENDPOINT_STRLEN]);

enum prefix_error { PREFIX_OK, PREFIX_SYNTAX, PREFIX_HOST_BITS };

/*
 * "10.0.0.0/16", "2600::/56"; an address alone is a prefix of one address.
 * With host bits set it answers PREFIX_HOST_BITS and *out is the prefix with
 * those bits cleared.
 */
enum prefix_error prefix_parse(const char *, struct prefix *out);

/* With the family's own length (10.0.0.0/16, not /112).  Returns buf. */
const char *prefix_format(struct prefix, char buf[static PREFIX_STRLEN]);

/* The length as written: 0 to 32 for IPv4. */
unsigned prefix_len(struct prefix);

struct prefix prefix_of(struct ip, uint8_t len128);
struct ip prefix_first(struct prefix);
struct ip prefix_last(struct prefix);
bool prefix_has(struct prefix, struct ip);
bool prefix_covers(struct prefix outer, struct prefix inner);
bool prefix_overlaps(struct prefix, struct prefix);
bool prefix_eq(struct prefix, struct prefix);

static inline bool
prefix_is4(struct prefix p)
{
	return p.len >= 96 && ip_is4(p.addr);
}

/* 0.0.0.0/0 or ::/0. */
bool prefix_is_any(struct prefix);

/* IPv4 in IPv6 (RFC 6052): the well-known prefix 64:ff9b::/96. */
bool ip_is_nat64(struct ip);
struct ip ip_from_nat64(struct ip); /* its last 32 bits */
struct ip ip_to_nat64(struct ip v4);

/* RFC 1918, RFC 6598 (100.64.0.0/10). */
bool ip_is_rfc1918(struct ip);
bool ip_is_rfc6598(struct ip);
/* In the ranges for documentation (RFC 5737, RFC 3849). */
bool ip_is_documentation(struct ip);

/* Private, link-local, loopback, multicast, reserved: never on the internet. */
bool ip_is_special(struct ip);
bool ip_is_multicast(struct ip);
bool ip_is_loopback(struct ip);

#endif /* CORE_IP_H */
