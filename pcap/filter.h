#ifndef PCAP_FILTER_H
#define PCAP_FILTER_H

/*
 * filter.h - pcap-filter expressions (pcap-filter(7))
 *
 * A capture may have frames of several link types, and the same expression is
 * another program on each: it is compiled when the first such frame is seen.
 */

struct errs;
struct filter;
struct frame;

/*
 * Null if it has no meaning on Ethernet, which knows more of them than any
 * other link type: the reason is added to the errors.  A host's name in it is
 * looked up by the system's resolver.
 */
struct filter *filter_new(const char *expression, struct errs *);
void filter_free(struct filter *);

/* 1: it matches.  0: it does not.  -1: the expression has no meaning for the
 * frame's link type, and filter_error() tells why. */
int filter_match(struct filter *, const struct frame *);

/* After a -1; valid until the next. */
const char *filter_error(const struct filter *);

#endif /* PCAP_FILTER_H */
