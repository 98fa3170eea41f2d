import { defineKind } from '../kind.ts';

export const kind = defineKind({ group: 'monitoring.coreos.com', kind: 'ServiceMonitor', plural: 'servicemonitors', optional: true });
