/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the kernel side tells and the loader passes on: one frame is a head and the fields after it. All numbers are little-endian; apps/agent/src/frames
 * reads the same layout. A change of it is a new FRAME_VERSION.
 */
#ifndef BREAKWATER_EVENTS_H
#define BREAKWATER_EVENTS_H

#define FRAME_VERSION 1

enum frame_type {
	EV_CGROUP = 1,    /* a cgroup that was not told before; its id stands in the head */
	EV_FORK = 2,      /* numbers: pid, start and vpid of the child */
	EV_EXEC = 3,      /* numbers: bytes of argv before it was cut, effective capabilities, inode, device */
	EV_EXIT = 4,      /* numbers: wait status */
	EV_CONNECT = 5,   /* numbers: protocol, errno */
	EV_ACCEPT = 6,    /* numbers: protocol */
	EV_LISTEN = 7,    /* numbers: protocol */
	EV_DNS = 8,       /* numbers: 1 for an answer, bytes of the message before it was cut */
	EV_FILE = 9,      /* numbers: operation, open flags or mode, inode, device */
	EV_PRIVILEGE = 10,/* numbers: operation, up to four arguments, errno */
	EV_NAME = 11,     /* a process that has not executed anything since its fork took another name */
	EV_TYPES = 12,
	/* Of the loader itself; heads are empty but for size, version and type. */
	FRAME_READY = 64,
	FRAME_CAPABILITY = 65, /* fields: name, reason (empty: it is there) */
	FRAME_LOSS = 66,       /* numbers: type, events lost since the start */
	FRAME_SYSCALLS = 67,   /* cgroup in the head; field: bitmap */
	FRAME_ANSWER = 68,     /* fields: command, failure (empty: done) */
	FRAME_LIMITED = 70,    /* cgroup in the head; numbers: frames that were left out since the last time, as it does too much */
	FRAME_CLOCK = 69       /* once a second; numbers: ns since 1970 at the time that stands in the head */
};

enum field_tag {
	TAG_EXE = 1,
	TAG_CALLED = 2,
	TAG_INTERPRETER = 3,
	TAG_ARGV = 4,
	TAG_CWD = 5,
	TAG_ENV = 6,
	TAG_TTY = 7,
	TAG_PATH = 8,
	TAG_ALIAS = 9,      /* another name of the same inode that is watched */
	TAG_TARGET = 10,    /* where a rename or a link leads to */
	TAG_BASE = 11,      /* what TAG_CALLED is relative to; joined by the loader */
	TAG_TARGET_CALLED = 12,
	TAG_TARGET_BASE = 13,
	TAG_LOCAL = 14,
	TAG_REMOTE = 15,
	TAG_PAYLOAD = 16,
	TAG_CGROUP = 17,
	TAG_DETAIL = 18,
	TAG_DETAIL_TYPE = 19,
	TAG_NAME = 20,
	TAG_REASON = 21
};

/* First byte of a field that is a path. Between kernel and loader its components follow, the last one first, each ended by a zero. */
enum path_state {
	PATH_WHOLE = 0,    /* up to the root that the process sees */
	PATH_OUTSIDE = 1,  /* up to a root that is not the process's own */
	PATH_DETACHED = 2, /* in no tree, as a memfd */
	PATH_CUT = 3       /* longer than is told */
};

enum head_flag {
	FLAG_ENTERED = 1,      /* the parent lives in another pid namespace */
	FLAG_NOT_EXECUTED = 2, /* forked, and has not executed anything since */
	FLAG_OVERLAY = 4,
	FLAG_UPPER = 8,        /* of an overlay's upper layer */
	FLAG_DELETED = 16,     /* no name leads to the file any more */
	FLAG_SECURE = 32,      /* the exec raised rights */
	FLAG_STDIN_SOCKET = 64,
	FLAG_STDOUT_SOCKET = 128,
	FLAG_KILLED = 256,
	FLAG_SCRIPT = 512,
	FLAG_COMPAT = 1024     /* by a 32-bit system call */
};

enum file_operation {
	FILE_READ = 1, FILE_WRITE, FILE_CREATE, FILE_RENAME, FILE_LINK, FILE_SYMLINK, FILE_UNLINK, FILE_CHMOD
};

enum privilege_operation {
	PRIV_SETUID = 1, PRIV_SETGID, PRIV_CAPSET, PRIV_SETNS, PRIV_UNSHARE, PRIV_CLONE, PRIV_MOUNT, PRIV_UMOUNT, PRIV_PIVOT_ROOT, PRIV_CHROOT,
	PRIV_PTRACE, PRIV_VM_READ, PRIV_VM_WRITE, PRIV_BPF, PRIV_MODULE_LOAD, PRIV_MODULE_UNLOAD, PRIV_MEMFD, PRIV_USERFAULTFD, PRIV_IO_URING,
	PRIV_KEYCTL, PRIV_PERF_EVENT, PRIV_KEXEC, PRIV_RAW_SOCKET, PRIV_STDIO_SOCKET, PRIV_SET_NAME, PRIV_MOVE_MOUNT,
	PRIV_SETREUID, PRIV_SETRESUID, PRIV_SETREGID, PRIV_SETRESGID
};

struct head {
	__u32 size; /* of the whole frame */
	__u16 version;
	__u16 type;
	__u64 time;         /* ns since boot */
	__u64 start;        /* of the process, ns since boot */
	__u64 parent_start;
	__u64 cgroup;
	__u32 pid, tid, vpid, ppid;
	__u32 uid, gid, euid, flags;
	__u32 mnt_ns, pid_ns, net_ns, login;
	char comm[16];
	__u64 numbers[6];
};

/* A field is a tag and a length, its bytes, and zeros up to a multiple of four. */
struct field {
	__u16 tag;
	__u16 length;
};

struct address {
	__u16 family; /* 2 for IPv4, 10 for IPv6 */
	__u16 port;   /* as people write it */
	__u8 bytes[16];
};

#define MAX_FRAME 32768
#define MAX_ARGV 8192
#define MAX_ENV 4096
#define MAX_DNS 512
#define SYSCALL_BYTES 64

/* Key of the names that are worth a look; longer ones agree in what is told. */
#define NAME_BYTES 24
struct name_key {
	char text[NAME_BYTES];
};
#define NAME_FILE 1   /* a file of that name */
#define NAME_FOLDER 2 /* whatever lies directly in a folder of that name */
#define NAME_TOP 4    /* writing to whatever lies below a folder of that name in the root */

/* What is done with the exit of a system call. */
enum action {
	ACT_NONE, ACT_OPEN, ACT_CREAT, ACT_OPENAT, ACT_OPENAT2, ACT_OPEN_BY_HANDLE, ACT_RENAME, ACT_RENAMEAT, ACT_LINK, ACT_LINKAT, ACT_SYMLINK,
	ACT_SYMLINKAT, ACT_UNLINK, ACT_UNLINKAT,
	ACT_CHMOD, ACT_FCHMODAT, ACT_FCHMOD, ACT_CONNECT, ACT_ACCEPT, ACT_BIND, ACT_SENDTO, ACT_SENDMSG, ACT_SOCKET, ACT_DUP, ACT_PRCTL, ACT_CLONE3,
	ACT_MOUNT,
	/* ACT_PRIVILEGE + operation: its arguments are told as they are. */
	ACT_PRIVILEGE = 64
};
#define MAX_SYSCALL 512

#endif
