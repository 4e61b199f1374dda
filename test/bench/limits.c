/*
 * limits.c - what this machine can do at most
 *
 * usage: limits walk FILE	millions of packets a second: how fast the record
 *			headers of a pcap are come by where it is mapped, and
 *			where it is read in pieces of 256 KiB and of 1 MiB
 *	  limits memory MB	GB a second: memory, written for the first time, and
 *			once it has been given back
 *
 * A virtual machine may lend free memory back to its host, from where it comes
 * slowly.
 */

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test/bench/timing.h"

enum { FILE_HEADER = 24, RECORD = 16, LENGTH = 8, PAGE = 4096 };

static void
die(const char *what)
{
	perror(what);
	exit(2);
}

/* --- a capture ----------------------------------------------------------- */

/* Past all records that begin in these bytes; the rest of the last one. */
static size_t
walk(const uint8_t *p, size_t at, size_t n, uint64_t *packets)
{
	while (at + RECORD <= n) {
		uint32_t length;

		memcpy(&length, p + at + LENGTH, sizeof(length));
		at += RECORD + length;
		++*packets;
	}
	return at;
}

static double
walk_mapped(int fd, size_t size)
{
	double began = seconds();
	uint64_t packets = 0;
	uint8_t *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

	if (p == MAP_FAILED)
		die("mmap");
	walk(p, FILE_HEADER, size, &packets);
	munmap(p, size);
	return (double)packets / (seconds() - began) / 1e6;
}

static double
walk_read(int fd, size_t piece)
{
	double began = seconds();
	uint8_t *p = malloc(piece);
	size_t at = FILE_HEADER, have = 0;
	uint64_t packets = 0;
	ssize_t n;

	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, p + have, piece - have)) > 0) {
		have += (size_t)n;
		at = walk(p, at, have, &packets);
		if (at < have) {
			memmove(p, p + at, have - at);
			have -= at;
			at = 0;
		} else {
			at -= have;
			have = 0;
		}
	}
	free(p);
	return (double)packets / (seconds() - began) / 1e6;
}

static void
limits_of_file(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		die(path);
	printf("mapped %.1f, read by 256 KiB %.1f, by 1 MiB %.1f\n",
	    walk_mapped(fd, (size_t)st.st_size), walk_read(fd, 1 << 18),
	    walk_read(fd, 1 << 20));
	close(fd);
}

/* --- memory -------------------------------------------------------------- */

static double
touch(size_t bytes)
{
	double began = seconds(), took;
	uint8_t *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	(void)madvise(p, bytes, MADV_HUGEPAGE);
	for (size_t i = 0; i < bytes; i += PAGE)
		p[i] = 1;
	took = seconds() - began;
	munmap(p, bytes);
	return (double)bytes / took / 1e9;
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "walk") == 0) {
		limits_of_file(argv[2]);
	} else if (argc == 3 && strcmp(argv[1], "memory") == 0) {
		size_t bytes = strtoul(argv[2], NULL, 10) << 20;
		double first = touch(bytes), again = touch(bytes);

		printf("%.1f, again %.1f\n", first, again);
	} else {
		fprintf(stderr, "usage: limits walk FILE | memory MB\n");
		return 2;
	}
	return 0;
}
