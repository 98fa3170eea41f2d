// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Passes frames on. Paths become texts, what was called is joined with what it was relative to, files that nobody watches are left out, and of the
 * environment only what changes how programs are loaded leaves this process: the rest is full of passwords.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "loader.h"

/* Whoever reads may be busy for a while; from here on the ring has to hold what comes. */
#define OUT_BYTES (16 * 1024 * 1024)
#define PATH_BYTES 8192

static char out[OUT_BYTES];
static size_t sent, used;

/* Writes what is taken now. */
void frame_flush(void)
{
	while (sent < used) {
		ssize_t written = write(STDOUT_FILENO, out + sent, used - sent);
		if (written < 0 && errno == EINTR) continue;
		if (written < 0 && errno == EAGAIN) break;
		/* Nobody listens any more. */
		if (written < 0) exit(0);
		sent += written;
	}
	if (sent == used) sent = used = 0;
}

bool frame_is_full(void)
{
	if (used > OUT_BYTES / 2 && sent > 0) {
		memmove(out, out + sent, used - sent);
		used -= sent;
		sent = 0;
	}
	return used > OUT_BYTES - OUT_BYTES / 8;
}

/* There is room for what is of ourselves, since what comes from the ring ends earlier. */
static struct head *open_frame(void)
{
	static char spare[2 * MAX_FRAME];
	return (struct head *)(used > OUT_BYTES - 2 * MAX_FRAME ? spare : out + used);
}

static char *put(char *at, __u16 tag, const void *bytes, size_t length)
{
	struct field field = { tag, (__u16)length };
	memcpy(at, &field, sizeof(field));
	memcpy(at + sizeof(field), bytes, length);
	at += sizeof(field) + length;
	while ((__u64)at % 4 != 0) *at++ = 0;
	return at;
}

static void close_frame(struct head *head, char *end)
{
	head->size = end - (char *)head;
	if ((char *)head == out + used) used += head->size;
}

static struct head *begin_own(__u16 type, __u64 cgroup)
{
	struct head *head = open_frame();
	memset(head, 0, sizeof(*head));
	head->version = FRAME_VERSION;
	head->type = type;
	head->cgroup = cgroup;
	return head;
}

void frame_text(__u16 type, const char *name, const char *text)
{
	struct head *head = begin_own(type, 0);
	char *end = put((char *)(head + 1), TAG_NAME, name, strnlen(name, 4096));
	close_frame(head, put(end, TAG_REASON, text, strnlen(text, 4096)));
}

void frame_numbers(__u16 type, __u64 cgroup, __u64 first, __u64 second)
{
	struct head *head = begin_own(type, cgroup);
	head->numbers[0] = first;
	head->numbers[1] = second;
	close_frame(head, (char *)(head + 1));
}

void frame_clock(__u64 boot, __u64 wall)
{
	struct head *head = begin_own(FRAME_CLOCK, 0);
	head->time = boot;
	head->numbers[0] = wall;
	close_frame(head, (char *)(head + 1));
}

void frame_bytes(__u16 type, __u64 cgroup, __u16 tag, const void *bytes, __u16 length)
{
	struct head *head = begin_own(type, cgroup);
	close_frame(head, put((char *)(head + 1), tag, bytes, length));
}

struct path {
	__u8 state;
	size_t length;
	char text[PATH_BYTES];
};

/* Components come the last one first, each with a zero behind it. */
static void read_components(const char *from, size_t bytes, struct path *to)
{
	to->length = 0;
	to->state = bytes > 0 ? (__u8)from[0] : PATH_CUT;
	const char *end = from + bytes;
	while (end > from + 1) {
		const char *begin = end - 1;
		while (begin > from + 1 && begin[-1] != 0) begin--;
		size_t length = end - 1 - begin;
		/* The name of what is in no tree stands alone. */
		bool slash = to->state != PATH_DETACHED || to->length > 0;
		if (to->length + length + 1 > PATH_BYTES) { to->state = PATH_CUT; return; }
		if (slash) to->text[to->length++] = '/';
		memcpy(to->text + to->length, begin, length);
		to->length += length;
		end = begin;
	}
	if (to->length == 0) to->text[to->length++] = '/';
}

/* By words alone: . and .. are taken away, links are not followed. */
static void join(struct path *base, const char *called, size_t length)
{
	if (length > 0 && called[0] == '/') base->length = 0;
	const char *end = called + length;
	while (called < end) {
		const char *slash = memchr(called, '/', end - called);
		size_t part = slash ? (size_t)(slash - called) : (size_t)(end - called);
		if (part == 2 && memcmp(called, "..", 2) == 0) {
			while (base->length > 0 && base->text[base->length - 1] == '/') base->length--;
			while (base->length > 0 && base->text[--base->length] != '/');
		} else if (part > 0 && !(part == 1 && called[0] == '.')) {
			while (base->length > 0 && base->text[base->length - 1] == '/') base->length--;
			if (base->length + part + 1 > PATH_BYTES) { base->state = PATH_CUT; return; }
			base->text[base->length++] = '/';
			memcpy(base->text + base->length, called, part);
			base->length += part;
		}
		if (!slash) break;
		called = slash + 1;
	}
	if (base->length == 0) base->text[base->length++] = '/';
}

static const char *const TOLD[] = { "LD_PRELOAD=", "LD_LIBRARY_PATH=", "LD_AUDIT=", "GLIBC_TUNABLES=" };

static char *put_environment(char *at, const char *from, size_t bytes)
{
	const char *end = from + bytes;
	while (from < end) {
		size_t length = strnlen(from, end - from);
		for (size_t i = 0; i < sizeof(TOLD) / sizeof(TOLD[0]); i++)
			if (length < 1024 && strncmp(from, TOLD[i], strlen(TOLD[i])) == 0) at = put(at, TAG_ENV, from, length);
		from += length + 1;
	}
	return at;
}

static struct path path, alias, source, target, scratch;
static char text[PATH_BYTES + 1];

static char *put_path(char *at, __u16 tag, const struct path *p)
{
	text[0] = p->state;
	memcpy(text + 1, p->text, p->length);
	return put(at, tag, text, p->length + 1);
}

struct called { bool has_path, has_alias, has_source, has_target, has_base; const char *text; size_t length; };

/* Files of calls that name two, or one that is not opened. */
static bool is_watched_name(const struct head *head, struct called *c)
{
	bool hits = false;
	if (head->numbers[0] == FILE_SYMLINK && c->has_target && c->length > 0) {
		/* What a link says is relative to where it lies. */
		source = target;
		while (source.length > 0 && source.text[source.length - 1] != '/') source.length--;
		join(&source, c->text, c->length);
		c->has_source = true;
	}
	if (head->numbers[0] == FILE_CHMOD) return true;
	if (c->has_source) hits = watch_matches(source.text, source.length, true);
	return hits || (c->has_target && watch_matches(target.text, target.length, true));
}

static bool is_watched(const struct head *head, struct called *c)
{
	__u64 operation = head->numbers[0];
	if (operation > FILE_CREATE) return c->has_path ? operation == FILE_CHMOD : is_watched_name(head, c);
	bool writes = operation != FILE_READ;
	/* A disk. */
	if ((head->numbers[4] & 0170000) == 0060000) return true;
	return (c->has_path && watch_matches(path.text, path.length, writes)) || (c->has_alias && watch_matches(alias.text, alias.length, writes));
}

int frame_pass(void *context, void *event, size_t size)
{
	const struct head *head = event;
	/* Stops the reading of the ring, which keeps what it has. */
	if (frame_is_full()) return -EAGAIN;
	if (size < sizeof(*head) || size > MAX_FRAME || head->size > size) return 0;
	struct head *to = open_frame();
	*to = *head;
	char *end = (char *)(to + 1);
	const char *at = (const char *)(head + 1), *last = (const char *)event + head->size;
	struct called c = {};
	while (at + sizeof(struct field) <= last) {
		struct field field;
		memcpy(&field, at, sizeof(field));
		const char *bytes = at + sizeof(field);
		if (bytes + field.length > last) break;
		at = bytes + ((field.length + 3) & ~3);
		switch (field.tag) {
		case TAG_EXE: case TAG_CWD: case TAG_CGROUP:
			read_components(bytes, field.length, &scratch);
			end = put_path(end, field.tag, &scratch);
			break;
		case TAG_PATH:
			if (head->type == EV_CONNECT) { end = put(end, TAG_PATH, bytes, field.length); break; }
			read_components(bytes, field.length, &path);
			c.has_path = true;
			break;
		case TAG_ALIAS: read_components(bytes, field.length, &alias); c.has_alias = true; break;
		case TAG_BASE: read_components(bytes, field.length, &source); c.has_base = true; break;
		case TAG_TARGET_BASE: read_components(bytes, field.length, &target); break;
		case TAG_TARGET_CALLED: join(&target, bytes, field.length); c.has_target = true; break;
		case TAG_CALLED:
			c.text = bytes;
			c.length = field.length;
			if (c.has_base) { join(&source, bytes, field.length); c.has_source = true; }
			end = put(end, TAG_CALLED, bytes, field.length);
			break;
		case TAG_ENV: end = put_environment(end, bytes, field.length); break;
		default: end = put(end, field.tag, bytes, field.length);
		}
	}
	if ((head->type == EV_FILE && !is_watched(head, &c)) || !limit_takes(head)) return 0;
	if (c.has_path) end = put_path(end, TAG_PATH, &path);
	if (c.has_source) end = put_path(end, TAG_PATH, &source);
	if (c.has_alias) end = put_path(end, TAG_ALIAS, &alias);
	if (c.has_target) end = put_path(end, TAG_TARGET, &target);
	close_frame(to, end);
	return 0;
}
