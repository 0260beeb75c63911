import { describe, expect, it } from 'vitest';
import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { logOddsScale } from '#core/explain/log-odds-scale.ts';
import { logOddsOf } from '#core/learners/log-odds.ts';

describe('the scale', () => {
  it('leaves log-odds as they are without calibration, and multiplies them by the slope of a line', () => {
    expect(logOddsScale(-1, 'log-odds', NO_CALIBRATION).factorTo(3)).toBe(1);
    const platt = logOddsScale(-1, 'log-odds', { method: 'platt', slope: 2, intercept: 0.5 });
    expect(platt.base.logOdds).toBe(-1.5);
    expect(platt.factorTo(3)).toBe(2);
  });

  it('multiplies by the difference on the curve over the difference before it', () => {
    const forest = logOddsScale(0.2, 'probabilities', NO_CALIBRATION);
    expect(forest.base.probability).toBeCloseTo(0.2, 12);
    expect(forest.factorTo(0.5)).toBeCloseTo((0 - logOddsOf(0.2)) / 0.3, 12);
    expect(forest.probabilityFactorTo(0)).toBeCloseTo(0.3 / -logOddsOf(0.2), 12);
  });

  it('takes the slope at the base itself, where there is no difference', () => {
    const forest = logOddsScale(0.2, 'probabilities', NO_CALIBRATION);
    expect(forest.factorTo(0.2)).toBeCloseTo(1 / (0.2 * 0.8), 6);
    expect(forest.probabilityFactorTo(logOddsOf(0.2))).toBeCloseTo(0.2 * 0.8, 8);
  });

  it('gives no part to anyone where isotonic calibration is level', () => {
    const knots = [
      [0, 1],
      [1, 2],
    ] as const;
    const scale = logOddsScale(-2, 'log-odds', { method: 'isotonic', knots });
    expect(scale.factorTo(-1)).toBe(0);
    expect(scale.factorTo(1)).toBeCloseTo(1 / 3, 12);
  });
});
