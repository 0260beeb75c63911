import type { SolvedRows } from './deep-trees.ts';
import type { GameSolver } from './game-solver.ts';

/** Solves a whole tree for each row and adds the Shapley values to the rows' sums. */
export function addRowByRow(solver: GameSolver, { rowCount, encoded, width, sums }: SolvedRows): void {
  const { testFeature, testThreshold } = solver.game;
  const holds = new Uint8Array(testFeature.length);
  for (let row = 0; row < rowCount; row++) {
    const first = row * width;
    for (let test = 0; test < holds.length; test++)
      holds[test] = encoded[first + testFeature[test]!]! <= testThreshold[test]! ? 1 : 0;
    solver.addValues(holds, sums, first);
  }
}
