import { expect, test } from 'vitest';
import { buildFrame } from '../testing/build-frame.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { FRAME, MAX_FRAME, TAG } from './layout.ts';
import { readFrame } from './read-frame.ts';

test('a frame is read as it was written', () => {
  const frame = buildFrame({
    type: FRAME.exec,
    time: 9_007_199_254_740_993n,
    start: 12_345_678_901n,
    parentStart: 20_000_000n,
    cgroup: (1n << 63n) | 7n,
    pid: 42,
    containerPid: 2,
    parentPid: 41,
    uid: 1000,
    effectiveUid: 0,
    flags: 5,
    name: 'sh',
    numbers: [1n, 2n],
    fields: [
      [TAG.called, 'x'],
      [TAG.environment, 'A=1'],
      [TAG.environment, 'B=2'],
    ],
  });
  const { head, fields } = readFrame(frame);
  expect(head).toStrictEqual({
    type: FRAME.exec,
    time: 9_007_199_254_740_993n,
    start: 1234,
    parentStart: 2,
    cgroup: '9223372036854775815',
    pid: 42,
    tid: 42,
    containerPid: 2,
    parentPid: 41,
    uid: 1000,
    gid: 1000,
    effectiveUid: 0,
    loginUid: 0xffff_ffff,
    flags: 5,
    name: 'sh',
    numbers: [1n, 2n, 0n, 0n, 0n, 0n],
  });
  expect([...fields].map(([tag, values]) => [tag, values.map(String)])).toStrictEqual([
    [TAG.called, ['x']],
    [TAG.environment, ['A=1', 'B=2']],
  ]);
});

test('a field that is longer than its frame ends the fields', () => {
  const frame = buildFrame({ type: FRAME.exec, fields: [[TAG.called, 'abcd']] });
  frame.writeUInt16LE(400, frame.length - 6);
  expect(readFrame(frame).fields.size).toBe(0);
});

test('another version is not read', () => {
  expect(() => readFrame(buildFrame({ type: FRAME.exec, version: 9 }))).toThrow('the kernel side speaks version 9, and this agent 1');
});

test.each([1, 3, 7, 151, 4096])('a stream is cut into frames, whatever its pieces: %i bytes each', size => {
  const frames = [1, 2, 3].map(pid => buildFrame({ type: FRAME.exit, pid, fields: [[TAG.called, 'x'.repeat(pid * 100)]] }));
  const stream = Buffer.concat(frames);
  const splitter = new FrameSplitter();
  const got: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size) got.push(...splitter.split(stream.subarray(at, at + size)));
  expect(got.map(bytes => readFrame(bytes).head.pid)).toStrictEqual([1, 2, 3]);
});

test.each([0, 151, MAX_FRAME + 1, 0xffff_ffff])('a length of %i is none of a frame', length => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(length, 0);
  expect(() => [...new FrameSplitter().split(bytes)]).toThrow(`a frame of ${length} bytes came from the kernel side`);
});
