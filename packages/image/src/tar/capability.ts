/** https://github.com/torvalds/linux/blob/master/include/uapi/linux/capability.h, by bit number. */
const NAMES = (
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast net_admin ' +
  'net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time ' +
  'sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon ' +
  'bpf checkpoint_restore'
).split(' ');

/** Capabilities that a file permits, as `net_raw`; undefined when the bytes are no vfs_cap_data. */
export function parseCapability(bytes: Uint8Array): readonly string[] | undefined {
  if (bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const revision = view.getUint8(3);
  if (revision < 1 || revision > 3 || (revision > 1 && bytes.length < 20)) return undefined;
  const low = view.getUint32(4, true);
  const high = revision === 1 ? 0 : view.getUint32(12, true);
  return NAMES.filter((_, bit) => ((bit < 32 ? low >>> bit : high >>> (bit - 32)) & 1) === 1);
}
