/* One small program with the calls that a shell does not make. Used by the journeys of the agent, in containers of their own. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int show(long result)
{
	printf("%ld\n", result);
	return 0;
}

static int run_from_memory(void)
{
	char bytes[65536];
	int memory = memfd_create("hidden", 0), self = open("/proc/self/exe", O_RDONLY);
	ssize_t count;
	while ((count = read(self, bytes, sizeof(bytes))) > 0)
		if (write(memory, bytes, count) != count) return 1;
	char *words[] = { "harmless", "nothing", NULL }, *settings[] = { "LD_PRELOAD=/tmp/evil.so", "PASSWORD=secret", NULL };
	fexecve(memory, words, settings);
	return 1;
}

static int connect_to(const char *address, const char *port, int becomes_shell)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(atoi(port)) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	inet_pton(AF_INET, address, &to.sin_addr);
	long result = connect(fd, (struct sockaddr *)&to, sizeof(to));
	if (!becomes_shell || result) return show(result);
	dup2(fd, 0);
	dup2(fd, 1);
	execl("/bin/busybox", "sh", "-c", "exit", NULL);
	return 1;
}

int main(int count, char **words)
{
	const char *what = count > 1 ? words[1] : "nothing";
	if (!strcmp(what, "memfd")) return run_from_memory();
	if (!strcmp(what, "open")) return show(syscall(SYS_open, words[2], O_RDONLY));
	if (!strcmp(what, "openat2")) {
		struct open_how how = { .flags = O_RDONLY };
		return show(syscall(SYS_openat2, AT_FDCWD, words[2], &how, sizeof(how)));
	}
	if (!strcmp(what, "dirfd")) return show(openat(open(words[2], O_RDONLY | O_DIRECTORY), words[3], O_RDONLY));
	if (!strcmp(what, "creat")) return show(creat(words[2], 0600));
	if (!strcmp(what, "connect")) return connect_to(words[2], words[3], 0);
	if (!strcmp(what, "errno")) {
		struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(atoi(words[3])) };
		inet_pton(AF_INET, words[2], &to.sin_addr);
		return show(connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&to, sizeof(to)) ? errno : 0);
	}
	if (!strcmp(what, "reverse")) return connect_to(words[2], words[3], 1);
	if (!strcmp(what, "trace")) return show(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	if (!strcmp(what, "unshare")) return show(unshare(CLONE_NEWUSER | CLONE_NEWNS));
	if (!strcmp(what, "mount")) return show(mount("none", "/tmp", "tmpfs", 0, NULL));
	if (!strcmp(what, "packet")) return show(socket(AF_PACKET, SOCK_RAW, 0));
	if (!strcmp(what, "bpf")) return show(syscall(SYS_bpf, 5, NULL, 0));
	if (!strcmp(what, "module")) return show(syscall(SYS_init_module, NULL, 0, ""));
	if (!strcmp(what, "setuid")) return show(setuid(1000));
	if (!strcmp(what, "chmod")) return show(chmod(words[2], 04755));
	return 0;
}
