/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Parts of the loader. */
#ifndef BREAKWATER_LOADER_H
#define BREAKWATER_LOADER_H
#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>
#include "events.h"

struct collect;

/* Paths that are watched. */
bool watch_add(struct collect *skeleton, const char *kind, const char *pattern, const char **failure);
bool watch_matches(const char *path, size_t length, bool writes);

/* What goes to the agent: frames on standard output, gathered and written at once. */
int frame_pass(void *context, void *event, size_t size);
void frame_text(__u16 type, const char *name, const char *text);
void frame_numbers(__u16 type, __u64 cgroup, __u64 first, __u64 second);
void frame_clock(__u64 boot, __u64 wall);
void frame_bytes(__u16 type, __u64 cgroup, __u16 tag, const void *bytes, __u16 length);
void frame_flush(void);
bool frame_is_full(void);

/* Whether a frame is passed on, or its cgroup has had its share; and how many were not. */
bool limit_takes(const struct head *head);
void limit_tell(void);

/* What the agent says, a line each. False once it is gone. */
bool commands_read(struct collect *skeleton, bool *started);

/* What is done with which system call of this machine. */
void syscalls_set(struct collect *skeleton);
#endif
