/*
 * host_services.c - what an instance's own host answers
 *
 * VPC User Guide ("DNS attributes for your VPC", "Security groups") and Amazon
 * EC2 User Guide ("Set the time for your instance", "Instance metadata"); DHCP
 * has the addresses of RFC 2131 and RFC 8415.
 */

#include "dataplane/model/host_services.h"

/* The IPv6 addresses are fd00:ec2::253 and the like; an IPv4 one is named. */
static const struct host_service host_table[] = {
	/* 169.254.169.253 */
	{ "route53-resolver", { 0, 0xffffa9fea9fd }, 53, true, true },
	{ "route53-resolver", { 0xfd000ec200000000, 0x253 }, 53, true, true },
	/* 169.254.169.254 */
	{ "imds", { 0, 0xffffa9fea9fe }, 80, true, false },
	{ "imds", { 0xfd000ec200000000, 0x254 }, 80, true, false },
	/* 169.254.169.123 */
	{ "time-sync", { 0, 0xffffa9fea97b }, 123, false, true },
	{ "time-sync", { 0xfd000ec200000000, 0x123 }, 123, false, true },
	/* 255.255.255.255, ff02::1:2 */
	{ "dhcp", { 0, 0xffffffffffff }, 67, false, true },
	{ "dhcp", { 0xff02000000000000, 0x10002 }, 547, false, true },
	/* 169.254.169.250, 169.254.169.251 */
	{ "kms-activation", { 0, 0xffffa9fea9fa }, 1688, true, false },
	{ "kms-activation", { 0, 0xffffa9fea9fb }, 1688, true, false },
	{ "kms-activation", { 0xfd000ec200000000, 0x250 }, 1688, true, false },
	/* 169.254.170.2 */
	{ "ecs-metadata", { 0, 0xffffa9feaa02 }, 80, true, false },
};

const struct host_service *
host_service_at(struct ip a)
{
	for (size_t i = 0; i < sizeof(host_table) / sizeof(host_table[0]); i++)
		if (ip_eq(host_table[i].ip, a))
			return &host_table[i];
	return NULL;
}

const struct host_service *
host_services(size_t *n)
{
	*n = sizeof(host_table) / sizeof(host_table[0]);
	return host_table;
}
