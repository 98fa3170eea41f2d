import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { RESPONSE_ACTIONS } from '@breakwater/model';
import type { OpenResponder } from '@breakwater/sensor/responder';
import { type CommandInput, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { refuseStart } from '../up/refuse-start.ts';

/** A responder of one's own: with the rights of the kubeconfig, and a journal on this machine for each cluster. */
export interface DirectResponder extends OpenResponder {
  readonly user: string;
  /** Context and address of the cluster, for people. */
  readonly cluster: string;
}

/** Longer waits are for those who do not sit before it. */
const PATIENCE_MS = 15_000;

/** Throws UsageError when the cluster cannot be reached, or somebody else acts with the same journal. */
export async function openDirect({ options }: CommandInput): Promise<DirectResponder> {
  const [{ connectWriter }, sensor, { createLog }] = await Promise.all([
    import('@breakwater/kube'),
    import('@breakwater/sensor/responder'),
    import('@breakwater/daemon'),
  ]);
  const { dataDir, proxies } = readConfig();
  const text = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {});
  const client = await connectWriter({ ...text('kubeconfig'), ...text('context'), proxies }).catch(refuseStart);
  try {
    const id = await client.readClusterId();
    const folder = join(resolve(String(options['data'] ?? join(dataDir, 'respond'))), id.replaceAll(/[^\w.-]/g, '_'));
    const open = sensor.openResponder({
      client,
      folder,
      // Rights are those of the user, who has looked at the plan; what keeps a cluster alive stays protected.
      settings: { ...sensor.GUARD_DEFAULTS, actions: RESPONSE_ACTIONS, maxPerWindow: 100, maxPerWorkload: 20 },
      log: createLog('warn'),
      patienceMs: PATIENCE_MS,
    });
    await open.responder.resume();
    return { ...open, user: userInfo().username, cluster: `${client.context} (${client.server})` };
  } catch (cause) {
    await client.close();
    if (isLocked(cause))
      throw new UsageError(
        'another breakwater acts with this journal at the moment: wait until it is done, or name another folder with --data',
      );
    return refuseStart(cause);
  }
}

/** https://www.sqlite.org/rescode.html: SQLITE_BUSY. */
function isLocked(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === 5;
}
