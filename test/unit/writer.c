/*
 * test/unit/writer.c - writer
 *
 * What was written is read back by our reader, by libpcap, and by tshark where
 * that is installed.
 */

#include "pcap/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/err.h"
#include "pcap/build.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"
#include "pcap/parse.h"

enum { PACKETS = 12, NOT_INSTALLED = 127 };

static const enum writer_format formats[] = { WRITER_PCAP_NANO,
	WRITER_PCAP_MICRO, WRITER_PCAPNG };

struct temp {
	char path[64];
};

static struct temp
temp_path(void)
{
	struct temp t = { P_tmpdir "/writer-test-XXXXXX" };
	int fd = mkstemp(t.path);

	assert_true(fd >= 0);
	close(fd);
	return t;
}

static struct writer *
open_writer(const char *path, const struct writer_options *o)
{
	struct errs *e = errs_new();
	struct writer *w = writer_open(path, o, e);

	if (w == NULL)
		errs_print(e, stderr);
	errs_free(e);
	assert_non_null(w);
	return w;
}

static vtime
time_of(int i)
{
	return (vtime){ 1700000000000000000 + i * 1000000007LL };
}

/* Packet i: protocols and families in turn, longer and longer. */
static size_t
make(int i, uint8_t *b, size_t size)
{
	static const uint8_t protos[] = { PROTO_TCP, PROTO_UDP, PROTO_ICMP };
	struct packet p = { .key = { .src = ip_from4(0x0a000001),
				.dst = ip_from4(0xc0000209),
				.sport = 40000,
				.dport = 4433,
				.proto = protos[i % 3] },
		.tcp_flags = TCP_SYN,
		.mss = 1460,
		.ttl = 64 };
	struct build q = {
		.seq = 5, .window = 64000, .payload_len = (uint32_t)i * 7
	};

	if (p.key.proto == PROTO_TCP && q.payload_len) {
		p.tcp_flags = TCP_ACK | TCP_PSH;
		p.mss = 0;
	}
	p.key.icmp_type = p.key.proto == PROTO_ICMP ? 8 : 0;
	if (i % 2) {
		p.key.src = (struct ip){ 0x20010db800000000, 1 };
		p.key.dst = (struct ip){ 0x20010db800000000, 2 };
		if (p.key.proto == PROTO_ICMP) {
			p.key.proto = PROTO_ICMPV6;
			p.key.icmp_type = ICMP6_ECHO_REQUEST;
		}
	}
	return build_ip(&p, &q, b, size);
}

static void
write_all(const char *path, const struct writer_options *o)
{
	struct writer *w = open_writer(path, o);
	uint8_t b[2048];

	for (int i = 0; i < PACKETS; i++) {
		size_t len = make(i, b, sizeof(b));

		assert_int_equal(writer_frame(w, time_of(i), b, len,
				     i % 4 == 1 ? "a comment" : NULL),
		    0);
	}
	assert_int_equal(writer_close(w), 0);
}

static void
check_frame(const struct frame *f, int i, const struct writer_options *o)
{
	bool comment = o->format == WRITER_PCAPNG && i % 4 == 1;
	uint8_t b[2048];
	size_t len = make(i, b, sizeof(b));
	int64_t ns = time_of(i).ns;

	if (o->format == WRITER_PCAP_MICRO)
		ns -= ns % 1000;
	assert_int_equal(f->time.ns, ns);
	assert_int_equal(f->link, o->link);
	assert_int_equal(f->len, len);
	assert_int_equal(
	    f->caplen, o->snaplen && o->snaplen < len ? o->snaplen : len);
	assert_memory_equal(f->bytes, b, f->caplen);
	assert_int_equal(f->comment_len, comment ? 9 : 0);
	if (comment)
		assert_memory_equal(f->comment, "a comment", 9);
}

static void
check_by_us(const char *path, const struct writer_options *o)
{
	struct errs *e = errs_new();
	struct capture *c = capture_open(path, e);
	const struct capture_interface *i;
	struct frame f;
	size_t n;

	assert_non_null(c);
	for (int k = 0; k < PACKETS; k++) {
		assert_int_equal(capture_next(c, &f), 1);
		check_frame(&f, k, o);
	}
	assert_int_equal(capture_next(c, &f), 0);
	i = capture_interfaces(c, &n);
	assert_int_equal(n, 1);
	if (o->format == WRITER_PCAPNG) {
		assert_string_equal(i->name, o->if_name);
		assert_string_equal(i->description, o->description);
		assert_int_equal(i->snaplen, o->snaplen);
	}
	capture_close(c);
	errs_free(e);
}

static void
check_by_libpcap(const char *path)
{
	char why[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline(path, why);
	struct pcap_pkthdr *h;
	const u_char *b;

	assert_non_null(p);
	assert_int_equal(pcap_datalink(p), DLT_RAW);
	for (int i = 0; i < PACKETS; i++)
		assert_int_equal(pcap_next_ex(p, &h, &b), 1);
	assert_int_equal(pcap_next_ex(p, &h, &b), PCAP_ERROR_BREAK);
	pcap_close(p);
}

static struct writer_options
options(enum writer_format format, uint32_t snaplen)
{
	return (struct writer_options){ .format = format,
		.link = LINK_RAW,
		.snaplen = snaplen,
		.if_name = "app-1",
		.description = "private-a",
		.application = "test" };
}

static void
is_read_back(void **state)
{
	static const uint32_t snaplens[] = { 0, 50 };

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct writer_options o =
		    options(formats[i % 3], snaplens[i / 3]);
		struct temp t = temp_path();

		write_all(t.path, &o);
		check_by_us(t.path, &o);
		check_by_libpcap(t.path);
		unlink(t.path);
	}
}

static void
run_tshark(const char *path, const char *filter, int out)
{
	int null = open("/dev/null", O_WRONLY);

	dup2(out, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execlp("tshark", "tshark", "-n", "-r", path, "-Y", filter, "-o",
	    "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o",
	    "udp.check_checksum:TRUE", (char *)NULL);
	_exit(NOT_INSTALLED);
}

/* How many packets the filter selects; -1: there is no tshark. */
static int
ask_tshark(const char *path, const char *filter)
{
	int fd[2], status, n = 0;
	pid_t child;
	char c;

	assert_int_equal(pipe(fd), 0);
	child = fork();
	if (child == 0)
		run_tshark(path, filter, fd[1]);
	close(fd[1]);
	while (read(fd[0], &c, 1) == 1)
		n += c == '\n';
	close(fd[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_INSTALLED)
		return -1;
	assert_int_equal(WEXITSTATUS(status), 0);
	return n;
}

#define COMPLAINTS                                                  \
	"ip.checksum.status == 0 || tcp.checksum.status == 0 || "   \
	"udp.checksum.status == 0 || icmp.checksum.status == 0 || " \
	"icmpv6.checksum.status == 0 || _ws.malformed || "          \
	"_ws.expert.severity == error"

static void
tshark_has_no_complaint(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct writer_options o = options(formats[i], 0);
		struct temp t = temp_path();
		int n;

		write_all(t.path, &o);
		n = ask_tshark(t.path, "frame");
		if (n < 0) {
			unlink(t.path);
			print_message("SKIP: no tshark\n");
			skip();
			return;
		}
		assert_int_equal(n, PACKETS);
		assert_int_equal(ask_tshark(t.path, COMPLAINTS), 0);
		assert_int_equal(
		    ask_tshark(t.path, "tcp.checksum.status == 1"), 4);
		unlink(t.path);
	}
}

/* --- failures ----------------------------------------------------------- */

static void
tells_what_it_cannot_hold(void **state)
{
	struct writer_options nano = options(WRITER_PCAP_NANO, 0);
	struct writer_options ng = options(WRITER_PCAPNG, 0);
	static char comment[70000];
	struct temp t = temp_path();
	struct writer *w = open_writer(t.path, &nano);
	vtime late = { 4294967296000000000 };

	(void)state;
	memset(comment, 'x', sizeof(comment) - 1);
	assert_int_equal(writer_frame(w, late, NULL, 0, NULL), -1);
	assert_int_equal(errno, ERANGE);
	assert_int_equal(writer_frame(w, (vtime){ -1 }, NULL, 0, NULL), -1);
	assert_int_equal(
	    writer_frame(w, (vtime){ 0 }, NULL, 2 << 20, NULL), -1);
	/* None of this is in the file, which is good. */
	assert_int_equal(writer_close(w), 0);
	w = open_writer(t.path, &ng);
	assert_int_equal(writer_frame(w, late, NULL, 0, NULL), 0);
	assert_int_equal(writer_frame(w, late, NULL, 0, comment), -1);
	assert_int_equal(errno, ERANGE);
	assert_int_equal(writer_close(w), 0);
	unlink(t.path);
}

static void
tells_that_the_disk_is_full(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct writer_options o = options(formats[i], 0);
		struct writer *w = open_writer("/dev/full", &o);
		uint8_t b[1000] = { 0 };
		int r = 0;

		for (int k = 0; k < 200 && r == 0; k++)
			r = writer_frame(w, (vtime){ 0 }, b, sizeof(b), NULL);
		assert_int_equal(r, -1);
		assert_int_equal(errno, ENOSPC);
		assert_int_equal(writer_close(w), -1);
		assert_int_equal(errno, ENOSPC);
		w = open_writer("/dev/full", &o);
		assert_int_equal(writer_close(w), -1);
		assert_int_equal(errno, ENOSPC);
	}
}

static void
tells_that_a_pipe_is_closed(void **state)
{
	struct writer_options o = options(WRITER_PCAPNG, 0);
	int fd[2], out = dup(STDOUT_FILENO);
	struct writer *w;
	int flushed, error, closed;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	fflush(stdout);
	assert_int_equal(pipe(fd), 0);
	dup2(fd[1], STDOUT_FILENO);
	close(fd[0]);
	close(fd[1]);
	w = open_writer("-", &o);
	flushed = writer_flush(w);
	error = errno;
	closed = writer_close(w);
	dup2(out, STDOUT_FILENO);
	close(out);
	assert_int_equal(flushed, -1);
	assert_int_equal(error, EPIPE);
	assert_int_equal(closed, -1);
}

static void
tells_what_cannot_be_opened(void **state)
{
	struct writer_options o = options(WRITER_PCAPNG, 0);
	struct errs *e = errs_new();

	(void)state;
	assert_null(writer_open("/nowhere/at.all", &o, e));
	assert_int_equal(errs_count(e), 1);
	assert_non_null(strstr(errs_get(e, 0)->text, "cannot be written"));
	errs_free(e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_read_back),
		cmocka_unit_test(tshark_has_no_complaint),
		cmocka_unit_test(tells_what_it_cannot_hold),
		cmocka_unit_test(tells_that_the_disk_is_full),
		cmocka_unit_test(tells_that_a_pipe_is_closed),
		cmocka_unit_test(tells_what_cannot_be_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
