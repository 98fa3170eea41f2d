/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Files that are watched: opened, renamed, linked, removed, given other rights. */
#ifndef BREAKWATER_FILES_H
#define BREAKWATER_FILES_H
#include "process.bpf.h"

#define FMODE_WRITE 0x2
#define FMODE_CREATED 0x100000
#define IS_REGULAR(mode) (((mode) & 0170000) == 0100000)
#define IS_BLOCK(mode) (((mode) & 0170000) == 0060000)
#define IS_FOLDER(mode) (((mode) & 0170000) == 0040000)
#define MOST_ALIASES 4
#define AT_FDCWD_VALUE (-100)

static __always_inline __u8 look_up(struct dentry *d)
{
	struct name_key key = {};
	__u32 bytes = BPF_CORE_READ(d, d_name.len);
	const unsigned char *name = BPF_CORE_READ(d, d_name.name);
	if (bytes > NAME_BYTES) bytes = NAME_BYTES;
	asm volatile("%0 &= 31" : "+r"(bytes));
	if (bytes > NAME_BYTES || bpf_probe_read_kernel(key.text, bytes, name)) return 0;
	__u8 *found = bpf_map_lookup_elem(&names, &key);
	return found ? *found : 0;
}

static __always_inline int is_watched(struct dentry *d)
{
	return (look_up(d) & NAME_FILE) || (look_up(BPF_CORE_READ(d, d_parent)) & NAME_FOLDER);
}

/* Another name of the same file that is watched: a hard link hides nothing as long as the kernel remembers both. */
static __always_inline struct dentry *find_alias(struct inode *inode, struct dentry *but)
{
	struct hlist_node *node = BPF_CORE_READ(inode, i_dentry.first);
	for (int i = 0; i < MOST_ALIASES && node; i++) {
		struct dentry *d = (void *)node - bpf_core_field_offset(struct dentry, d_u.d_alias);
		if (d != but && is_watched(d)) return d;
		node = BPF_CORE_READ(node, next);
	}
	return NULL;
}

/* Whether the last path that was written begins in a folder whose files are watched for writing. */
static __always_inline int is_in_top(struct scratch *s)
{
	struct name_key key = {};
	__u32 last = s->walk.last;
	if (last == 0 || last > LAST_FIELD) return 0;
	if (bpf_probe_read_kernel_str(key.text, NAME_BYTES, &s->data[last]) <= 0) return 0;
	__u8 *found = bpf_map_lookup_elem(&names, &key);
	return found && (*found & NAME_TOP);
}

static __always_inline void on_open(struct task_struct *task, long fd, __u64 called, __u64 flags)
{
	struct file *file = fd < 0 ? NULL : find_file(task, fd);
	if (!file) return;
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	__u32 kind = BPF_CORE_READ(inode, i_mode);
	if (IS_FOLDER(kind)) return;
	__u32 mode = BPF_CORE_READ(file, f_mode);
	int writes = mode & FMODE_WRITE;
	struct dentry *d = BPF_CORE_READ(file, f_path.dentry), *alias = NULL;
	int watched = IS_BLOCK(kind) || is_watched(d);
	if (!watched && IS_REGULAR(kind) && BPF_CORE_READ(inode, i_nlink) > 1) {
		alias = find_alias(inode, d);
		watched = alias != NULL;
	}
	if (!watched && !writes) return;
	struct scratch *s = begin(task);
	if (!s) return;
	struct vfsmount *mount = BPF_CORE_READ(file, f_path.mnt);
	put_path(TAG_PATH, (__u64)d, (__u64)mount);
	if (!watched && !is_in_top(s)) return;
	if (alias) put_path(TAG_ALIAS, (__u64)alias, (__u64)mount);
	if (called) put_user_text(TAG_CALLED, called);
	struct head *h = head_of(s);
	fill(h, task, EV_FILE);
	h->numbers[0] = mode & FMODE_CREATED ? FILE_CREATE : writes ? FILE_WRITE : FILE_READ;
	/* As they were called: the kernel forgets some of them once the file is open. */
	h->numbers[1] = flags;
	h->numbers[2] = BPF_CORE_READ(inode, i_ino);
	h->numbers[3] = BPF_CORE_READ(inode, i_sb, s_dev);
	h->numbers[4] = kind;
	send(s);
}

/* What a path that was called begins at. */
static __always_inline void put_base(struct task_struct *task, __u32 tag, int fd)
{
	struct file *file = fd == AT_FDCWD_VALUE ? NULL : find_file(task, fd);
	if (file) put_path(tag, (__u64)BPF_CORE_READ(file, f_path.dentry), (__u64)BPF_CORE_READ(file, f_path.mnt));
	else put_path(tag, (__u64)BPF_CORE_READ(task, fs, pwd.dentry), (__u64)BPF_CORE_READ(task, fs, pwd.mnt));
}

struct named { int from_fd, to_fd; __u64 from, to; };

/* Calls that name files: the loader joins, and tells only of what is watched. A link's own text is no file yet, and comes as it is. */
static __always_inline void on_names(struct task_struct *task, __u32 operation, const struct named *n, __u64 mode, long result)
{
	if (result < 0) return;
	struct scratch *s = begin(task);
	if (!s) return;
	if (n->from) {
		put_base(task, TAG_BASE, n->from_fd);
		put_user_text(TAG_CALLED, n->from);
	}
	if (n->to) {
		put_base(task, TAG_TARGET_BASE, n->to_fd);
		put_user_text(TAG_TARGET_CALLED, n->to);
	}
	struct head *h = head_of(s);
	fill(h, task, EV_FILE);
	h->numbers[0] = operation;
	h->numbers[1] = mode;
	send(s);
}

#define RIGHTS_TO_RUN 0111
#define SET_ID 06000

static __always_inline int is_told_mode(__u64 mode)
{
	return (mode & (RIGHTS_TO_RUN | SET_ID)) != 0;
}

static __always_inline void on_fchmod(struct task_struct *task, __u32 fd, __u64 mode, long result)
{
	struct file *file = result < 0 || !is_told_mode(mode) ? NULL : find_file(task, fd);
	struct scratch *s = file ? begin(task) : NULL;
	if (!s) return;
	put_path(TAG_PATH, (__u64)BPF_CORE_READ(file, f_path.dentry), (__u64)BPF_CORE_READ(file, f_path.mnt));
	struct head *h = head_of(s);
	fill(h, task, EV_FILE);
	h->numbers[0] = FILE_CHMOD;
	h->numbers[1] = mode;
	send(s);
}
#endif
