// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The kernel side of the agent: what processes of containers do, told through one ring. Loads on kernels from 5.8 on that have BTF. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_endian.h>
#include "events.h"
#include "files.bpf.h"
#include "network.bpf.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

#define CLONE_NEW 0x7E020000
#define PR_SET_NAME 15
/* O_CREAT, O_WRONLY and O_TRUNC. */
#define CREAT_FLAGS 01101

/* What openat2 and clone3 take begins with them. */
static __always_inline __u64 read_flags(__u64 from)
{
	__u64 flags = 0;
	bpf_probe_read_user(&flags, sizeof(flags), (void *)from);
	return flags;
}

static __always_inline void tell_privilege(struct task_struct *task, __u64 operation, struct pt_regs *regs, long result, __u64 detail, __u64 type)
{
	struct scratch *s = begin(task);
	if (!s) return;
	if (detail) put_user_text(TAG_DETAIL, detail);
	if (type) put_user_text(TAG_DETAIL_TYPE, type);
	struct head *h = head_of(s);
	fill(h, task, EV_PRIVILEGE);
	h->numbers[0] = operation;
	h->numbers[1] = PT_REGS_PARM1_CORE_SYSCALL(regs);
	h->numbers[2] = PT_REGS_PARM2_CORE_SYSCALL(regs);
	h->numbers[3] = PT_REGS_PARM3_CORE_SYSCALL(regs);
	h->numbers[4] = PT_REGS_PARM4_CORE_SYSCALL(regs);
	h->numbers[5] = result < 0 ? -result : 0;
	send(s);
}

static __always_inline void tell_name(struct task_struct *task, struct pt_regs *regs)
{
	__u64 id = bpf_get_current_pid_tgid();
	/* Threads take names all the time. */
	if ((__u32)id != id >> 32) return;
	if (!(BPF_CORE_READ(task, flags) & PF_FORKNOEXEC)) {
		tell_privilege(task, PRIV_SET_NAME, regs, 0, PT_REGS_PARM2_CORE_SYSCALL(regs), 0);
		return;
	}
	struct scratch *s = begin(task);
	if (!s) return;
	fill(head_of(s), task, EV_NAME);
	send(s);
}

static __always_inline void on_mount(struct task_struct *task, struct pt_regs *regs, long result)
{
	struct scratch *s = begin(task);
	if (!s) return;
	put_user_text(TAG_CALLED, PT_REGS_PARM1_CORE_SYSCALL(regs));
	put_user_text(TAG_DETAIL, PT_REGS_PARM2_CORE_SYSCALL(regs));
	put_user_text(TAG_DETAIL_TYPE, PT_REGS_PARM3_CORE_SYSCALL(regs));
	struct head *h = head_of(s);
	fill(h, task, EV_PRIVILEGE);
	h->numbers[0] = PRIV_MOUNT;
	h->numbers[1] = PT_REGS_PARM4_CORE_SYSCALL(regs);
	h->numbers[5] = result < 0 ? -result : 0;
	send(s);
}

/* Of calls that are made all the time only what says something about rights. */
static __always_inline int is_worth(__u64 operation, struct pt_regs *regs)
{
	__u64 first = PT_REGS_PARM1_CORE_SYSCALL(regs);
	switch (operation) {
	case PRIV_CLONE: return (first & CLONE_NEW) != 0;
	case PRIV_BPF: return first == 5 || first == 8 || first == 28;
	/* TRACEME, POKETEXT, POKEDATA, POKEUSER, SETREGS, SETFPREGS, ATTACH, SEIZE, SETREGSET. */
	case PRIV_PTRACE: return first == 0 || (first >= 4 && first <= 6) || first == 13 || first == 15 || first == 16 || first == 0x4206 || first == 0x4205;
	default: return 1;
	}
}

static __always_inline __u64 find_detail(__u64 operation, struct pt_regs *regs)
{
	switch (operation) {
	case PRIV_MEMFD: case PRIV_UMOUNT: case PRIV_PIVOT_ROOT: case PRIV_CHROOT: return PT_REGS_PARM1_CORE_SYSCALL(regs);
	case PRIV_MOVE_MOUNT: return PT_REGS_PARM4_CORE_SYSCALL(regs);
	default: return 0;
	}
}

static __always_inline void on_clone3(struct task_struct *task, struct pt_regs *regs, long result)
{
	__u64 flags = read_flags(PT_REGS_PARM1_CORE_SYSCALL(regs));
	if ((flags & CLONE_NEW) == 0) return;
	struct scratch *s = begin(task);
	if (!s) return;
	struct head *h = head_of(s);
	fill(h, task, EV_PRIVILEGE);
	h->numbers[0] = PRIV_CLONE;
	h->numbers[1] = flags;
	h->numbers[5] = result < 0 ? -result : 0;
	send(s);
}

static __always_inline void on_files(struct task_struct *task, __u8 action, struct pt_regs *regs, long result)
{
	__u64 a = PT_REGS_PARM1_CORE_SYSCALL(regs), b = PT_REGS_PARM2_CORE_SYSCALL(regs), c = PT_REGS_PARM3_CORE_SYSCALL(regs), d = PT_REGS_PARM4_CORE_SYSCALL(regs);
	struct named n = { AT_FDCWD_VALUE, AT_FDCWD_VALUE, 0, 0 };
	__u32 operation = FILE_UNLINK;
	__u64 mode = 0;
	switch (action) {
	case ACT_RENAME: operation = FILE_RENAME; n.from = a; n.to = b; break;
	case ACT_RENAMEAT: operation = FILE_RENAME; n.from_fd = a; n.from = b; n.to_fd = c; n.to = d; break;
	case ACT_LINK: operation = FILE_LINK; n.from = a; n.to = b; break;
	case ACT_LINKAT: operation = FILE_LINK; n.from_fd = a; n.from = b; n.to_fd = c; n.to = d; break;
	case ACT_SYMLINK: operation = FILE_SYMLINK; n.from = a; n.to = b; break;
	case ACT_SYMLINKAT: operation = FILE_SYMLINK; n.from = a; n.to_fd = b; n.to = c; break;
	case ACT_UNLINK: n.from = a; break;
	case ACT_UNLINKAT: n.from_fd = a; n.from = b; break;
	case ACT_CHMOD: operation = FILE_CHMOD; n.from = a; mode = b; break;
	case ACT_FCHMODAT: operation = FILE_CHMOD; n.from_fd = a; n.from = b; mode = c; break;
	default: return;
	}
	if (operation == FILE_CHMOD && !is_told_mode(mode)) return;
	on_names(task, operation, &n, mode, result);
}

static __always_inline void note_syscall(struct task_struct *task, __u32 number)
{
	__u64 id;
	find_cgroup(task, &id);
	struct syscall_set *set = bpf_map_lookup_elem(&syscalls, &id);
	if (!set) {
		__u8 *kind = bpf_map_lookup_elem(&cgroups, &id);
		struct syscall_set none = {};
		if (kind && *kind == CONTAINER) bpf_map_update_elem(&syscalls, &id, &none, BPF_NOEXIST);
		return;
	}
	__u64 bit = 1ULL << (number & 63), *word = &set->words[(number >> 6) & 7];
	if (!(*word & bit)) __sync_fetch_and_or(word, bit);
}

/* At its exit a call has its result, and the object that it opened. */
SEC("tp_btf/sys_exit")
int BPF_PROG(on_syscall, struct pt_regs *regs, long result)
{
#ifdef __TARGET_ARCH_x86
	__u32 number = BPF_CORE_READ(regs, orig_ax);
#else
	__u32 number = BPF_CORE_READ(regs, syscallno);
#endif
	if (number >= MAX_SYSCALL) return 0;
	struct task_struct *task = (void *)bpf_get_current_task();
	if (wants_syscalls) note_syscall(task, number);
	__u8 *known = bpf_map_lookup_elem(&actions, &number);
	if (!known || *known == ACT_NONE) return 0;
	__u8 action = *known;
	__u64 a = PT_REGS_PARM1_CORE_SYSCALL(regs), b = PT_REGS_PARM2_CORE_SYSCALL(regs);
	if (action >= ACT_PRIVILEGE) {
		__u64 operation = action - ACT_PRIVILEGE;
		if (is_worth(operation, regs)) tell_privilege(task, operation, regs, result, find_detail(operation, regs), 0);
		return 0;
	}
	switch (action) {
	case ACT_OPEN: on_open(task, result, a, b); break;
	case ACT_CREAT: on_open(task, result, a, CREAT_FLAGS); break;
	case ACT_OPENAT: on_open(task, result, b, PT_REGS_PARM3_CORE_SYSCALL(regs)); break;
	case ACT_OPENAT2: on_open(task, result, b, read_flags(PT_REGS_PARM3_CORE_SYSCALL(regs))); break;
	case ACT_OPEN_BY_HANDLE: on_open(task, result, 0, PT_REGS_PARM3_CORE_SYSCALL(regs)); break;
	case ACT_FCHMOD: on_fchmod(task, a, b, result); break;
	case ACT_CONNECT: on_connect(task, a, b, result); break;
	case ACT_ACCEPT: on_accept(task, result); break;
	case ACT_BIND: on_bind(task, a, b, result); break;
	case ACT_SENDTO: on_sendto(task, a, PT_REGS_PARM5_CORE_SYSCALL(regs), result); break;
	case ACT_SENDMSG: on_sendmsg(task, a, b, result); break;
	case ACT_SOCKET: if (a == AF_PACKET || (b & 15) == SOCK_RAW) tell_privilege(task, PRIV_RAW_SOCKET, regs, result, 0, 0); break;
	case ACT_DUP: if (result >= 0 && b <= 2 && is_socket(task, b)) tell_privilege(task, PRIV_STDIO_SOCKET, regs, result, 0, 0); break;
	case ACT_PRCTL: if (a == PR_SET_NAME && result >= 0) tell_name(task, regs); break;
	case ACT_CLONE3: on_clone3(task, regs, result); break;
	case ACT_MOUNT: on_mount(task, regs, result); break;
	default: on_files(task, action, regs, result);
	}
	return 0;
}
