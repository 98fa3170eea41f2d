/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the programs share with each other and with the loader. */
#ifndef BREAKWATER_MAPS_H
#define BREAKWATER_MAPS_H

/* Longest frame before its last field; a field is at most MAX_ARGV long. */
#define LAST_FIELD 16383

/* Where the walk up a path stands. It lives here, so that the verifier has one step to look at, and not all ways through forty of them. */
struct walk {
	struct dentry *dentry, *root;
	struct vfsmount *mount, *root_mount;
	__u32 offset, limit;
	__u32 last; /* where the last component begins */
	__u32 state;
};

struct scratch {
	struct walk walk;
	__u32 length;
	char data[LAST_FIELD + 1 + MAX_ARGV + 512];
};

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4 * 1024 * 1024); } ring SEC(".maps");
/* The stack holds 512 bytes. Only programs that run for a process use it: those that an interrupt runs would overwrite what one of them has begun. */
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct scratch); } scratches SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, EV_TYPES); __type(key, __u32); __type(value, __u64); } lost SEC(".maps");
/* Cgroups that were told, and whether a container runs there. */
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 16384); __type(key, __u64); __type(value, __u8); } cgroups SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, MAX_SYSCALL); __type(key, __u32); __type(value, __u8); } actions SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, struct name_key); __type(value, __u8); } names SEC(".maps");
struct syscall_set { __u64 words[SYSCALL_BYTES / 8]; };
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 4096); __type(key, __u64); __type(value, struct syscall_set); } syscalls SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, __u64); __type(value, __u8); } kill_at_exec SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, __u64); __type(value, __u8); } deny_connect SEC(".maps");

/* A question that waits for its answer: who asked. */
struct question_key { __u32 net_ns; __u16 port; __u16 id; };
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 8192); __type(key, struct question_key); __type(value, struct head); } questions SEC(".maps");
/* Datagrams are told once in a while for each place that they go to. */
struct peer_key { __u64 cgroup; __u32 pid; __u16 family; __u16 port; __u8 bytes[16]; };
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 16384); __type(key, struct peer_key); __type(value, __u64); } peers SEC(".maps");

/* Set by the loader before it loads. */
const volatile __u32 self_pid = 0;
const volatile __u32 agent_pid = 0;
const volatile __u8 whole_host = 0;
const volatile __u8 wants_syscalls = 0;
/* A reader that sleeps is woken from so many waiting bytes on. */
const volatile __u32 wake_at = 1024 * 1024;
__u64 woken_at;

#define CONTAINER 2
#define HOST 1
#define SEEN_NS 60000000000ULL
#define REST_NS 100000000ULL

static __always_inline void lose(__u32 type)
{
	__u64 *count = bpf_map_lookup_elem(&lost, &type);
	if (count) (*count)++;
}

static __always_inline struct scratch *find_scratch(void)
{
	__u32 zero = 0;
	return bpf_map_lookup_elem(&scratches, &zero);
}

/* Waking the reader for every event costs more than the event: it is woken ten times a second at most, or by what fills the ring. Two processors at once may both wake it. */
static __always_inline __u64 choose_wake(void)
{
	__u64 now = bpf_ktime_get_ns();
	bool rested = now - woken_at >= REST_NS;
	if (!rested && bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) < wake_at) return BPF_RB_NO_WAKEUP;
	woken_at = now;
	return BPF_RB_FORCE_WAKEUP;
}
#endif
