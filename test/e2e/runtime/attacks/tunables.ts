import { type Scenario, sh } from '../scenario.ts';

export const scenario: Scenario = {
  name: 'the loader is told something that it misreads',
  words: sh('GLIBC_TUNABLES=glibc.malloc.mxfast=glibc.malloc.mxfast=A busybox true'),
  opens: ['loader-tunables-abused'],
};
