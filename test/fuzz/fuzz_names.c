/*
 * fuzz_names.c - names in any payload: what is told is a name
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "pcap/server_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[HOST_NAME_MOST];
	struct dns_answer a;

	if (server_name_parse(data, (uint32_t)size, name) &&
	    !host_name_clean(name))
		abort();
	if (dns_answer_parse(data, (uint32_t)size, &a) &&
	    (a.n == 0 || a.n > DNS_ANSWERS_MOST || !host_name_clean(a.name)))
		abort();
	return 0;
}
