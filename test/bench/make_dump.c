/*
 * make_dump.c - a large describe dump, always the same one
 *
 *	make_dump FOLDER INTERFACES GROUPS TABLES RULES
 *
 * As the AWS CLI prints it, indented, with the fields that are usual and of no
 * matter: one VPC for each 1,000 interfaces, an instance at each interface,
 * RULES rules in each group, 50 routes in each table.
 */

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IN_VPC = 1000, IN_SUBNET = 200, ROUTES = 50 };

static FILE *out;
static unsigned state = 20261121;

static unsigned
chance(unsigned n)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % n;
}

static void put(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void
put(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(out, fmt, ap);
	va_end(ap);
}

static void
begin(const char *folder, const char *key)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.json", folder, key);
	out = fopen(path, "w");
	if (out == NULL) {
		perror(path);
		exit(4);
	}
	put("{\n    \"%s\": [", key);
}

static void
end(void)
{
	put("\n    ]\n}\n");
	fclose(out);
}

/* Between the elements of a list. */
static void
next(unsigned i, int depth)
{
	put("%s\n%*s", i ? "," : "", 4 * depth, "");
}

static void
tags(const char *what, unsigned i)
{
	put("            \"Tags\": [\n"
	    "                {\n"
	    "                    \"Key\": \"Name\",\n"
	    "                    \"Value\": \"%s-%u\"\n"
	    "                },\n"
	    "                {\n"
	    "                    \"Key\": \"team\",\n"
	    "                    \"Value\": \"platform-%u\"\n"
	    "                }\n"
	    "            ]\n"
	    "        }",
	    what, i, chance(40));
}

static void
vpcs(const char *folder, unsigned n)
{
	begin(folder, "Vpcs");
	for (unsigned i = 0; i < n; i++) {
		next(i, 2);
		put("{\n            \"VpcId\": \"vpc-%08x\",\n"
		    "            \"CidrBlock\": \"10.%u.0.0/16\",\n"
		    "            \"DhcpOptionsId\": \"dopt-0a1b2c3d\",\n"
		    "            \"State\": \"available\",\n"
		    "            \"OwnerId\": \"111122223333\",\n"
		    "            \"InstanceTenancy\": \"default\",\n"
		    "            \"IsDefault\": false,\n",
		    i, i);
		tags("vpc", i);
	}
	end();
	begin(folder, "InternetGateways");
	for (unsigned i = 0; i < n; i++) {
		next(i, 2);
		put("{\n            \"InternetGatewayId\": \"igw-%08x\",\n"
		    "            \"Attachments\": [{\"State\": \"available\", "
		    "\"VpcId\": \"vpc-%08x\"}],\n",
		    i, i);
		tags("igw", i);
	}
	end();
}

static void
subnets(const char *folder, unsigned n)
{
	begin(folder, "Subnets");
	for (unsigned i = 0; i < n; i++) {
		unsigned vpc = i * IN_SUBNET / IN_VPC;

		next(i, 2);
		put("{\n            \"SubnetId\": \"subnet-%08x\",\n"
		    "            \"VpcId\": \"vpc-%08x\",\n"
		    "            \"CidrBlock\": \"10.%u.%u.0/24\",\n"
		    "            \"AvailabilityZone\": \"us-east-1%c\",\n"
		    "            \"AvailabilityZoneId\": \"use1-az%u\",\n"
		    "            \"AvailableIpAddressCount\": %u,\n"
		    "            \"MapPublicIpOnLaunch\": false,\n"
		    "            \"OwnerId\": \"111122223333\",\n"
		    "            \"SubnetArn\": \"arn:aws:ec2:us-east-1:"
		    "111122223333:subnet/subnet-%08x\",\n",
		    i, vpc, vpc, i % (IN_VPC / IN_SUBNET), 'a' + i % 3,
		    i % 3 + 1, chance(200), i);
		tags("subnet", i);
	}
	end();
}

static void
tables(const char *folder, unsigned n, unsigned nvpcs, unsigned nsubnets)
{
	begin(folder, "RouteTables");
	for (unsigned i = 0; i < n; i++) {
		unsigned subnet = i < nvpcs ? 0 : (i - nvpcs) % nsubnets;
		unsigned vpc = i < nvpcs ? i : subnet * IN_SUBNET / IN_VPC;

		next(i, 2);
		put("{\n            \"RouteTableId\": \"rtb-%08x\",\n"
		    "            \"VpcId\": \"vpc-%08x\",\n"
		    "            \"OwnerId\": \"111122223333\",\n"
		    "            \"PropagatingVgws\": [],\n"
		    "            \"Associations\": [",
		    i, vpc);
		if (i < nvpcs)
			put("{\"Main\": true, \"RouteTableId\": \"rtb-%08x\"}",
			    i);
		else if (i - nvpcs < nsubnets)
			put("{\"Main\": false, \"SubnetId\": "
			    "\"subnet-%08x\"}",
			    subnet);
		put("],\n            \"Routes\": [");
		for (unsigned r = 0; r < ROUTES; r++) {
			next(r, 4);
			put("{\n                    \"DestinationCidrBlock\": "
			    "\"172.%u.%u.0/24\",\n"
			    "                    \"GatewayId\": \"igw-%08x\",\n"
			    "                    \"Origin\": \"CreateRoute\",\n"
			    "                    \"State\": \"active\"\n"
			    "                }",
			    16 + r % 16, r, vpc);
		}
		put("\n            ],\n");
		tags("rtb", i);
	}
	end();
}

static void
rules(const char *key, unsigned n, unsigned group, unsigned ngroups)
{
	put("            \"%s\": [", key);
	for (unsigned r = 0; r < n; r++) {
		unsigned port = 1 + chance(60000);

		next(r, 4);
		put("{\n                    \"IpProtocol\": \"tcp\",\n"
		    "                    \"FromPort\": %u,\n"
		    "                    \"ToPort\": %u,\n"
		    "                    \"IpRanges\": [\n"
		    "                        {\n"
		    "                            \"Description\": \"ticket "
		    "%u\",\n"
		    "                            \"CidrIp\": "
		    "\"10.%u.%u.0/24\"\n"
		    "                        }\n"
		    "                    ],\n"
		    "                    \"Ipv6Ranges\": [],\n"
		    "                    \"PrefixListIds\": [],\n"
		    "                    \"UserIdGroupPairs\": [",
		    port, port, chance(100000), chance(250), chance(250));
		if (chance(4) == 0)
			put("{\"GroupId\": \"sg-%08x\", \"UserId\": "
			    "\"111122223333\"}",
			    group % 10 + chance(ngroups / 10) * 10);
		put("]\n                }");
	}
	put("\n            ],\n");
}

static void
groups(const char *folder, unsigned n, unsigned nvpcs, unsigned nrules)
{
	begin(folder, "SecurityGroups");
	for (unsigned i = 0; i < n; i++) {
		next(i, 2);
		put("{\n            \"GroupId\": \"sg-%08x\",\n"
		    "            \"GroupName\": \"group-%u\",\n"
		    "            \"Description\": \"managed by terraform\",\n"
		    "            \"OwnerId\": \"111122223333\",\n"
		    "            \"VpcId\": \"vpc-%08x\",\n",
		    i, i, i % nvpcs);
		rules("IpPermissions", nrules, i, n);
		rules("IpPermissionsEgress", 1, i, n);
		tags("sg", i);
	}
	end();
}

/* What stands in both calls about an interface. */
static void
interface(unsigned i, unsigned group)
{
	unsigned subnet = i / IN_SUBNET, vpc = i / IN_VPC;
	unsigned a = vpc, b = subnet % (IN_VPC / IN_SUBNET);
	unsigned c = 10 + i % IN_SUBNET;

	put("            \"NetworkInterfaceId\": \"eni-%08x\",\n"
	    "            \"SubnetId\": \"subnet-%08x\",\n"
	    "            \"VpcId\": \"vpc-%08x\",\n"
	    "            \"OwnerId\": \"111122223333\",\n"
	    "            \"InterfaceType\": \"interface\",\n"
	    "            \"Description\": \"\",\n"
	    "            \"MacAddress\": \"0a:%02x:%02x:%02x:00:01\",\n"
	    "            \"PrivateDnsName\": \"ip-10-%u-%u-%u.ec2.internal\",\n"
	    "            \"PrivateIpAddress\": \"10.%u.%u.%u\",\n"
	    "            \"SourceDestCheck\": true,\n"
	    "            \"Status\": \"in-use\",\n"
	    "            \"Groups\": [\n"
	    "                {\n"
	    "                    \"GroupId\": \"sg-%08x\",\n"
	    "                    \"GroupName\": \"group-%u\"\n"
	    "                }\n"
	    "            ],\n"
	    "            \"Ipv6Addresses\": [],\n"
	    "            \"PrivateIpAddresses\": [\n"
	    "                {\n"
	    "                    \"Primary\": true,\n"
	    "                    \"PrivateDnsName\": "
	    "\"ip-10-%u-%u-%u.ec2.internal\",\n"
	    "                    \"PrivateIpAddress\": \"10.%u.%u.%u\"\n"
	    "                }\n"
	    "            ],\n",
	    i, subnet, vpc, a, b, c, a, b, c, a, b, c, group, group, a, b, c, a,
	    b, c);
}

static void
interfaces(const char *folder, unsigned n, unsigned ngroups, unsigned nvpcs)
{
	begin(folder, "NetworkInterfaces");
	for (unsigned i = 0; i < n; i++) {
		unsigned group = i / IN_VPC + chance(ngroups / nvpcs) * nvpcs;

		next(i, 2);
		put("{\n");
		interface(i, group);
		put("            \"AvailabilityZone\": \"us-east-1%c\",\n"
		    "            \"Attachment\": {\n"
		    "                \"AttachmentId\": \"eni-attach-%08x\",\n"
		    "                \"DeleteOnTermination\": true,\n"
		    "                \"DeviceIndex\": 0,\n"
		    "                \"InstanceId\": \"i-%08x\",\n"
		    "                \"InstanceOwnerId\": \"111122223333\",\n"
		    "                \"Status\": \"attached\"\n"
		    "            },\n",
		    'a' + i / IN_SUBNET % 3, i, i);
		put("            \"TagSet\": []\n        }");
	}
	end();
}

static void
instances(const char *folder, unsigned n)
{
	begin(folder, "Reservations");
	for (unsigned i = 0; i < n; i++) {
		next(i, 2);
		put("{\n            \"ReservationId\": \"r-%08x\",\n"
		    "            \"OwnerId\": \"111122223333\",\n"
		    "            \"Groups\": [],\n"
		    "            \"Instances\": [{\n"
		    "            \"InstanceId\": \"i-%08x\",\n"
		    "            \"ImageId\": \"ami-0abcdef1234567890\",\n"
		    "            \"InstanceType\": \"m5.large\",\n"
		    "            \"KeyName\": \"ops\",\n"
		    "            \"LaunchTime\": "
		    "\"2026-01-01T00:00:00+00:00\",\n"
		    "            \"State\": {\n"
		    "                \"Code\": 16,\n"
		    "                \"Name\": \"running\"\n"
		    "            },\n"
		    "            \"NetworkInterfaces\": [{\n",
		    i, i);
		interface(i, 0);
		put("            \"Attachment\": {\"DeviceIndex\": 0}\n"
		    "            }],\n");
		tags("host", i);
		put("]\n        }");
	}
	end();
}

int
main(int argc, char **argv)
{
	unsigned n, ngroups, ntables, nrules, nvpcs;

	if (argc != 6) {
		fprintf(stderr,
		    "usage: make_dump FOLDER INTERFACES GROUPS TABLES RULES\n");
		return 2;
	}
	n = (unsigned)strtoul(argv[2], NULL, 10);
	ngroups = (unsigned)strtoul(argv[3], NULL, 10);
	ntables = (unsigned)strtoul(argv[4], NULL, 10);
	nrules = (unsigned)strtoul(argv[5], NULL, 10);
	nvpcs = n / IN_VPC;
	if (nvpcs == 0 || nvpcs > 250 || ngroups < nvpcs) {
		fprintf(stderr, "make_dump: 1,000 to 250,000 interfaces\n");
		return 2;
	}
	vpcs(argv[1], nvpcs);
	subnets(argv[1], nvpcs * (IN_VPC / IN_SUBNET));
	tables(argv[1], ntables, nvpcs, nvpcs * (IN_VPC / IN_SUBNET));
	groups(argv[1], ngroups, nvpcs, nrules);
	interfaces(argv[1], n, ngroups, nvpcs);
	instances(argv[1], n);
	return 0;
}
