/*
 * input.c - the bytes of a file, a pipe or memory, as they come
 *
 * A mapped file that another program shortens while it is read ends this
 * program by SIGBUS; a file that only grows is read up to the length that it
 * had when it was opened.
 */

#include "pcap/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"

enum { PIECE = 1 << 20, MAGIC = 4, POLL_MS = 100 };

static const volatile sig_atomic_t *stop;

/* False: it cannot be mapped, as a pipe, or a file of /proc without a size. */
static bool
map(struct input *in, const struct stat *st)
{
	void *p;

	if (!S_ISREG(st->st_mode) || st->st_size <= 0 ||
	    (uint64_t)st->st_size > SIZE_MAX || lseek(in->fd, 0, SEEK_CUR) != 0)
		return false;
	p = mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, in->fd, 0);
	if (p == MAP_FAILED)
		return false;
	madvise(p, (size_t)st->st_size, MADV_SEQUENTIAL);
	in->map = p;
	in->map_size = (size_t)st->st_size;
	in->next = p;
	in->left = in->map_size;
	in->passed = in->map_size;
	in->whole = true;
	return true;
}

/* Maps the pages at once: a fault for every few of them takes longer, and what
 * is not mapped cannot be fetched beforehand. */
void
input_touch(const struct input *in, size_t n)
{
#ifdef MADV_POPULATE_READ
	size_t page = (size_t)sysconf(_SC_PAGESIZE), at;

	if (in->map == NULL)
		return;
	at = in->map_size - in->left;
	(void)madvise((char *)in->map + at / page * page, at % page + n,
	    MADV_POPULATE_READ);
#else
	(void)in;
	(void)n;
#endif
}

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
	if (in->map)
		munmap(in->map, in->map_size);
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

/* Reads on behind the have bytes that are there; returns how many. */
static size_t
read_some(struct input *in, size_t have)
{
	ssize_t n;

	do {
		if (!wait_readable(in)) {
			in->stopped = true;
			return 0;
		}
		n = read(in->fd, in->buf + have, PIECE - have);
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

bool
input_more(struct input *in)
{
	if (in->whole || in->error || in->stopped)
		return false;
	piece(in, read_some(in, 0));
	return in->left > 0;
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
		if (map(in, &st))
			return 0;
	}
	in->buf = xmalloc(PIECE);
	while (have < MAGIC && (n = read_some(in, have)) > 0)
		have += n;
	piece(in, have);
	return 0;
}
