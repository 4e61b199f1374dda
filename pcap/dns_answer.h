#ifndef PCAP_DNS_ANSWER_H
#define PCAP_DNS_ANSWER_H

/*
 * dns_answer.h - the addresses that a DNS answer gives to a name
 *
 * A parser of our own: it is asked one thing, of packets that a stranger wrote,
 * a million times.  ldns builds a tree on the heap for each packet, of which
 * nearly all is thrown away.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/ip.h"

enum { HOST_NAME_MOST = 254, DNS_ANSWERS_MOST = 32 };

struct dns_answer {
	char name[HOST_NAME_MOST]; /* that was asked for, in small letters */
	struct ip ip[DNS_ANSWERS_MOST];
	unsigned n;
};

/*
 * False: it is no good answer with one question and addresses of the internet,
 * or the name has other than letters, digits, hyphens and underscores in it.
 * Further addresses than DNS_ANSWERS_MOST are left out.
 */
bool dns_answer_parse(const uint8_t *, uint32_t n, struct dns_answer *);

/* Is it the name of a host: labels of letters, digits, - and _ with dots
 * between, not all of it digits?  Makes its letters small. */
bool host_name_clean(char *);

#endif /* PCAP_DNS_ANSWER_H */
