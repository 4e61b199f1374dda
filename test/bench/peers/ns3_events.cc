/*
 * ns3_events.cc - events a second of ns-3, in the hold model
 *
 * usage: ns3_events PENDING
 *
 * Each event that happens schedules the next one; PENDING are always to come.
 * Prints millions a second with each of ns-3's schedulers.
 */

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <ns3/core-module.h>

using namespace ns3;

static const uint32_t turns = 1000000;
static uint64_t state = 1;
static uint32_t happened;

static Time
some_time()
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return NanoSeconds((state >> 33) % 2000000);
}

static void
happen()
{
	if (++happened == turns)
		Simulator::Stop();
	Simulator::Schedule(some_time(), &happen);
}

static void
hold(const char *scheduler, uint32_t pending)
{
	ObjectFactory factory;

	factory.SetTypeId(scheduler);
	Simulator::SetScheduler(factory);
	for (uint32_t i = 0; i < pending; i++)
		Simulator::Schedule(some_time(), &happen);
	happened = 0;
	auto began = std::chrono::steady_clock::now();
	Simulator::Run();
	std::chrono::duration<double> took =
	    std::chrono::steady_clock::now() - began;
	Simulator::Destroy();
	printf("%s %.2f\n", scheduler, turns / took.count() / 1e6);
}

int
main(int argc, char **argv)
{
	uint32_t pending = argc == 2 ? strtoul(argv[1], nullptr, 10) : 0;

	if (pending == 0) {
		fprintf(stderr, "usage: ns3_events PENDING\n");
		return 2;
	}
	hold("ns3::MapScheduler", pending); /* its default */
	hold("ns3::HeapScheduler", pending);
	hold("ns3::PriorityQueueScheduler", pending);
	return 0;
}
