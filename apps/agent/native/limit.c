// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * So many frames a second of one cgroup: whoever reads is slower than one container can be made to be, and then all others would be lost with it. Processes go on
 * longest, since whatever happens later is told by them. What a cgroup has not done before goes on too, within bounds of its own. The rest is counted.
 */
#include <string.h>
#include "loader.h"

#define CGROUPS 4096
#define BEHAVIOURS 65536
#define RATE 15000.0
#define BURST 30000.0
#define NEW_RATE 500.0
#define NEW_BURST 1000.0

struct account {
	__u64 cgroup, at, limited;
	double tokens, fresh;
};

static struct account accounts[CGROUPS];
static __u64 seen[BEHAVIOURS];

static __u64 mix(__u64 hash, __u64 value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
	return hash ^ (hash >> 29);
}

/* Two cgroups in one place take turns: the later one begins anew. */
static struct account *find(const struct head *head)
{
	struct account *account = &accounts[mix(0, head->cgroup) % CGROUPS];
	if (account->cgroup != head->cgroup) {
		if (account->limited) frame_numbers(FRAME_LIMITED, account->cgroup, account->limited, 0);
		*account = (struct account){ .cgroup = head->cgroup, .at = head->time, .tokens = BURST, .fresh = NEW_BURST };
	}
	return account;
}

static double refill(double tokens, double seconds, double rate, double most)
{
	tokens += seconds * rate;
	return tokens > most ? most : tokens;
}

/* Program, kind, and what it is done to, as far as a number says. */
static bool is_new(const struct head *head)
{
	__u64 name[2], hash = mix(head->cgroup, head->type);
	memcpy(name, head->comm, sizeof(name));
	hash = mix(mix(mix(hash, name[0]), name[1]), head->numbers[0]);
	if (head->type == EV_EXEC || head->type == EV_FILE) hash = mix(hash, head->numbers[2]);
	__u64 *place = &seen[hash % BEHAVIOURS];
	if (*place == hash) return false;
	*place = hash;
	return true;
}

bool limit_takes(const struct head *head)
{
	if (head->type == EV_CGROUP) return true;
	struct account *account = find(head);
	if (head->time > account->at) {
		double seconds = (head->time - account->at) / 1e9;
		account->tokens = refill(account->tokens, seconds, RATE, BURST);
		account->fresh = refill(account->fresh, seconds, NEW_RATE, NEW_BURST);
		account->at = head->time;
	}
	bool is_process = head->type == EV_FORK || head->type == EV_EXEC || head->type == EV_EXIT;
	bool fresh = is_new(head);
	if (account->tokens >= (is_process ? 1 : BURST / 4)) {
		account->tokens -= 1;
		return true;
	}
	if (fresh && account->fresh >= 1) {
		account->fresh -= 1;
		return true;
	}
	account->limited++;
	return false;
}

void limit_tell(void)
{
	for (int i = 0; i < CGROUPS; i++) {
		if (accounts[i].limited) frame_numbers(FRAME_LIMITED, accounts[i].cgroup, accounts[i].limited, 0);
		accounts[i].limited = 0;
	}
}
