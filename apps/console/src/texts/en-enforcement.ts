/** Texts for what is done about violations. */
export const enforcement = {
  enforcement: {
    column: 'When deployed',
    action: {
      inform: 'inform',
      'fail-build': 'fail the build',
      warn: 'warn',
      deny: 'refuse',
      'scale-to-zero': 'scale to zero',
      'kill-pod': 'delete the pod',
      restart: 'restart',
      quarantine: 'quarantine',
    },
    stage: { build: 'In builds', deploy: 'When deployed', runtime: 'While running' },
  },
};
