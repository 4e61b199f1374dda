/*
 * ns3_path.cc - UDP datagrams over three point-to-point links of ns-3
 *
 * usage: ns3_path PACKETS
 *
 * Each link has 10 Gbit/s and 1 ms.  Prints millions of packets a second.
 */

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <ns3/applications-module.h>
#include <ns3/core-module.h>
#include <ns3/internet-module.h>
#include <ns3/network-module.h>
#include <ns3/point-to-point-module.h>

using namespace ns3;

static uint32_t arrived;

static void
count(Ptr<const Packet>)
{
	arrived++;
}

int
main(int argc, char **argv)
{
	uint32_t packets = argc == 2 ? strtoul(argv[1], nullptr, 10) : 0;
	PointToPointHelper link;
	InternetStackHelper stack;
	Ipv4AddressHelper address("10.0.0.0", "255.255.255.0");
	Ipv4InterfaceContainer last;
	NodeContainer nodes;

	if (packets == 0) {
		fprintf(stderr, "usage: ns3_path PACKETS\n");
		return 2;
	}
	nodes.Create(4);
	stack.Install(nodes);
	link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
	link.SetChannelAttribute("Delay", StringValue("1ms"));
	for (int i = 0; i < 3; i++) {
		last = address.Assign(
		    link.Install(nodes.Get(i), nodes.Get(i + 1)));
		address.NewNetwork();
	}
	Ipv4GlobalRoutingHelper::PopulateRoutingTables();

	UdpServerHelper server(9);
	ApplicationContainer end = server.Install(nodes.Get(3));
	end.Get(0)->TraceConnectWithoutContext("Rx", MakeCallback(&count));
	UdpClientHelper client(last.GetAddress(1), 9);
	client.SetAttribute("MaxPackets", UintegerValue(packets));
	client.SetAttribute("Interval", TimeValue(MicroSeconds(10)));
	client.SetAttribute("PacketSize", UintegerValue(100));
	client.Install(nodes.Get(0)).Start(Seconds(1));

	auto began = std::chrono::steady_clock::now();
	Simulator::Run();
	std::chrono::duration<double> took =
	    std::chrono::steady_clock::now() - began;
	Simulator::Destroy();
	printf("%.4f\n", arrived / took.count() / 1e6);
	return arrived == packets ? 0 : 1;
}
