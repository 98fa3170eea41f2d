// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Loads the kernel side, says what of it this machine takes, and passes on what it tells:
 *   kernel-events [--host] [--syscalls] [--ring KIB] [--agent PID]
 * Frames of events.h go to standard output, commands come on standard input; it ends with either of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "collect.skel.h"
#include "loader.h"

#define ROUND_MS 40
#define SOON_MS 5
#define SOON_COST_MS 100
#define SYSCALLS_MS 10000
#define MAX_RING_KIB (64 * 1024)

struct options { bool host, syscalls; unsigned ring_kib, agent; };

/* Programs by what cannot be seen, or done, without them. */
static const struct { const char *program, *capability; } CAPABILITIES[] = {
	{ "on_exec", "process-exec" }, { "on_fork", "process-fork" }, { "on_exit", "process-exit" }, { "on_state", "tcp" },
	{ "on_syscall", "system-calls" }, { "on_send", "dns-questions" }, { "on_receive", "dns-answers" },
	{ "deny_connect4", "deny-connect" }, { "deny_connect6", "deny-connect" }, { "deny_sendmsg4", "deny-connect" }, { "deny_sendmsg6", "deny-connect" },
};
#define PROGRAMS (sizeof(CAPABILITIES) / sizeof(CAPABILITIES[0]))

static int failures[PROGRAMS];
static volatile sig_atomic_t stopping;

static void on_signal(int signal) { stopping = 1; }

static int be_silent(enum libbpf_print_level level, const char *format, va_list words) { return 0; }

static struct collect *open_skeleton(const struct options *options, int only)
{
	struct collect *skeleton = collect__open();
	if (!skeleton) return NULL;
	skeleton->rodata->self_pid = getpid();
	skeleton->rodata->agent_pid = options->agent;
	skeleton->rodata->whole_host = options->host;
	skeleton->rodata->wants_syscalls = options->syscalls;
	skeleton->rodata->wake_at = options->ring_kib * 1024 / 4;
	bpf_map__set_max_entries(skeleton->maps.ring, options->ring_kib * 1024);
	for (size_t i = 0; i < PROGRAMS; i++) {
		struct bpf_program *program = bpf_object__find_program_by_name(skeleton->obj, CAPABILITIES[i].program);
		bpf_program__set_autoload(program, only < 0 ? failures[i] == 0 : (int)i == only);
	}
	return skeleton;
}

/* One program that a kernel does not take would keep out all others: each is tried alone then. */
static struct collect *load(const struct options *options)
{
	struct collect *skeleton = open_skeleton(options, -1);
	if (skeleton && collect__load(skeleton) == 0) return skeleton;
	if (skeleton) collect__destroy(skeleton);
	size_t failed = 0;
	for (size_t i = 0; i < PROGRAMS; i++) {
		skeleton = open_skeleton(options, i);
		int error = skeleton ? collect__load(skeleton) : -errno;
		failures[i] = error ? -error : 0;
		failed += error != 0;
		if (skeleton) collect__destroy(skeleton);
	}
	skeleton = failed == PROGRAMS ? NULL : open_skeleton(options, -1);
	return skeleton && collect__load(skeleton) == 0 ? skeleton : NULL;
}

static bool is_refusing(const char *program) { return strncmp(program, "deny_", 5) == 0; }

static void attach(struct collect *skeleton)
{
	for (size_t i = 0; i < PROGRAMS; i++) {
		if (failures[i] || is_refusing(CAPABILITIES[i].program)) continue;
		struct bpf_program *program = bpf_object__find_program_by_name(skeleton->obj, CAPABILITIES[i].program);
		if (!bpf_program__attach(program)) failures[i] = errno;
	}
}

static const char *explain(int error)
{
	static char words[256];
	if (error == 0) return "";
	if (error == EACCES && geteuid() == 0) return "this kernel does not take the program; it loads on others";
	if (error == EPERM || error == EACCES) return "this process may not do it: it takes root, or the capabilities BPF, PERFMON and for connections NET_ADMIN";
	if (error == ESRCH || error == ENOENT || error == EINVAL) return "this kernel lacks it";
	snprintf(words, sizeof(words), "the kernel says: %s", strerror(error));
	return words;
}

static void tell_capabilities(void)
{
	for (size_t i = 0; i < PROGRAMS; i++) frame_text(FRAME_CAPABILITY, CAPABILITIES[i].capability, explain(failures[i]));
}

static void tell_losses(struct collect *skeleton)
{
	static __u64 told[EV_TYPES];
	int cpus = libbpf_num_possible_cpus();
	__u64 counts[cpus];
	for (__u32 type = 0; type < EV_TYPES; type++) {
		if (bpf_map_lookup_elem(bpf_map__fd(skeleton->maps.lost), &type, counts)) continue;
		__u64 sum = 0;
		for (int i = 0; i < cpus; i++) sum += counts[i];
		if (sum != told[type]) frame_numbers(FRAME_LOSS, 0, type, sum);
		told[type] = sum;
	}
}

/* Once a second: so that times can be told as people count them, whatever is done to the clock, and silence means something. */
static bool tell_clock(void)
{
	static time_t told;
	struct timespec boot, wall;
	clock_gettime(CLOCK_BOOTTIME, &boot);
	if (boot.tv_sec == told) return false;
	clock_gettime(CLOCK_REALTIME, &wall);
	told = boot.tv_sec;
	frame_clock(boot.tv_sec * 1000000000ULL + boot.tv_nsec, wall.tv_sec * 1000000000ULL + wall.tv_nsec);
	return true;
}

static void tell_syscalls(struct collect *skeleton)
{
	__u64 *last = NULL, cgroup, next;
	char set[SYSCALL_BYTES];
	int map = bpf_map__fd(skeleton->maps.syscalls);
	while (bpf_map_get_next_key(map, last, &next) == 0) {
		if (bpf_map_lookup_elem(map, &next, set) == 0) frame_bytes(FRAME_SYSCALLS, next, TAG_PAYLOAD, set, sizeof(set));
		cgroup = next;
		last = &cgroup;
	}
}

static unsigned long read_milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000UL + now.tv_nsec / 1000000;
}

/*
 * What follows the first event after a pause is looked for soon, as it may be an attack that somebody could end. Each look costs the agent the same, whatever there is to see: a look
 * that comes soon is paid for by a tenth of a second that has passed, and no more than ten are saved up.
 */
static int choose_wait(bool found)
{
	static unsigned long paid;
	unsigned long now = read_milliseconds(), oldest = now > 10 * SOON_COST_MS ? now - 10 * SOON_COST_MS : 0;
	if (paid < oldest) paid = oldest;
	if (!found || paid + SOON_COST_MS > now) return ROUND_MS;
	paid += SOON_COST_MS;
	return SOON_MS;
}

static void run(struct collect *skeleton, const struct options *options)
{
	struct ring_buffer *ring = ring_buffer__new(bpf_map__fd(skeleton->maps.ring), frame_pass, NULL, NULL);
	struct pollfd waits[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = ring_buffer__epoll_fd(ring), .events = POLLIN } };
	bool started = false;
	int wait = ROUND_MS;
	unsigned long told = read_milliseconds();
	fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
	while (!stopping) {
		/* The ring is looked at after each round, whether it wakes anybody or not; not while there is no room for what is in it. */
		if (poll(waits, started && !frame_is_full() ? 2 : 1, wait) > 0 && waits[0].revents && !commands_read(skeleton, &started)) break;
		wait = choose_wait(started && ring_buffer__consume(ring) > 0);
		if (tell_clock()) {
			tell_losses(skeleton);
			limit_tell();
		}
		if (options->syscalls && read_milliseconds() - told >= SYSCALLS_MS) {
			tell_syscalls(skeleton);
			told = read_milliseconds();
		}
		frame_flush();
	}
	ring_buffer__consume(ring);
	tell_losses(skeleton);
	frame_flush();
	ring_buffer__free(ring);
}

static struct options read_options(int count, char **words)
{
	struct options options = { .ring_kib = 8192 };
	for (int i = 1; i < count; i++) {
		const char *value = i + 1 < count ? words[i + 1] : "";
		if (strcmp(words[i], "--host") == 0) options.host = true;
		else if (strcmp(words[i], "--syscalls") == 0) options.syscalls = true;
		else if (strcmp(words[i], "--ring") == 0) { options.ring_kib = strtoul(value, NULL, 10); i++; }
		else if (strcmp(words[i], "--agent") == 0) { options.agent = strtoul(value, NULL, 10); i++; }
		else { fprintf(stderr, "kernel-events: no such option: %s\n", words[i]); exit(2); }
	}
	/* The kernel takes powers of two, and no less than a page. */
	if (options.ring_kib < 64 || options.ring_kib > MAX_RING_KIB || (options.ring_kib & (options.ring_kib - 1))) {
		fprintf(stderr, "kernel-events: --ring takes a power of two between 64 and %d\n", MAX_RING_KIB);
		exit(2);
	}
	return options;
}

int main(int count, char **words)
{
	struct options options = read_options(count, words);
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	signal(SIGPIPE, SIG_IGN);
	libbpf_set_print(be_silent);
	/* Kernels before 5.11 count maps as locked memory. */
	setrlimit(RLIMIT_MEMLOCK, &all);
	struct collect *skeleton = load(&options);
	if (skeleton) {
		syscalls_set(skeleton);
		attach(skeleton);
	}
	tell_capabilities();
	frame_flush();
	if (!skeleton) {
		fprintf(stderr, "kernel-events: nothing can be seen on this machine: %s\n", access("/sys/kernel/btf/vmlinux", R_OK) ? "its kernel has no BTF in /sys/kernel/btf/vmlinux" : explain(failures[0]));
		return 1;
	}
	tell_clock();
	frame_text(FRAME_READY, "ready", "");
	frame_flush();
	run(skeleton, &options);
	collect__destroy(skeleton);
	return 0;
}
