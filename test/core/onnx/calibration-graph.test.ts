import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { type Calibration, calibratedLogOdds, type Knot } from '#core/calibration/calibration.ts';
import { fitIsotonic } from '#core/calibration/isotonic.ts';
import { addCalibration } from '#core/onnx/calibration-graph.ts';
import { GraphBuilder } from '#core/onnx/graph-builder.ts';
import { simulated } from '../calibration/simulated.ts';

/** Runs log-odds in float64 through a graph that has nothing but the calibration in it. */
async function throughGraph(calibration: Calibration, logOdds: Float64Array): Promise<Float64Array> {
  const graph = new GraphBuilder(['in', 'out']);
  graph.rename(addCalibration(graph, 'in', calibration), 'out');
  const onnx = graph.finish([{ name: 'in', type: 'double' }], [{ name: 'out', type: 'double' }]);
  const session = await InferenceSession.create(onnx, { logSeverityLevel: 3 });
  try {
    const answer = await session.run({ in: new Tensor('float64', logOdds, [logOdds.length, 1]) });
    const { data } = answer.out!;
    if (!(data instanceof Float64Array)) throw new Error('the answer is not in float64');
    return data;
  } finally {
    await session.release();
  }
}

async function expectParity(calibration: Calibration, logOdds: Float64Array): Promise<void> {
  const found = await throughGraph(calibration, logOdds);
  expect(found).toHaveLength(logOdds.length);
  for (const [row, value] of logOdds.entries()) {
    const wanted = calibratedLogOdds(value, calibration);
    if (Number.isFinite(wanted)) expect(Math.abs(found[row]! - wanted)).toBeLessThan(1e-9);
    else expect(found[row]).toBe(wanted);
  }
}

/** From far below the knots to far above them. */
const WIDE = Float64Array.from({ length: 4001 }, (_, i) => (i - 2000) / 100);
const ODD = Float64Array.of(-Infinity, -1e308, -40, -0, 0, 5e-324, 40, 1e308, Infinity);

const knots = fc
  .array(
    fc.tuple(fc.double({ min: 1e-6, max: 2, noNaN: true }), fc.double({ min: 0, max: 4, noNaN: true })),
    {
      minLength: 2,
      maxLength: 62,
    },
  )
  .map((steps) => {
    let [x, y] = [-5, -6];
    return steps.map(([width, slope]): Knot => {
      x += width;
      y += slope * width;
      return [x, y];
    });
  });

test('any isotonic curve is as the function says, to 1e-9', async () => {
  await fc.assert(
    fc.asyncProperty(knots, async (points) => {
      const calibration: Calibration = { method: 'isotonic', knots: points };
      await expectParity(calibration, WIDE);
      await expectParity(
        calibration,
        Float64Array.from(points, ([logOdds]) => logOdds),
      );
    }),
    { numRuns: 30 },
  );
});

test('a fitted curve, a line and no calibration, infinite log-odds too', async () => {
  const fitted = fitIsotonic(simulated(50_000, (value) => value + Math.sin(3 * value)))!;
  expect(fitted.knots.length).toBeGreaterThan(15);
  for (const calibration of [
    fitted,
    { method: 'platt', slope: 0.7, intercept: -0.3 },
    { method: 'none' },
  ] satisfies Calibration[]) {
    await expectParity(calibration, WIDE);
    await expectParity(calibration, ODD);
  }
});
