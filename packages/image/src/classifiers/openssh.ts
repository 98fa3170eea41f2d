import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'openssh',
  files: ['ssh', 'sshd', 'sshd-session', 'ssh-keygen'],
  rules: [{ package: 'openssh', cpe: 'openbsd:openssh', mark: 'OpenSSH_', near: /OpenSSH_(\d+\.\d+p\d+)/ }],
};
