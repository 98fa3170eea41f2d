/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Who did it, and whether that is told at all. */
#ifndef BREAKWATER_HEAD_H
#define BREAKWATER_HEAD_H
#include "fields.bpf.h"

#define PF_FORKNOEXEC 0x00000040
/* Names of containers are 64 hexadecimal digits, and a prefix at most. */
#define CONTAINER_NAME 65

/* The cgroup of the second version; where a runtime uses the first one only, that of the controller pids, marked by the highest bit. */
static __always_inline struct kernfs_node *find_cgroup(struct task_struct *task, __u64 *id)
{
	struct kernfs_node *node = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn);
	*id = BPF_CORE_READ(node, id);
	if (find_parent(node) || !bpf_core_enum_value_exists(enum cgroup_subsys_id, pids_cgrp_id)) return node;
	struct kernfs_node *first = BPF_CORE_READ(task, cgroups, subsys[bpf_core_enum_value(enum cgroup_subsys_id, pids_cgrp_id)], cgroup, kn);
	if (!first || !find_parent(first)) return node;
	*id = BPF_CORE_READ(first, id) | 1ULL << 63;
	return first;
}

/* Number and namespace of a process as it sees itself. */
static __always_inline struct upid read_upid(struct pid *pid)
{
	struct upid own = {};
	__u32 level = BPF_CORE_READ(pid, level) & 31;
	bpf_core_read(&own, sizeof(own), &pid->numbers[level]);
	return own;
}

static __always_inline void fill(struct head *h, struct task_struct *task, __u16 type)
{
	struct task_struct *leader = BPF_CORE_READ(task, group_leader), *parent = BPF_CORE_READ(task, real_parent);
	__u64 id = bpf_get_current_pid_tgid(), user = bpf_get_current_uid_gid();
	h->version = FRAME_VERSION;
	h->type = type;
	h->time = bpf_ktime_get_boot_ns();
	h->start = BPF_CORE_READ(leader, start_boottime);
	h->parent_start = BPF_CORE_READ(parent, group_leader, start_boottime);
	h->pid = id >> 32;
	h->tid = (__u32)id;
	h->ppid = BPF_CORE_READ(parent, tgid);
	h->uid = (__u32)user;
	h->gid = user >> 32;
	h->euid = BPF_CORE_READ(task, cred, euid.val);
	h->mnt_ns = BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum);
	h->net_ns = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	h->login = bpf_core_field_exists(task->loginuid) ? BPF_CORE_READ(task, loginuid.val) : (__u32)-1;
	struct upid own = read_upid(BPF_CORE_READ(leader, thread_pid)), above = read_upid(BPF_CORE_READ(parent, thread_pid));
	h->vpid = own.nr;
	h->pid_ns = BPF_CORE_READ(own.ns, ns.inum);
	h->flags = (own.ns != above.ns ? FLAG_ENTERED : 0) | (BPF_CORE_READ(task, flags) & PF_FORKNOEXEC ? FLAG_NOT_EXECUTED : 0);
	bpf_get_current_comm(h->comm, sizeof(h->comm));
	__builtin_memset(h->numbers, 0, sizeof(h->numbers));
}

static __always_inline struct head *head_of(struct scratch *s)
{
	return (struct head *)s->data;
}

/* Sends what stands in the scratch space. */
static __always_inline int send(struct scratch *s)
{
	struct head *h = head_of(s);
	__u32 size = s->length;
	if (size > sizeof(s->data) - 8) return -1;
	h->size = size;
	if (bpf_ringbuf_output(&ring, s->data, size, choose_wake()) == 0) return 0;
	lose(h->type);
	return -1;
}

/* A cgroup is told once, before what happens in it; again where that was lost. Says of what kind it is. */
__noinline int tell_cgroup(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct scratch *s = find_scratch();
	if (!s) return HOST;
	__u64 id;
	struct kernfs_node *node = find_cgroup(task, &id);
	s->length = sizeof(struct head);
	__u8 kind = put_cgroup((__u64)node) >= CONTAINER_NAME ? CONTAINER : HOST;
	struct head *h = head_of(s);
	fill(h, task, EV_CGROUP);
	h->cgroup = id;
	if ((kind == HOST && !whole_host) || send(s) == 0) bpf_map_update_elem(&cgroups, &id, &kind, BPF_ANY);
	return kind;
}

/* The scratch space, ready for fields, where the process is one whose doings are told; its cgroup stands in the head. */
static __always_inline struct scratch *begin(struct task_struct *task)
{
	__u64 id;
	find_cgroup(task, &id);
	__u8 *known = bpf_map_lookup_elem(&cgroups, &id);
	int kind = known ? *known : tell_cgroup();
	if (kind != CONTAINER && !whole_host) return NULL;
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	if (pid == self_pid || pid == agent_pid) return NULL;
	struct scratch *s = find_scratch();
	if (!s) return NULL;
	s->length = sizeof(struct head);
	head_of(s)->cgroup = id;
	return s;
}
#endif
