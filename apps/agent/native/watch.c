// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Paths that are watched, as patterns: * is any text within a component, ** any number of components. The kernel only compares names, so that what nobody
 * asks about costs next to nothing there; here the whole path is compared.
 */
#include <string.h>
#include <bpf/bpf.h>
#include "collect.skel.h"
#include "loader.h"

#define MOST 512
#define LONGEST 256

struct pattern {
	char text[LONGEST];
	bool writes;
};

static struct pattern patterns[MOST];
static int count;

static bool matches(const char *pattern, const char *end, const char *path, const char *last)
{
	while (pattern < end) {
		if (*pattern != '*') {
			if (path == last || *pattern != *path) return false;
			pattern++;
			path++;
			continue;
		}
		bool deep = pattern + 1 < end && pattern[1] == '*';
		pattern += deep ? 2 : 1;
		/* Two stars and a slash also stand for nothing at all. */
		if (deep && pattern < end && *pattern == '/' && matches(pattern + 1, end, path, last)) return true;
		for (;;) {
			if (matches(pattern, end, path, last)) return true;
			if (path == last || (!deep && *path == '/')) return false;
			path++;
		}
	}
	return path == last;
}

bool watch_matches(const char *path, size_t length, bool writes)
{
	for (int i = 0; i < count; i++) {
		const struct pattern *p = &patterns[i];
		if (p->writes && !writes) continue;
		if (matches(p->text, p->text + strlen(p->text), path, path + length)) return true;
	}
	return false;
}

static bool add_name(struct collect *skeleton, const char *from, size_t length, __u8 kind)
{
	struct name_key key = {};
	__u8 kinds = 0;
	memcpy(key.text, from, length > NAME_BYTES ? NAME_BYTES : length);
	int map = bpf_map__fd(skeleton->maps.names);
	bpf_map_lookup_elem(map, &key, &kinds);
	kinds |= kind;
	return bpf_map_update_elem(map, &key, &kinds, BPF_ANY) == 0;
}

static bool is_literal(const char *from, size_t length)
{
	return length > 0 && memchr(from, '*', length) == NULL;
}

/* Which name gives a file away to the kernel. */
static bool add_key(struct collect *skeleton, const char *pattern, bool writes)
{
	const char *first = pattern + 1, *after = strchr(first, '/');
	size_t length = after ? (size_t)(after - first) : strlen(first);
	if (writes && is_literal(first, length)) return add_name(skeleton, first, length, NAME_TOP);
	const char *last = strrchr(pattern, '/') + 1, *folder = last - 1;
	while (folder > pattern && folder[-1] != '/') folder--;
	length = last - 1 - folder;
	/* Files called config are everywhere, folders called .kube are not. */
	bool hidden = folder[0] == '.' && is_literal(folder, length);
	if (!hidden && is_literal(last, strlen(last))) return add_name(skeleton, last, strlen(last), NAME_FILE);
	return is_literal(folder, length) && add_name(skeleton, folder, length, NAME_FOLDER);
}

bool watch_add(struct collect *skeleton, const char *kind, const char *text, const char **failure)
{
	bool writes = strcmp(kind, "write") == 0;
	*failure = "a pattern begins with / and has at most 255 bytes";
	if (text[0] != '/' || strlen(text) >= LONGEST) return false;
	*failure = "there are too many patterns";
	if (count == MOST) return false;
	*failure = "a pattern names its file, the folder that it lies in, or, for writing, the first folder";
	if (!add_key(skeleton, text, writes)) return false;
	strcpy(patterns[count].text, text);
	patterns[count].writes = writes;
	count++;
	return true;
}
