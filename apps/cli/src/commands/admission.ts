import { ADMISSION_OPTIONS, readAdmissionOptions } from '../admission/admission-options.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { refuseStart } from '../up/refuse-start.ts';
import { runUntilStopped } from '../up/until-stopped.ts';

export const command: CommandDefinition = {
  name: 'admission',
  summary: 'Answer the admission reviews of a cluster: refuse or warn by the policies that its sensor told, also while the sensor is away',
  arguments: [],
  options: [...ADMISSION_OPTIONS],
  examples: [
    {
      command: 'breakwater admission --bundle /data/admission.bundle --certificate tls.crt --key tls.key',
      doc: 'Beside a sensor, with a certificate of your own',
    },
    {
      command:
        'breakwater admission --sensor https://breakwater-sensor-roles.breakwater.svc:8444 --sensor-ca ca.pem --sensor-token token --namespace breakwater',
      doc: 'In the cluster, as `install manifest` runs it: the certificate is its own, and the same for all replicas',
    },
  ],
  run: async (input, terminal) => {
    const [{ createLog }, { startAdmission }] = await Promise.all([import('@breakwater/daemon'), import('@breakwater/sensor/admission')]);
    const admission = await startAdmission({ ...readAdmissionOptions(input), log: createLog('info') }).catch(refuseStart);
    await runUntilStopped(
      () => terminal.stdout(`answering reviews on port ${admission.port}\n`),
      () => admission.close(),
    );
    return EXIT.nothing;
  },
};
