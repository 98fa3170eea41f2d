import { CONFIDENCES, RESPONSE_ACTIONS } from '@breakwater/model';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readResponderOptions } from '../respond/responder-options.ts';
import { refuseStart } from '../up/refuse-start.ts';
import { runUntilStopped } from '../up/until-stopped.ts';

export const command: CommandDefinition = {
  name: 'responder',
  summary: 'Act on a cluster for its sensor, with rights of its own: only actions that are named, within bounds, each once and on record',
  arguments: [],
  options: [
    { name: 'sensor', value: 'url', doc: 'Role port of the sensor, as https://breakwater-sensor:8444' },
    { name: 'sensor-ca', value: 'file', doc: 'Authority of the sensor, which it writes to roles/ca.pem in its data folder' },
    {
      name: 'token-file',
      value: 'file',
      doc: 'Service account token for the audience breakwater-sensor, or the secret that is shared with the sensor',
    },
    {
      name: 'action',
      value: 'action',
      doc: `What it may do: ${RESPONSE_ACTIONS.join(', ')}; may be repeated (default: nothing)`,
      repeatable: true,
    },
    { name: 'kubeconfig', value: 'file', doc: 'Cluster to act on (default: the one that this pod runs in)' },
    { name: 'data', value: 'folder', doc: 'Folder of its journal and of evidence' },
    {
      name: 'automatic',
      value: 'mode',
      doc: 'What policies do by themselves: nothing, say what they would do, or do it',
      choices: ['off', 'dry-run', 'act'],
      default: 'dry-run',
    },
    {
      name: 'confidence',
      value: 'degree',
      doc: 'How sure a policy must be to act by itself',
      choices: CONFIDENCES,
      default: 'high',
    },
    {
      name: 'protect-namespace',
      value: 'pattern',
      doc: 'Namespace in which nothing is done, `*` for any text; may be repeated. kube-system, kube-public and kube-node-lease always are',
      repeatable: true,
    },
    { name: 'protect-kind', value: 'kind', doc: 'Kind that nothing is done to, as Node; may be repeated', repeatable: true },
    { name: 'own-namespace', value: 'name', doc: 'Namespace of Breakwater itself (default: that of this pod)' },
    { name: 'min-healthy', value: 'number', doc: 'Ready pods that a workload keeps when one is ended or cut off', default: '1' },
    { name: 'max-responses', value: 'number', doc: 'Responses within ten minutes, of all together', default: '20' },
    { name: 'max-per-workload', value: 'number', doc: 'Responses within ten minutes on one workload', default: '3' },
    { name: 'rebuild-url', value: 'url', doc: 'Webhook that builds images anew, for restart-clean' },
    { name: 'rebuild-authorization', value: 'file', doc: 'File with the value of its Authorization header' },
  ],
  examples: [
    {
      command:
        'breakwater responder --sensor https://127.0.0.1:8444 --sensor-ca data/sensor/roles/ca.pem --token-file secrets/responder --action evidence',
      doc: 'Beside a sensor on this machine; it may keep evidence and nothing else',
    },
  ],
  run: async ({ options }, terminal) => {
    const [{ createLog }, { startResponder }] = await Promise.all([import('@breakwater/daemon'), import('@breakwater/sensor/responder')]);
    const read = readResponderOptions(options);
    const responder = await startResponder({ ...read, log: createLog('info') }).catch(refuseStart);
    const { actions } = read.settings;
    await runUntilStopped(
      () =>
        terminal.stdout(
          `acting on ${responder.server}: ${actions.length === 0 ? 'nothing is enabled, see --action' : actions.join(', ')}\n`,
        ),
      () => responder.close(),
    );
    return EXIT.nothing;
  },
};
