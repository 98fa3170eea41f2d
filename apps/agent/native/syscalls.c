// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Which system call means what; numbers are those of the machine that this is built for, and some calls exist on none but the oldest. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sys/syscall.h>
#include "collect.skel.h"
#include "loader.h"

#ifndef __NR_openat2
#define __NR_openat2 437
#endif
#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif

struct row { unsigned number; __u8 action; };

static const struct row ROWS[] = {
#ifdef __NR_open
	{ __NR_open, ACT_OPEN }, { __NR_creat, ACT_CREAT }, { __NR_rename, ACT_RENAME }, { __NR_link, ACT_LINK }, { __NR_symlink, ACT_SYMLINK },
	{ __NR_unlink, ACT_UNLINK }, { __NR_chmod, ACT_CHMOD }, { __NR_dup2, ACT_DUP },
#endif
#ifdef __NR_renameat
	{ __NR_renameat, ACT_RENAMEAT },
#endif
	{ __NR_openat, ACT_OPENAT }, { __NR_openat2, ACT_OPENAT2 }, { __NR_open_by_handle_at, ACT_OPEN_BY_HANDLE }, { __NR_renameat2, ACT_RENAMEAT },
	{ __NR_linkat, ACT_LINKAT }, { __NR_symlinkat, ACT_SYMLINKAT }, { __NR_unlinkat, ACT_UNLINKAT }, { __NR_fchmod, ACT_FCHMOD },
	{ __NR_fchmodat, ACT_FCHMODAT }, { __NR_fchmodat2, ACT_FCHMODAT }, { __NR_connect, ACT_CONNECT }, { __NR_accept, ACT_ACCEPT },
	{ __NR_accept4, ACT_ACCEPT }, { __NR_bind, ACT_BIND }, { __NR_sendto, ACT_SENDTO }, { __NR_sendmsg, ACT_SENDMSG }, { __NR_socket, ACT_SOCKET },
	{ __NR_dup3, ACT_DUP }, { __NR_prctl, ACT_PRCTL }, { __NR_clone3, ACT_CLONE3 }, { __NR_mount, ACT_MOUNT },
	{ __NR_setuid, ACT_PRIVILEGE + PRIV_SETUID }, { __NR_setreuid, ACT_PRIVILEGE + PRIV_SETREUID }, { __NR_setresuid, ACT_PRIVILEGE + PRIV_SETRESUID },
	{ __NR_setgid, ACT_PRIVILEGE + PRIV_SETGID }, { __NR_setregid, ACT_PRIVILEGE + PRIV_SETREGID }, { __NR_setresgid, ACT_PRIVILEGE + PRIV_SETRESGID },
	{ __NR_capset, ACT_PRIVILEGE + PRIV_CAPSET }, { __NR_setns, ACT_PRIVILEGE + PRIV_SETNS }, { __NR_unshare, ACT_PRIVILEGE + PRIV_UNSHARE },
	{ __NR_clone, ACT_PRIVILEGE + PRIV_CLONE }, { __NR_umount2, ACT_PRIVILEGE + PRIV_UMOUNT }, { __NR_pivot_root, ACT_PRIVILEGE + PRIV_PIVOT_ROOT },
	{ __NR_chroot, ACT_PRIVILEGE + PRIV_CHROOT }, { __NR_move_mount, ACT_PRIVILEGE + PRIV_MOVE_MOUNT }, { __NR_ptrace, ACT_PRIVILEGE + PRIV_PTRACE },
	{ __NR_process_vm_readv, ACT_PRIVILEGE + PRIV_VM_READ }, { __NR_process_vm_writev, ACT_PRIVILEGE + PRIV_VM_WRITE },
	{ __NR_bpf, ACT_PRIVILEGE + PRIV_BPF }, { __NR_init_module, ACT_PRIVILEGE + PRIV_MODULE_LOAD }, { __NR_finit_module, ACT_PRIVILEGE + PRIV_MODULE_LOAD },
	{ __NR_delete_module, ACT_PRIVILEGE + PRIV_MODULE_UNLOAD }, { __NR_memfd_create, ACT_PRIVILEGE + PRIV_MEMFD },
	{ __NR_userfaultfd, ACT_PRIVILEGE + PRIV_USERFAULTFD }, { __NR_io_uring_setup, ACT_PRIVILEGE + PRIV_IO_URING },
	{ __NR_keyctl, ACT_PRIVILEGE + PRIV_KEYCTL }, { __NR_perf_event_open, ACT_PRIVILEGE + PRIV_PERF_EVENT }, { __NR_kexec_load, ACT_PRIVILEGE + PRIV_KEXEC },
};

void syscalls_set(struct collect *skeleton)
{
	int map = bpf_map__fd(skeleton->maps.actions);
	for (unsigned i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) bpf_map_update_elem(map, &ROWS[i].number, &ROWS[i].action, BPF_ANY);
}
