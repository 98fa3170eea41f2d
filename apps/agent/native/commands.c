// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Lines on standard input:
 *   read PATTERN, write PATTERN   watch files
 *   start                         tell from now on
 *   kill CGROUP, spare CGROUP     end whatever is executed in a cgroup, and no longer
 *   deny CGROUP, allow CGROUP     refuse connections and datagrams of a cgroup, and no longer
 * Each is answered by a frame that says why it was not done, or nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "collect.skel.h"
#include "loader.h"

static char line[1024];
static size_t length;
static bool denies;

static int open_cgroup_root(void)
{
	char place[512], type[64], entry[2048];
	FILE *mounts = fopen("/proc/mounts", "r");
	int fd = -1;
	while (mounts && fd < 0 && fgets(entry, sizeof(entry), mounts))
		if (sscanf(entry, "%*s %511s %63s", place, type) == 2 && strcmp(type, "cgroup2") == 0) fd = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (mounts) fclose(mounts);
	return fd;
}

/* The programs that refuse run for every connection, so they are only there once somebody wants it. */
static const char *attach_deny(struct collect *skeleton)
{
	if (denies) return "";
	struct bpf_program *programs[] = { skeleton->progs.deny_connect4, skeleton->progs.deny_connect6, skeleton->progs.deny_sendmsg4, skeleton->progs.deny_sendmsg6 };
	int root = open_cgroup_root();
	if (root < 0) return "there is no cgroup of version 2 on this machine";
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (bpf_program__fd(programs[i]) < 0 || !bpf_program__attach_cgroup(programs[i], root)) {
			close(root);
			return "this kernel does not let connections be refused by cgroup";
		}
	close(root);
	denies = true;
	return "";
}

static const char *mark(int map, const char *cgroup, bool add)
{
	char *end;
	errno = 0;
	__u64 id = strtoull(cgroup, &end, 10);
	__u8 yes = 1;
	if (errno || *end || end == cgroup) return "a cgroup is named by its number";
	if (add) return bpf_map_update_elem(map, &id, &yes, BPF_ANY) ? strerror(errno) : "";
	bpf_map_delete_elem(map, &id);
	return "";
}

static const char *run(struct collect *skeleton, char *word, char *rest, bool *started)
{
	const char *failure = "";
	if (strcmp(word, "start") == 0) { *started = true; return ""; }
	if (strcmp(word, "read") == 0 || strcmp(word, "write") == 0) return watch_add(skeleton, word, rest, &failure) ? "" : failure;
	if (strcmp(word, "kill") == 0 || strcmp(word, "spare") == 0) return mark(bpf_map__fd(skeleton->maps.kill_at_exec), rest, word[0] == 'k');
	if (strcmp(word, "allow") == 0) return mark(bpf_map__fd(skeleton->maps.deny_connect), rest, false);
	if (strcmp(word, "deny") == 0) {
		failure = attach_deny(skeleton);
		return *failure ? failure : mark(bpf_map__fd(skeleton->maps.deny_connect), rest, true);
	}
	return "no such command";
}

static void take(struct collect *skeleton, bool *started)
{
	char whole[sizeof(line)];
	memcpy(whole, line, length);
	whole[length] = 0;
	line[length] = 0;
	char *rest = strchr(line, ' ');
	if (rest) *rest++ = 0;
	frame_text(FRAME_ANSWER, whole, run(skeleton, line, rest ? rest : "", started));
}

bool commands_read(struct collect *skeleton, bool *started)
{
	char chunk[4096];
	ssize_t bytes = read(STDIN_FILENO, chunk, sizeof(chunk));
	if (bytes <= 0) return bytes < 0 && (errno == EAGAIN || errno == EINTR);
	for (ssize_t i = 0; i < bytes; i++) {
		if (chunk[i] == '\n') {
			if (length > 0 && length < sizeof(line) - 1) take(skeleton, started);
			length = 0;
		} else if (length < sizeof(line) - 1) line[length++] = chunk[i];
	}
	return true;
}
