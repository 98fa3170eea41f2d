/**
 * Ends an embedded database as a crash would. Without a process of ours nothing is killed: 0 would mean this very group of processes. One that has just ended, and whose successor does
 * not run yet, is as dead as it can be.
 */
export function killDatabase(databasePid: () => number | undefined): void {
  const pid = databasePid();
  if (pid === undefined) throw new TypeError('no embedded database runs');
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
