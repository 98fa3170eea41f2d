/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Writes fields behind the head in the scratch space. What does not fit is left out. */
#ifndef BREAKWATER_FIELDS_H
#define BREAKWATER_FIELDS_H
#include "maps.bpf.h"

#define MOST_COMPONENTS 40
#define MOST_PATH 3072

static __always_inline void end_field(struct scratch *s, __u32 at, __u32 tag, __u32 bytes)
{
	if (at > LAST_FIELD || bytes > MAX_ARGV) return;
	*(__u16 *)&s->data[at] = tag;
	*(__u16 *)&s->data[at + 2] = bytes;
	s->length = at + 4 + ((bytes + 3) & ~3U);
}

/* A text of the kernel, cut at 255 bytes. */
__noinline int put_text(__u32 tag, __u64 from)
{
	struct scratch *s = find_scratch();
	if (!s) return 0;
	__u32 at = s->length;
	if (at > LAST_FIELD) return 0;
	long bytes = bpf_probe_read_kernel_str(&s->data[at + 4], 256, (void *)from);
	if (bytes <= 0 || bytes > 256) return 0;
	end_field(s, at, tag, bytes - 1);
	return 0;
}

/* A text of the process, cut at 1,023 bytes. */
__noinline int put_user_text(__u32 tag, __u64 from)
{
	struct scratch *s = find_scratch();
	if (!s) return 0;
	__u32 at = s->length;
	if (at > LAST_FIELD) return 0;
	long bytes = bpf_probe_read_user_str(&s->data[at + 4], 1024, (void *)from);
	if (bytes <= 0 || bytes > 1024) return 0;
	end_field(s, at, tag, bytes - 1);
	return 0;
}

/* Memory of the process as it is, at most so much; `most` is 8191 or 4095. */
__noinline int put_user_bytes(__u32 tag, __u64 from, __u32 bytes, __u32 most)
{
	struct scratch *s = find_scratch();
	if (!s) return 0;
	__u32 at = s->length;
	if (at > LAST_FIELD) return 0;
	if (most > MAX_ARGV - 1) most = MAX_ARGV - 1;
	if (bytes > most) bytes = most;
	asm volatile("%0 &= 8191" : "+r"(bytes));
	if (bytes > MAX_ARGV - 1) return 0;
	if (bpf_probe_read_user(&s->data[at + 4], bytes, (void *)from)) return 0;
	end_field(s, at, tag, bytes);
	return 0;
}

/* Writes the component that the walk stands at, and goes one up; across mounts, too. Not 0 at the end. */
__noinline int take_step(void)
{
	struct scratch *s = find_scratch();
	if (!s) return 1;
	struct walk *w = &s->walk;
	struct dentry *d = w->dentry;
	struct vfsmount *v = w->mount;
	if (d == w->root && v == w->root_mount) { w->state = PATH_WHOLE; return 1; }
	if (d == BPF_CORE_READ(v, mnt_root)) {
		struct mount *m = (void *)v - bpf_core_field_offset(struct mount, mnt);
		struct mount *above = BPF_CORE_READ(m, mnt_parent);
		if (above == m) { w->state = PATH_OUTSIDE; return 1; }
		w->dentry = BPF_CORE_READ(m, mnt_mountpoint);
		w->mount = (void *)above + bpf_core_field_offset(struct mount, mnt);
		return 0;
	}
	__u32 offset = w->offset;
	if (offset > LAST_FIELD || offset > w->limit) return 1;
	long bytes = bpf_probe_read_kernel_str(&s->data[offset], 256, BPF_CORE_READ(d, d_name.name));
	if (bytes <= 0 || bytes > 256) return 1;
	w->last = offset;
	w->offset = offset + bytes;
	struct dentry *parent = BPF_CORE_READ(d, d_parent);
	if (d == parent) { w->state = PATH_DETACHED; return 1; }
	w->dentry = parent;
	return 0;
}

/* Up to the root that the process sees: what a path is in its own eyes, whichever way it took. */
__noinline int put_path(__u32 tag, __u64 dentry, __u64 vfsmount)
{
	struct scratch *s = find_scratch();
	if (!s) return 0;
	__u32 at = s->length;
	if (at > LAST_FIELD) return 0;
	struct task_struct *task = (void *)bpf_get_current_task();
	struct walk *w = &s->walk;
	w->dentry = (void *)dentry;
	w->mount = (void *)vfsmount;
	w->root = BPF_CORE_READ(task, fs, root.dentry);
	w->root_mount = BPF_CORE_READ(task, fs, root.mnt);
	w->offset = at + 5;
	w->limit = at + MOST_PATH;
	w->last = 0;
	w->state = PATH_CUT;
	for (int i = 0; i < MOST_COMPONENTS; i++)
		if (take_step()) break;
	s->data[at + 4] = w->state;
	__u32 bytes = w->offset - at - 4;
	if (bytes > MAX_ARGV) return 0;
	end_field(s, at, tag, bytes);
	return 0;
}

static __always_inline void put_address(__u32 tag, const struct address *from)
{
	struct scratch *s = find_scratch();
	if (!s) return;
	__u32 at = s->length;
	if (at > LAST_FIELD) return;
	__builtin_memcpy(&s->data[at + 4], from, sizeof(*from));
	end_field(s, at, tag, sizeof(*from));
}

struct kernfs_node___old { struct kernfs_node *parent; } __attribute__((preserve_access_index));
struct kernfs_node___new { struct kernfs_node *__parent; } __attribute__((preserve_access_index));

static __always_inline struct kernfs_node *find_parent(struct kernfs_node *node)
{
	struct kernfs_node___old *old = (void *)node;
	struct kernfs_node___new *renamed = (void *)node;
	if (bpf_core_field_exists(old->parent)) return BPF_CORE_READ(old, parent);
	return BPF_CORE_READ(renamed, __parent);
}

/* Names of a cgroup and those above it; the longest of the first three, in bytes. */
__noinline int put_cgroup(__u64 node_)
{
	struct scratch *s = find_scratch();
	if (!s) return 0;
	__u32 at = s->length, off = at + 5;
	if (at > LAST_FIELD) return 0;
	struct kernfs_node *node = (void *)node_;
	int longest = 0;
	for (int i = 0; i < 12; i++) {
		struct kernfs_node *parent = find_parent(node);
		if (!parent || off > LAST_FIELD) break;
		long bytes = bpf_probe_read_kernel_str(&s->data[off], 256, BPF_CORE_READ(node, name));
		if (bytes <= 0 || bytes > 256) break;
		if (i < 3 && bytes > longest) longest = bytes;
		off += bytes;
		node = parent;
	}
	s->data[at + 4] = PATH_WHOLE;
	if (off < at + 5) return 0;
	end_field(s, at, TAG_CGROUP, off - at - 4);
	return longest;
}
#endif
