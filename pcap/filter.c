/*
 * filter.c - pcap-filter expressions
 *
 * Programs are kept in a list, the one used last at its head.
 */

#include "pcap/filter.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/arena.h"
#include "core/err.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"

enum { SNAPLEN = 262144 };

struct program {
	struct program *next;
	uint32_t link;
	char *error; /* null: it compiled */
	struct bpf_program bpf;
};

struct filter {
	char *expression;
	struct program *programs;
	const char *error;
};

/* libpcap has numbers of its own for raw IP. */
static int
dlt(uint32_t link)
{
	switch (link) {
	case LINK_RAW:
	case LINK_RAW_12:
	case LINK_RAW_14:
		return DLT_RAW;
	default:
		return (int)link;
	}
}

static struct program *
compile(struct filter *f, uint32_t link)
{
	struct program *prog = xcalloc(1, sizeof(*prog));
	pcap_t *p = pcap_open_dead(dlt(link), SNAPLEN);

	prog->link = link;
	if (p == NULL)
		prog->error = xstrdup("libpcap does not know the link type");
	else if (pcap_compile(p, &prog->bpf, f->expression, 1,
		     PCAP_NETMASK_UNKNOWN) != 0)
		prog->error = xstrdup(pcap_geterr(p));
	if (p)
		pcap_close(p);
	prog->next = f->programs;
	f->programs = prog;
	return prog;
}

static struct program *
program_for(struct filter *f, uint32_t link)
{
	struct program **at = &f->programs, *prog;

	while (*at && (*at)->link != link)
		at = &(*at)->next;
	if (*at == NULL)
		return compile(f, link);
	prog = *at;
	*at = prog->next;
	prog->next = f->programs;
	f->programs = prog;
	return prog;
}

struct filter *
filter_new(const char *expression, struct errs *errs)
{
	struct filter *f = xcalloc(1, sizeof(*f));
	const char *why;

	f->expression = xstrdup(expression);
	why = program_for(f, LINK_ETHERNET)->error;
	if (why == NULL)
		return f;
	errs_add(errs, (struct where){ 0 }, "the filter \"%s\" is wrong: %s",
	    expression, why);
	filter_free(f);
	return NULL;
}

void
filter_free(struct filter *f)
{
	if (f == NULL)
		return;
	while (f->programs) {
		struct program *p = f->programs;

		f->programs = p->next;
		if (p->error == NULL)
			pcap_freecode(&p->bpf);
		free(p->error);
		free(p);
	}
	free(f->expression);
	free(f);
}

int
filter_match(struct filter *f, const struct frame *frame)
{
	struct program *p = program_for(f, frame->link);
	struct pcap_pkthdr h = { .caplen = frame->caplen, .len = frame->len };

	if (p->error) {
		f->error = p->error;
		return -1;
	}
	return pcap_offline_filter(&p->bpf, &h, frame->bytes) != 0;
}

const char *
filter_error(const struct filter *f)
{
	return f->error ? f->error : "";
}
