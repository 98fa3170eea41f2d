import { toSubject } from '../detection/subject.ts';
import { Surge } from '../detection/surge.ts';
import type { Detector } from '../detector.ts';

export const detector: Detector = {
  name: 'mass-file-change',
  doc: 'One program of a container writes, moves or removes many watched files',
  watches: ['file-open'],
  create: () => {
    const files = new Surge({ windowMs: 60_000, threshold: 50 });
    return {
      get size() {
        return files.size;
      },
      notice: ({ event, now }) => {
        const { file, process } = event;
        if (file === undefined || file.operation === 'read') return undefined;
        const exe = process?.exe ?? '';
        const count = files.add(`${toSubject(event)} ${exe}`, file.path, now);
        return count === undefined ? undefined : { detail: `${exe || 'a program'} changed ${count} files within a minute`, count };
      },
    };
  },
};
