import { availableParallelism, totalmem } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { trainingPortsFromEnvironment } from '../../functions/train/training-ports.ts';

beforeEach(() => {
  process.env.DATA_BUCKET = 'bucket';
});

describe('the machine of a training', () => {
  it.each([
    ['1024', 1024],
    ['999999999', Math.floor(totalmem() / 2 ** 20)],
  ])('with %s MiB given has %i, on all of its cores', (given, memoryMib) => {
    process.env.TRAINING_MEMORY_MB = given;
    expect(trainingPortsFromEnvironment()).toMatchObject({ memoryMib, threads: availableParallelism() });
  });

  it.each(['', 'much', '-1'])('cannot be one with "%s" MiB', (given) => {
    process.env.TRAINING_MEMORY_MB = given;
    expect(trainingPortsFromEnvironment).toThrow(expect.objectContaining({ code: 'ENVIRONMENT_INCOMPLETE' }));
  });
});
