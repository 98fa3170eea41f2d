/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Connections, listeners, datagrams, questions of names and their answers. */
#ifndef BREAKWATER_NETWORK_H
#define BREAKWATER_NETWORK_H
#include "process.bpf.h"

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_PACKET 17
#define SOCK_RAW 3
#define TCP_SYN_SENT_STATE 2
#define TCP_LISTEN_STATE 10
#define ETH_P_IP 0x0800
#define ETH_P_IPV6 0x86DD
#define DNS_PORT 53

static __always_inline void read_local(const struct sock *sk, struct address *to)
{
	to->family = BPF_CORE_READ(sk, __sk_common.skc_family);
	to->port = BPF_CORE_READ(sk, __sk_common.skc_num);
	if (to->family == AF_INET) bpf_core_read(to->bytes, 4, &sk->__sk_common.skc_rcv_saddr);
	else bpf_core_read(to->bytes, 16, &sk->__sk_common.skc_v6_rcv_saddr);
}

static __always_inline void read_remote(const struct sock *sk, struct address *to)
{
	to->family = BPF_CORE_READ(sk, __sk_common.skc_family);
	to->port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	if (to->family == AF_INET) bpf_core_read(to->bytes, 4, &sk->__sk_common.skc_daddr);
	else bpf_core_read(to->bytes, 16, &sk->__sk_common.skc_v6_daddr);
}

static __always_inline void tell_sock(struct task_struct *task, const struct sock *sk, __u16 type, __u64 error)
{
	struct scratch *s = begin(task);
	if (!s) return;
	struct head *h = head_of(s);
	struct address local = {}, remote = {};
	fill(h, task, type);
	h->numbers[0] = BPF_CORE_READ(sk, sk_protocol);
	h->numbers[1] = error;
	read_local(sk, &local);
	put_address(TAG_LOCAL, &local);
	if (type != EV_LISTEN) {
		read_remote(sk, &remote);
		put_address(TAG_REMOTE, &remote);
	}
	send(s);
}

/* In these two states the process that runs is the one whose socket it is; in others it is whoever was interrupted. */
SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_state, const struct sock *sk, int before, int after)
{
	if (after != TCP_SYN_SENT_STATE && after != TCP_LISTEN_STATE) return 0;
	tell_sock((void *)bpf_get_current_task(), sk, after == TCP_LISTEN_STATE ? EV_LISTEN : EV_CONNECT, 0);
	return 0;
}

static __always_inline struct sock *find_sock(struct task_struct *task, __u32 fd)
{
	struct file *file = find_file(task, fd);
	if (!file || !IS_SOCKET(BPF_CORE_READ(file, f_inode, i_mode))) return NULL;
	struct socket *socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

static __always_inline int is_datagram(const struct sock *sk)
{
	__u16 protocol = BPF_CORE_READ(sk, sk_protocol);
	return protocol == 17 || protocol == 136 || protocol == 1 || protocol == 58;
}

/* Whether this place was told of within the minute. */
static __always_inline int is_known_peer(struct task_struct *task, const struct address *to)
{
	struct peer_key key = { .family = to->family, .port = to->port };
	find_cgroup(task, &key.cgroup);
	key.pid = bpf_get_current_pid_tgid() >> 32;
	__builtin_memcpy(key.bytes, to->bytes, 16);
	__u64 now = bpf_ktime_get_boot_ns(), *seen = bpf_map_lookup_elem(&peers, &key);
	if (seen && now - *seen < SEEN_NS) return 1;
	bpf_map_update_elem(&peers, &key, &now, BPF_ANY);
	return 0;
}

static __always_inline void read_user_address(__u64 from, struct address *to)
{
	struct sockaddr_in6 any = {};
	bpf_probe_read_user(&any, sizeof(struct sockaddr_in), (void *)from);
	to->family = any.sin6_family;
	to->port = bpf_ntohs(any.sin6_port);
	if (to->family == AF_INET) __builtin_memcpy(to->bytes, &any.sin6_flowinfo, 4);
	if (to->family == AF_INET6) bpf_probe_read_user(to->bytes, 16, (void *)(from + __builtin_offsetof(struct sockaddr_in6, sin6_addr)));
}

/* A datagram to a place that stands in the call. */
static __always_inline void tell_datagram(struct task_struct *task, struct sock *sk, const struct address *to, __u64 error)
{
	struct address local = {};
	struct scratch *s = begin(task);
	if (!s || is_known_peer(task, to)) return;
	struct head *h = head_of(s);
	fill(h, task, EV_CONNECT);
	h->numbers[0] = BPF_CORE_READ(sk, sk_protocol);
	h->numbers[1] = error;
	read_local(sk, &local);
	put_address(TAG_LOCAL, &local);
	put_address(TAG_REMOTE, to);
	send(s);
}

#define UNIX_PATH 108

/* Stands for a place that has no address. */
static __always_inline void read_unix(__u64 name, struct address *to)
{
	unsigned char text[UNIX_PATH] = {};
	__u64 hash = 14695981039346656037ULL;
	bpf_probe_read_user_str(text, sizeof(text), (void *)name);
	for (int i = 0; i < UNIX_PATH && text[i]; i++) hash = (hash ^ text[i]) * 1099511628211ULL;
	to->family = AF_UNIX;
	__builtin_memcpy(to->bytes, &hash, sizeof(hash));
}

/* Sockets with a name in the file system: those of container runtimes are a way out. Programs look for those of name services all the time. */
static __always_inline void tell_unix(struct task_struct *task, __u64 name, __u64 error)
{
	struct address to = {};
	struct scratch *s = begin(task);
	if (!s) return;
	read_unix(name, &to);
	if (is_known_peer(task, &to)) return;
	fill(head_of(s), task, EV_CONNECT);
	head_of(s)->numbers[1] = error;
	put_user_text(TAG_PATH, name);
	send(s);
}

#define EINPROGRESS 115
#define EINTR 4

static __always_inline void on_connect(struct task_struct *task, __u32 fd, __u64 to, long result)
{
	struct address remote = {};
	__u16 family = 0;
	char first = 0;
	bpf_probe_read_user(&family, sizeof(family), (void *)to);
	if (family == AF_UNIX) {
		bpf_probe_read_user(&first, 1, (void *)(to + 2));
		if (first == '/' || first == '.') tell_unix(task, to + 2, -result);
		return;
	}
	if (family != AF_INET && family != AF_INET6) return;
	struct sock *sk = find_sock(task, fd);
	if (!sk) return;
	int failed = result < 0 && result != -EINPROGRESS && result != -EINTR;
	/* That a TCP connection was begun is told at once by its state. */
	if (!failed && !is_datagram(sk)) return;
	read_user_address(to, &remote);
	tell_datagram(task, sk, &remote, failed ? -result : 0);
}

static __always_inline void on_sendmsg(struct task_struct *task, __u32 fd, __u64 message, long result)
{
	struct user_msghdr header = {};
	struct address remote = {};
	bpf_probe_read_user(&header, sizeof(header), (void *)message);
	struct sock *sk = header.msg_name ? find_sock(task, fd) : NULL;
	if (!sk || !is_datagram(sk)) return;
	read_user_address((__u64)header.msg_name, &remote);
	if (remote.family == AF_INET || remote.family == AF_INET6) tell_datagram(task, sk, &remote, result < 0 ? -result : 0);
}

static __always_inline void on_sendto(struct task_struct *task, __u32 fd, __u64 to, long result)
{
	struct address remote = {};
	struct sock *sk = to ? find_sock(task, fd) : NULL;
	if (!sk || !is_datagram(sk)) return;
	read_user_address(to, &remote);
	if (remote.family == AF_INET || remote.family == AF_INET6) tell_datagram(task, sk, &remote, result < 0 ? -result : 0);
}

/* Whoever takes datagrams on a port that it named listens. */
static __always_inline void on_bind(struct task_struct *task, __u32 fd, __u64 to, long result)
{
	struct address asked = {};
	struct sock *sk = result < 0 ? NULL : find_sock(task, fd);
	if (!sk || !is_datagram(sk)) return;
	read_user_address(to, &asked);
	if (asked.port != 0) tell_sock(task, sk, EV_LISTEN, 0);
}

static __always_inline void on_accept(struct task_struct *task, long result)
{
	struct sock *sk = result < 0 ? NULL : find_sock(task, result);
	if (!sk) return;
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (family == AF_INET || family == AF_INET6) tell_sock(task, sk, EV_ACCEPT, 0);
}

/* Where a datagram of port 53 lies in a packet, and of which ports it is. */
struct datagram { __u64 payload; __u32 bytes; __u16 from, to; __u32 net_ns; struct address remote; };

static __always_inline int read_datagram(struct sk_buff *skb, struct datagram *d, int incoming)
{
	unsigned char *network = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header), *transport;
	__u16 protocol = bpf_ntohs(BPF_CORE_READ(skb, protocol));
	if (protocol == ETH_P_IP) {
		struct iphdr ip;
		if (bpf_probe_read_kernel(&ip, sizeof(ip), network) || ip.protocol != 17) return 0;
		__u8 words;
		bpf_probe_read_kernel(&words, 1, network);
		transport = network + (words & 15) * 4;
		d->remote.family = AF_INET;
		__builtin_memcpy(d->remote.bytes, incoming ? &ip.saddr : &ip.daddr, 4);
	} else if (protocol == ETH_P_IPV6) {
		struct ipv6hdr ip;
		if (bpf_probe_read_kernel(&ip, sizeof(ip), network) || ip.nexthdr != 17) return 0;
		transport = network + sizeof(ip);
		d->remote.family = AF_INET6;
		__builtin_memcpy(d->remote.bytes, incoming ? &ip.saddr : &ip.daddr, 16);
	} else return 0;
	struct udphdr udp;
	if (bpf_probe_read_kernel(&udp, sizeof(udp), transport)) return 0;
	d->from = bpf_ntohs(udp.source);
	d->to = bpf_ntohs(udp.dest);
	d->remote.port = incoming ? d->from : d->to;
	if (d->remote.port != DNS_PORT) return 0;
	d->bytes = bpf_ntohs(udp.len) - sizeof(udp);
	d->payload = (__u64)(transport + sizeof(udp));
	d->net_ns = BPF_CORE_READ(skb, dev, nd_net.net, ns.inum);
	return d->bytes >= 12 && d->bytes < 65536;
}

struct dns_event {
	struct head head;
	struct field remote_field;
	struct address remote;
	struct field payload_field;
	char payload[MAX_DNS];
};

/* An interrupt may run this: it has its place in the ring, and not in the scratch space. */
static __always_inline void tell_dns(const struct head *of, const struct datagram *d, __u64 is_answer)
{
	struct dns_event *e = bpf_ringbuf_reserve(&ring, sizeof(*e), 0);
	if (!e) { lose(EV_DNS); return; }
	e->head = *of;
	e->head.size = sizeof(*e);
	e->head.time = bpf_ktime_get_boot_ns();
	e->head.numbers[0] = is_answer;
	e->head.numbers[1] = d->bytes;
	e->remote_field = (struct field){ TAG_REMOTE, sizeof(struct address) };
	e->remote = d->remote;
	__u64 bytes = d->bytes;
	if (bytes > MAX_DNS) bytes = MAX_DNS;
	e->payload_field = (struct field){ TAG_PAYLOAD, bytes };
	asm volatile("%0 &= 1023" : "+r"(bytes));
	if (bytes > MAX_DNS || bpf_probe_read_kernel(e->payload, bytes, (void *)d->payload)) { bpf_ringbuf_discard(e, BPF_RB_NO_WAKEUP); return; }
	bpf_ringbuf_submit(e, choose_wake());
}

/* A question passes every device on its way; the first is that of the asking process, which still runs. */
SEC("tp_btf/net_dev_queue")
int BPF_PROG(on_send, struct sk_buff *skb)
{
	struct datagram d = {};
	struct sock *sk = BPF_CORE_READ(skb, sk);
	if (!sk || !read_datagram(skb, &d, 0)) return 0;
	struct task_struct *task = (void *)bpf_get_current_task();
	if (d.net_ns != BPF_CORE_READ(task, nsproxy, net_ns, ns.inum)) return 0;
	struct head h = {};
	find_cgroup(task, &h.cgroup);
	__u8 *kind = bpf_map_lookup_elem(&cgroups, &h.cgroup);
	if (!whole_host && (!kind || *kind != CONTAINER)) return 0;
	fill(&h, task, EV_DNS);
	struct question_key key = { .net_ns = d.net_ns, .port = d.from };
	bpf_probe_read_kernel(&key.id, 2, (void *)d.payload);
	bpf_map_update_elem(&questions, &key, &h, BPF_ANY);
	tell_dns(&h, &d, 0);
	return 0;
}

SEC("tp_btf/netif_receive_skb")
int BPF_PROG(on_receive, struct sk_buff *skb)
{
	struct datagram d = {};
	if (!read_datagram(skb, &d, 1)) return 0;
	struct question_key key = { .net_ns = d.net_ns, .port = d.to };
	bpf_probe_read_kernel(&key.id, 2, (void *)d.payload);
	struct head *asked = bpf_map_lookup_elem(&questions, &key);
	if (!asked) return 0;
	tell_dns(asked, &d, 1);
	bpf_map_delete_elem(&questions, &key);
	return 0;
}

static __always_inline int may_connect(void)
{
	__u64 id = bpf_get_current_cgroup_id();
	return bpf_map_lookup_elem(&deny_connect, &id) ? 0 : 1;
}

SEC("cgroup/connect4") int deny_connect4(struct bpf_sock_addr *c) { return may_connect(); }
SEC("cgroup/connect6") int deny_connect6(struct bpf_sock_addr *c) { return may_connect(); }
SEC("cgroup/sendmsg4") int deny_sendmsg4(struct bpf_sock_addr *c) { return may_connect(); }
SEC("cgroup/sendmsg6") int deny_sendmsg6(struct bpf_sock_addr *c) { return may_connect(); }
#endif
