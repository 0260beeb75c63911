import { describe, expect, it } from 'vitest';
import { rowsPerSecond, stageTimes } from '../../../../bench/pipeline/stack/stage-times.ts';

const moments = [
  { state: 'received', atMs: 1500 },
  { state: 'cleaning', atMs: 2000 },
  { state: 'cleaning', atMs: 3000, rowsDone: 400 },
  { state: 'scoring', atMs: 4000 },
  { state: 'scoring', atMs: 5000, rowsDone: 1000 },
  { state: 'scoring', atMs: 6000, rowsDone: 3000 },
  { state: 'scoring', atMs: 7000, rowsDone: 7000 },
  { state: 'published', atMs: 7250 },
];

describe('stageTimes', () => {
  it('gives each state the time until the next begins, and no time is lost', () => {
    const { stages, totalSeconds } = stageTimes(moments, 1000);
    expect(stages).toEqual([
      { stage: 'upload', seconds: 0.5 },
      { stage: 'received', seconds: 0.5 },
      { stage: 'cleaning', seconds: 2 },
      { stage: 'scoring', seconds: 3.25 },
    ]);
    expect(totalSeconds).toBe(6.25);
    expect(stages.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(totalSeconds);
  });
});

describe('rowsPerSecond', () => {
  it('goes from the first word on progress to the last', () => {
    expect(rowsPerSecond(moments, 'scoring')).toBe(3000);
  });

  it('is unknown where there are not two of them', () => {
    expect(rowsPerSecond(moments, 'cleaning')).toBeNull();
    expect(rowsPerSecond(moments, 'training')).toBeNull();
  });
});
