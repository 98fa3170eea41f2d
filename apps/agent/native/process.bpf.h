/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Processes: fork, exec, exit. */
#ifndef BREAKWATER_PROCESS_H
#define BREAKWATER_PROCESS_H
#include "head.bpf.h"

#define OVERLAYFS_MAGIC 0x794c7630
#define IS_SOCKET(mode) (((mode) & 0170000) == 0140000)

static __always_inline struct file *find_file(struct task_struct *task, __u32 fd)
{
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file *file = NULL;
	if (!table || fd >= BPF_CORE_READ(table, max_fds)) return NULL;
	bpf_probe_read_kernel(&file, sizeof(file), BPF_CORE_READ(table, fd) + fd);
	return file;
}

static __always_inline int is_socket(struct task_struct *task, __u32 fd)
{
	struct file *file = find_file(task, fd);
	return file && IS_SOCKET(BPF_CORE_READ(file, f_inode, i_mode));
}

/* Which layer of an overlay a file is of. The dentry of the upper layer stands right behind the inode. */
static __always_inline __u32 find_layer(struct inode *inode)
{
	if (BPF_CORE_READ(inode, i_sb, s_magic) != OVERLAYFS_MAGIC) return 0;
	struct dentry *upper = NULL;
	bpf_probe_read_kernel(&upper, sizeof(upper), (char *)inode + bpf_core_type_size(struct inode));
	return FLAG_OVERLAY | (upper && BPF_CORE_READ(upper, d_inode) ? FLAG_UPPER : 0);
}

#define PIECE 64

/* Whether a setting begins in this piece that changes how programs are loaded. A piece is what the verifier can look through. */
__noinline int has_told_setting(__u64 from)
{
	struct scratch *s = find_scratch();
	if (!s || from > LAST_FIELD + MAX_ENV) return 0;
	const char *text = &s->data[from];
#pragma unroll
	for (int i = 0; i < PIECE; i++) {
		if (text[i] != 'L' && text[i] != 'G') continue;
		if ((text[i + 1] == 'D' && text[i + 2] == '_') || (text[i + 1] == 'L' && text[i + 2] == 'I')) return 1;
	}
	return 0;
}

/* Most environments have no such setting, and would fill the ring. */
static __always_inline int is_told_environment(__u32 at, __u32 bytes)
{
	for (__u32 i = 0; i < MAX_ENV / PIECE; i++) {
		if (i * PIECE >= bytes) return 0;
		if (has_told_setting(at + 4 + i * PIECE)) return 1;
	}
	return 0;
}

static __always_inline void put_environment(struct mm_struct *mm)
{
	struct scratch *s = find_scratch();
	__u64 from = BPF_CORE_READ(mm, env_start), bytes = BPF_CORE_READ(mm, env_end) - from;
	if (!s) return;
	__u32 before = s->length;
	put_user_bytes(TAG_ENV, from, bytes > MAX_ENV ? MAX_ENV : bytes, MAX_ENV - 1);
	if (!is_told_environment(before, bytes > MAX_ENV ? MAX_ENV : bytes)) s->length = before;
}

static __always_inline void put_memory(struct task_struct *task, struct head *h)
{
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	__u64 argv = BPF_CORE_READ(mm, arg_start);
	h->numbers[0] = BPF_CORE_READ(mm, arg_end) - argv;
	put_user_bytes(TAG_ARGV, argv, h->numbers[0] > MAX_ARGV ? MAX_ARGV : h->numbers[0], MAX_ARGV - 1);
	put_environment(mm);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	struct scratch *s = begin(task);
	if (!s) return 0;
	struct head *h = head_of(s);
	struct file *file = BPF_CORE_READ(task, mm, exe_file);
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	fill(h, task, EV_EXEC);
	h->flags |= find_layer(inode) | (BPF_CORE_READ(inode, i_nlink) == 0 ? FLAG_DELETED : 0);
	if (BPF_CORE_READ_BITFIELD_PROBED(bprm, secureexec)) h->flags |= FLAG_SECURE;
	if (is_socket(task, 0)) h->flags |= FLAG_STDIN_SOCKET;
	if (is_socket(task, 1)) h->flags |= FLAG_STDOUT_SOCKET;
	const char *called = BPF_CORE_READ(bprm, filename), *interpreter = BPF_CORE_READ(bprm, interp);
	put_path(TAG_EXE, (__u64)BPF_CORE_READ(file, f_path.dentry), (__u64)BPF_CORE_READ(file, f_path.mnt));
	put_text(TAG_CALLED, (__u64)called);
	if (called != interpreter) {
		h->flags |= FLAG_SCRIPT;
		put_text(TAG_INTERPRETER, (__u64)interpreter);
	}
	put_path(TAG_CWD, (__u64)BPF_CORE_READ(task, fs, pwd.dentry), (__u64)BPF_CORE_READ(task, fs, pwd.mnt));
	struct tty_struct *tty = BPF_CORE_READ(task, signal, tty);
	if (tty) put_text(TAG_TTY, (__u64)&tty->name);
	put_memory(task, h);
	const struct cred *cred = BPF_CORE_READ(task, cred);
	bpf_core_read(&h->numbers[1], sizeof(h->numbers[1]), &cred->cap_effective);
	h->numbers[2] = BPF_CORE_READ(inode, i_ino);
	h->numbers[3] = BPF_CORE_READ(inode, i_sb, s_dev);
	__u64 id = h->cgroup;
	if (bpf_map_lookup_elem(&kill_at_exec, &id)) {
		h->flags |= FLAG_KILLED;
		bpf_send_signal(9);
	}
	send(s);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
	__u32 pid = BPF_CORE_READ(child, pid);
	if (pid != BPF_CORE_READ(child, tgid)) return 0;
	struct scratch *s = begin(parent);
	if (!s) return 0;
	struct head *h = head_of(s);
	fill(h, parent, EV_FORK);
	h->numbers[0] = pid;
	h->numbers[1] = BPF_CORE_READ(child, start_boottime);
	h->numbers[2] = read_upid(BPF_CORE_READ(child, thread_pid)).nr;
	send(s);
	return 0;
}

/* Threads come and go; the process has ended with its last one. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *task)
{
	if (BPF_CORE_READ(task, signal, live.counter) != 0) return 0;
	struct scratch *s = begin(task);
	if (!s) return 0;
	struct head *h = head_of(s);
	fill(h, task, EV_EXIT);
	int status = BPF_CORE_READ(task, signal, group_exit_code);
	h->numbers[0] = status ? status : BPF_CORE_READ(task, exit_code);
	send(s);
	return 0;
}
#endif
