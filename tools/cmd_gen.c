/*
 * cmd_gen.c - vpcsim gen: a scenario's traffic as a capture
 *
 * The packets are those that `replay` sends when it is given no capture, so
 * both give the same verdicts.
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pcap/build.h"
#include "pcap/linktype.h"
#include "pcap/writer.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/model_in.h"
#include "tools/options.h"
#include "tools/progress.h"
#include "tools/stop.h"
#include "tools/timestamp.h"
#include "tools/traffic_bytes.h"
#include "tools/traffic_take.h"

struct gen_settings {
	struct options o;
	const char *form, *traffic, *start;
};

#define SETTING(field) .at = offsetof(struct gen_settings, field)

static const struct option_spec gen_options[] = {
	{ "format", 0, OPTION_TEXT, "FORM",
	    "pcap, pcap-micro or pcapng (usual: by the name of the file)",
	    SETTING(form) },
	{ "traffic", 0, OPTION_TEXT, "NAME", "only this entry of the traffic",
	    SETTING(traffic) },
	{ "start", 0, OPTION_TEXT, "TIME",
	    "when it begins (2026-01-01T00:00:00Z)", SETTING(start) },
	{ 0 },
};

static bool
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), e = strlen(end);

	return n >= e && strcmp(s + n - e, end) == 0;
}

/* -1: go on. */
static int
choose_form(const struct gen_settings *s, struct writer_options *w)
{
	static const struct {
		const char *name;
		enum writer_format format;
	} forms[] = { { "pcap", WRITER_PCAP_NANO },
		{ "pcap-micro", WRITER_PCAP_MICRO },
		{ "pcapng", WRITER_PCAPNG } };
	const char *output = s->o.output ? s->o.output : "";

	w->format = ends_in(output, "ng") ? WRITER_PCAPNG : WRITER_PCAP_NANO;
	if (s->form == NULL)
		return -1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(forms[i].name, s->form) == 0) {
			w->format = forms[i].format;
			return -1;
		}
	return options_misused(&gen_command,
	    "--format is pcap, pcap-micro or pcapng, not \"%s\"", s->form);
}

/* 0, or -1: writing failed (errno). */
static int
write_packet(struct writer *w, const struct traffic_packet *t, vtime start)
{
	uint8_t bytes[BUILD_IP_MOST];
	size_t n = traffic_bytes(t, bytes, sizeof(bytes));

	return writer_frame(w, vtime_add(start, t->t), bytes, n, NULL);
}

static int
write_packets(const struct gen_settings *s, struct writer *w,
    const struct traffic_packets *all, vtime start)
{
	struct progress p;
	size_t i;
	int status = 0;

	progress_init(&p, "packets", !s->o.no_progress && !s->o.quiet);
	for (i = 0; i < all->n && status == 0 && !stop_wanted(); i++) {
		status = write_packet(w, &all->v[i], start);
		if (i % 1024 == 0)
			progress_show(&p, i, i, all->n);
	}
	progress_fini(&p);
	if (status == 0 && !stop_wanted())
		message_note("%zu packets", i);
	return status;
}

static int
write_capture(const struct gen_settings *s, const struct writer_options *wo,
    const struct traffic_packets *all, vtime start)
{
	const char *path = s->o.output ? s->o.output : "-";
	struct errs *errs = errs_new();
	struct writer *w = writer_open(path, wo, errs);
	int error = 0;

	if (model_in_report(errs, &s->o) != EXIT_DONE)
		return EXIT_ENVIRONMENT;
	if (write_packets(s, w, all, start) != 0)
		error = errno;
	if (writer_close(w) != 0 && error == 0)
		error = errno;
	if (error) {
		message_error("cannot write to %s: %s", path, strerror(error));
		return error == ERANGE ? EXIT_INVALID : EXIT_ENVIRONMENT;
	}
	return stop_wanted() ? EXIT_INTERRUPTED : EXIT_DONE;
}

static int
generate(const struct gen_settings *s, const struct model_in *in,
    const struct writer_options *w, vtime start)
{
	struct traffic_packets all = { 0 };
	struct errs *errs = errs_new();
	int status;

	traffic_take(in->snap, s->traffic, s->o.arena, &all, errs);
	status = model_in_report(errs, &s->o);
	if (status != EXIT_DONE)
		return status;
	if (all.n == 0) {
		message_error("the scenario has no traffic");
		return EXIT_NOTHING;
	}
	stop_listen();
	return write_capture(s, w, &all, start);
}

static int
run_settings(const struct gen_settings *s)
{
	struct writer_options w = { .link = LINK_RAW,
		.if_name = "vpcsim",
		.description = "traffic of a scenario",
		.application = "vpcsim " VERSION };
	struct model_in in;
	vtime start = TRAFFIC_START;
	int status = choose_form(s, &w);

	if (status >= 0)
		return status;
	if (s->o.operands.n)
		return options_misused(
		    &gen_command, "what is \"%s\"?", s->o.operands.v[0]);
	if (s->start && !timestamp_parse(s->start, &start))
		return options_misused(&gen_command,
		    "--start is a time as 2026-01-01T00:00:00Z, not \"%s\"",
		    s->start);
	if (s->o.output == NULL && isatty(STDOUT_FILENO))
		return options_misused(&gen_command,
		    "a capture is nothing for a terminal: -o FILE");
	status = model_in_open(&in, &s->o);
	if (status >= 0)
		return status;
	status = generate(s, &in, &w, start);
	model_in_close(&in);
	return status;
}

static int
gen_run(int argc, char **argv)
{
	struct gen_settings s = { 0 };
	int status = options_read(&s.o, &gen_command, argc, argv);

	if (status >= 0)
		return status;
	status = run_settings(&s);
	options_fini(&s.o);
	return status;
}

const struct command gen_command = {
	.name = "gen",
	.summary = "write a scenario's traffic as a capture",
	.operands = "",
	.about =
	    "Whole conversations, as they would be captured at the one who "
	    "opens them: TCP\nhandshake, data of the given size, close; "
	    "datagrams; echo and reply; with right\nchecksums.  The same "
	    "scenario gives the same bytes.\n\nExit status: 0 done, 2 invalid, "
	    "3 there is no traffic, 4 it cannot be written.",
	.examples =
	    "  vpcsim gen -s net.yaml -o out.pcapng\n"
	    "  vpcsim gen -s net.yaml --traffic fetch | tcpdump -nr -\n",
	.options = gen_options,
	.run = gen_run,
};
