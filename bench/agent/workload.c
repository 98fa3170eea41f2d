/*
 * What the agent is measured by: `exec WORKERS SECONDS`, `open WORKERS SECONDS FILE`, or `steady SECONDS FILE` (20 programs, 2,000 opens of which 100 of FILE, and
 * 100 connections a second). Each writes what it has done, so that what is missing can be counted.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char *self;
static struct counts { atomic_long execs, opens, hits, connections; } *counts;

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void execute(void)
{
	pid_t child = vfork();
	if (child == 0) {
		execl(self, self, "nothing", NULL);
		_exit(1);
	}
	waitpid(child, NULL, 0);
	counts->execs++;
}

static void open_once(const char *path, atomic_long *count)
{
	int fd = open(path, O_RDONLY);
	if (fd >= 0) close(fd);
	(*count)++;
}

static void work(const char *what, double until, const char *path)
{
	while (now() < until) {
		if (what[0] == 'e') execute();
		else for (int i = 0; i < 100; i++) open_once(path, &counts->opens);
	}
}

static void run_workers(const char *what, int workers, double seconds, const char *path)
{
	double until = now() + seconds;
	for (int i = 0; i < workers; i++)
		if (fork() == 0) {
			work(what, until, path);
			_exit(0);
		}
	while (wait(NULL) > 0);
}

static void connect_once(const struct sockaddr_in *to, int listener)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, (const struct sockaddr *)to, sizeof(*to)) == 0) close(accept(listener, NULL, NULL));
	close(fd);
	counts->connections++;
}

static void run_steady(double seconds, const char *path)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(to);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	bind(listener, (struct sockaddr *)&to, sizeof(to));
	listen(listener, 16);
	getsockname(listener, (struct sockaddr *)&to, &length);
	double start = now();
	/* A hundred turns a second. */
	for (long turn = 0; turn < seconds * 100; turn++) {
		double wait = start + turn / 100.0 - now();
		if (wait > 0) usleep(wait * 1e6);
		if (turn % 5 == 0) execute();
		for (int i = 0; i < 19; i++) open_once(self, &counts->opens);
		open_once(path, &counts->hits);
		connect_once(&to, listener);
	}
}

int main(int count, char **words)
{
	self = words[0];
	if (count < 2 || !strcmp(words[1], "nothing")) return 0;
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	double start = now();
	if (!strcmp(words[1], "steady")) run_steady(atof(words[2]), words[3]);
	else run_workers(words[1], atoi(words[2]), atof(words[3]), count > 4 ? words[4] : self);
	printf("{\"seconds\":%f,\"execs\":%ld,\"opens\":%ld,\"hits\":%ld,\"connections\":%ld}\n", now() - start, counts->execs, counts->opens, counts->hits, counts->connections);
	return 0;
}
