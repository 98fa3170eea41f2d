/** Ends an embedded database as a crash would. Without a process of ours nothing is killed: 0 would mean this very group of processes. */
export function killDatabase(databasePid: () => number | undefined): void {
  const pid = databasePid();
  if (pid === undefined) throw new TypeError('no embedded database runs');
  process.kill(pid, 'SIGKILL');
}
