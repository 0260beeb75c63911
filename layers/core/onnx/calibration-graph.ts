import type { Calibration, Knot } from '../calibration/calibration.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';

/** Adds a calibration of log-odds of shape [rows, 1], in float64 as `calibratedLogOdds` does. */
export function addCalibration(
  graph: GraphBuilder,
  logOdds: TensorName,
  calibration: Calibration,
): TensorName {
  switch (calibration.method) {
    case 'none':
      return logOdds;
    case 'platt': {
      const scaled = graph.add('Mul', [logOdds, rowOf(graph, [calibration.slope])]);
      return graph.add('Add', [scaled, rowOf(graph, [calibration.intercept])]);
    }
    case 'isotonic':
      return addLines(graph, logOdds, calibration.knots);
  }
}

/** Lowest value + Σ over the lines between knots of slope × the part of the line that lies below the log-odds. */
function addLines(graph: GraphBuilder, logOdds: TensorName, knots: readonly Knot[]): TensorName {
  const lines = knots.slice(1).map(([endX, endY], index) => {
    const [startX, startY] = knots[index]!;
    return { startX, width: endX - startX, slope: (endY - startY) / (endX - startX) };
  });
  const row = (numberOf: (line: (typeof lines)[number]) => number) => rowOf(graph, lines.map(numberOf));
  const past = graph.add('Sub', [logOdds, row(({ startX }) => startX)]);
  const raised = graph.add('Max', [past, rowOf(graph, [0])]);
  const held = graph.add('Min', [raised, row(({ width }) => width)]);
  const rises = graph.sumOfColumns(graph.add('Mul', [held, row(({ slope }) => slope)]));
  return graph.add('Add', [rises, rowOf(graph, [knots[0]![1]])]);
}

function rowOf(graph: GraphBuilder, values: readonly number[]): TensorName {
  return graph.constant(Float64Array.from(values), [1, values.length]);
}
