/**
 * Kinds of programs by the names of their files. A copy may be called anything, so that a name is never all that a behaviour is recognised by. Versions behind a name (`python3.12`) are left
 * out before it is looked up.
 */
export const PROGRAM_KINDS: Readonly<Record<string, readonly string[]>> = {
  shell: words('ash bash csh dash fish ksh mksh sh tcsh zsh'),
  'web-server': words('nginx httpd lighttpd apache apache2 caddy haproxy'),
  'web-worker': words('php-fpm php-cgi gunicorn uwsgi unicorn puma'),
  database: words(
    'mysqld mariadbd postgres sqlplus couchdb memcached redis-server rabbitmq-server mongod cassandra clickhouse-server valkey-server',
  ),
  'mail-server': words('sendmail postfix procmail exim4 pickup showq mailq dovecot dovecot-lda imap imap-login pop3 pop3-login'),
  'application-server': words('java catalina tomcat'),
  interpreter: words('lua node nodejs perl php python ruby tcl tclsh'),
  'package-manager': words(
    'apt apt-get apt-cache apt-key aptitude dpkg unattended-upgrade rpm yum dnf microdnf zypper pacman apk snapd update-alternatives chef-client opkg',
  ),
  'language-package-manager': words('pip conda gem npm yarn pnpm cargo composer'),
  'network-tool': words('nc ncat netcat nmap dig nslookup host tcpdump tshark ngrep telnet mitmproxy socat zmap masscan hping3 traceroute'),
  relay: words('nc ncat netcat socat'),
  scanner: words('nmap masscan zmap tcpdump tshark ngrep mitmproxy hping3 nikto sqlmap'),
  'text-tool': words('cat head tail less more strings base64 xxd od hexdump grep egrep fgrep sed awk gawk cut tee cp dd tr'),
  'remote-copy': words('rsync scp sftp sshfs ssh-copy-id dcp'),
  download: words('curl wget aria2c fetch lwp-download'),
  'ssh-client': words('ssh scp sftp ssh-copy-id'),
  'ssh-server': words('sshd dropbear sftp-server'),
  cron: words('anacron cron crond crontab'),
  'user-management': words(
    'useradd userdel usermod adduser deluser groupadd groupdel groupmod addgroup delgroup passwd gpasswd chpasswd chgpasswd newusers chage chsh chfn vipw vigr pwconv pwunconv grpconv grpunconv',
  ),
  'user-switch': words('su sudo doas gosu su-exec runuser setpriv setuidgid login tini dumb-init sshd cron crond'),
  'kube-client': words('kubectl crictl ctr nerdctl docker podman kubeadm helm etcdctl'),
  compiler: words('make gcc g++ cc c++ clang clang++ llc as ld tcc rustc javac cmake'),
  firewall: words('iptables ip6tables iptables-save iptables-restore xtables-nft-multi xtables-legacy-multi nft ipset ebtables arptables'),
  'network-setup': words('ip ifconfig route tc brctl iw ethtool'),
  miner: words(
    'xmrig xmr-stak minerd minergate cpuminer ccminer ethminer cgminer bfgminer sgminer claymore nbminer t-rex gminer lolminer phoenixminer teamredminer nanominer bminer wildrig srbminer',
  ),
  destroyer: words('shred wipefs wipe mkfs mke2fs mkfs.ext4 mkfs.ext3 mkfs.ext2 mkfs.xfs mkfs.btrfs mkswap srm'),
  tracer: words('gdb gdbserver strace ltrace dlv perf lldb jcmd jstack async-profiler'),
  namespace: words('nsenter unshare chroot pivot_root'),
  'container-runtime': words(
    'runc crun containerd containerd-shim containerd-shim-runc-v2 containerd-shim-runc-v1 dockerd conmon crio kubelet buildah buildkitd',
  ),
  'dns-tunnel': words('iodine iodined dnscat dnscat2 dns2tcpc dns2tcpd'),
};

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** Programs that are many: which one is said by the name that they are called by. */
export const MULTI_CALL: ReadonlySet<string> = new Set(['busybox', 'toybox', 'coreutils', 'busybox.static']);

const KINDS_BY_NAME: ReadonlyMap<string, readonly string[]> = invert();

function invert(): ReadonlyMap<string, readonly string[]> {
  const kinds = new Map<string, string[]>();
  for (const [kind, names] of Object.entries(PROGRAM_KINDS)) {
    for (const name of names) kinds.set(name, [...(kinds.get(name) ?? []), kind]);
  }
  return kinds;
}

const NONE: readonly string[] = [];

/** Kinds of a program by the name of its file, as `python3.12`; empty for one that is in no list. */
export function listProgramKinds(name: string): readonly string[] {
  return KINDS_BY_NAME.get(name) ?? KINDS_BY_NAME.get(name.replace(/[\d.-]+$/, '')) ?? NONE;
}

/** The last part of a path. */
export function toBaseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Name of a program without its path, of one that is many programs that of the one that runs. */
export function toProgramName(
  { exe, argv, name }: { readonly exe: string; readonly argv: readonly string[]; readonly name?: string | undefined },
  isApplet: boolean,
): string {
  if (isApplet && name !== undefined) return name;
  const own = toBaseName(exe);
  if (own !== '' && !MULTI_CALL.has(own)) return own;
  const called = toBaseName(argv[0] ?? '').replace(/^-/, '');
  return MULTI_CALL.has(called) ? toBaseName(argv[1] ?? called) : called || own || (name ?? '');
}
