/*
 * input.c - the bytes of a file, a pipe or memory, as they come
 */

#include "pcap/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"

enum { PIECE = 1 << 18, MAGIC = 4, POLL_MS = 100 };

static const volatile sig_atomic_t *stop;

void
input_init_memory(struct input *in, const void *p, size_t n)
{
	*in = (struct input){
		.next = p,
		.left = n,
		.passed = n,
		.total = n,
		.whole = true,
		.fd = -1,
	};
}

void
input_fini(struct input *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	free(in->buf);
	*in = (struct input){ .fd = -1 };
}

void
input_stop_on(const volatile sig_atomic_t *flag)
{
	stop = flag;
}

/* Waits until read() will not; false if it is told to stop before that. */
static bool
wait_readable(const struct input *in)
{
	struct pollfd p = { .fd = in->fd, .events = POLLIN };

	while (stop && !*stop) {
		int n = poll(&p, 1, POLL_MS);

		if (n > 0 || (n < 0 && errno != EINTR))
			return true;
	}
	return stop == NULL;
}

/* How many bytes, as input_read(). */
static size_t
read_some(struct input *in, uint8_t *to, size_t room)
{
	ssize_t n;

	do {
		if (!wait_readable(in)) {
			in->stopped = true;
			return 0;
		}
		n = read(in->fd, to, room);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		in->error = errno;
	return n < 0 ? 0 : (size_t)n;
}

static void
piece(struct input *in, size_t n)
{
	in->next = in->buf;
	in->left = n;
	in->passed += n;
}

static bool
is_over(const struct input *in)
{
	return in->whole || in->error || in->stopped;
}

bool
input_more(struct input *in)
{
	if (is_over(in))
		return false;
	piece(in, read_some(in, in->buf, PIECE));
	return in->left > 0;
}

size_t
input_read(struct input *in, uint8_t *to, size_t room)
{
	size_t n = in->left < room ? in->left : room;

	if (n == 0 && !is_over(in)) {
		n = read_some(in, to, room);
		in->passed += n;
		return n;
	}
	memcpy(to, in->next, n);
	in->next += n;
	in->left -= n;
	return n;
}

int
input_init(struct input *in, const char *path)
{
	struct stat st;
	size_t have = 0, n;

	*in = (struct input){ .fd = STDIN_FILENO };
	if (strcmp(path, "-") != 0)
		in->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		return -1;
	if (fstat(in->fd, &st) == 0) {
		if (S_ISDIR(st.st_mode)) {
			input_fini(in);
			errno = EISDIR;
			return -1;
		}
		if (S_ISREG(st.st_mode))
			in->total = (uint64_t)st.st_size;
	}
	in->buf = xmalloc(PIECE);
	while (have < MAGIC &&
	    (n = read_some(in, in->buf + have, PIECE - have)) > 0)
		have += n;
	piece(in, have);
	return 0;
}
