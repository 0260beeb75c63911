import { encodeRows } from '../../learners/trees/encoded-rows.ts';
import type { TreeFeature } from '../../learners/trees/tree-feature.ts';
import type { TreeColumn, TreesModel } from '../explainer-document.ts';
import type { ModelContributions } from '../model-contributions.ts';
import { type CoverTrees, coverTrees } from './cover-trees.ts';
import { DeepTrees, isShallowEnough, type SolvedRows } from './deep-trees.ts';
import { GameSolver } from './game-solver.ts';
import { addTable, MAX_TABLE_TESTS, outcomeTable } from './outcome-table.ts';
import { addRowByRow } from './row-by-row.ts';
import { treeGame } from './tree-game.ts';

/** Rows that go through one tree before the next tree's turn: rows and tables stay in the processor's cache. */
const BLOCK_ROWS = 256;
/** The same where there are large trees: more rows share more outcomes. */
const DEEP_BLOCK_ROWS = 8192;
/** Fewer rows than this share too few outcomes. */
const FEWEST_DEEP_ROWS = 64;

/** Adds the Shapley values of some of a model's trees. */
type AddTrees = (rows: SolvedRows) => void;

/**
 * Exact path-dependent TreeSHAP. Small trees are solved beforehand for every outcome of their tests, large ones for the
 * outcomes that rows have.
 * @throws DataError `EXPLAINER_INVALID`
 */
export function treeContributions({ leaves, features, trees }: TreesModel): ModelContributions {
  const cover = coverTrees(trees, features.length);
  const isAverage = leaves.are === 'probabilities';
  const share = isAverage ? 1 / trees.count : 1;
  const mean = cover.roots.reduce((sum, root) => sum + share * cover.mean[root]!, 0);
  const roots = Array.from(cover.roots).filter((root) => cover.nodeCount[root]! > 0);
  const small = roots.filter((root) => cover.nodeCount[root]! <= MAX_TABLE_TESTS);
  const large = roots.filter((root) => cover.nodeCount[root]! > MAX_TABLE_TESTS);
  const [addSmall, addLarge] = [smallTrees(cover, small), largeTrees(cover, large)];
  const treeFeatures = features.map(treeFeatureOf);
  const width = features.length;
  const blockRows = large.length > 0 ? DEEP_BLOCK_ROWS : BLOCK_ROWS;
  return {
    largeTreeNodes: large.reduce((sum, root) => sum + cover.nodeCount[root]!, 0),
    base: mean + (isAverage ? 0 : leaves.start),
    tableColumns: Uint32Array.from(features, ({ column }) => column),
    add(table, rows, sums) {
      for (let start = 0; start < rows.length; start += blockRows) {
        const block = rows.subarray(start, start + blockRows);
        const solved: SolvedRows = {
          rowCount: block.length,
          encoded: encodeRows(treeFeatures, table, block),
          width,
          sums: sums.subarray(start * width, (start + block.length) * width),
        };
        addSmall(solved);
        addLarge(solved);
      }
      if (share !== 1) for (let at = 0; at < sums.length; at++) sums[at]! *= share;
    },
  };
}

function smallTrees(cover: CoverTrees, roots: readonly number[]): AddTrees {
  const tables = roots.map((root) => outcomeTable(treeGame(cover, root)));
  return ({ rowCount, encoded, width, sums }) => {
    const outcomes = new Uint16Array(rowCount);
    for (const table of tables) addTable(table, encoded, width, outcomes, sums);
  };
}

function largeTrees(cover: CoverTrees, roots: readonly number[]): AddTrees {
  const shallow = new Set(roots.filter((root) => isShallowEnough(cover, root)));
  const solvers = new Map<number, GameSolver>();
  const solverOf = (root: number): GameSolver => {
    const solver = solvers.get(root) ?? new GameSolver(treeGame(cover, root));
    solvers.set(root, solver);
    return solver;
  };
  return (rows) => {
    const deep = rows.rowCount < FEWEST_DEEP_ROWS ? undefined : new DeepTrees(cover, rows);
    for (const root of roots) {
      if (deep !== undefined && shallow.has(root)) deep.add(root);
      else addRowByRow(solverOf(root), rows);
    }
  };
}

function treeFeatureOf(column: TreeColumn): TreeFeature {
  if (column.kind === 'numeric') return column;
  const { values, numbers, unseen } = column;
  return {
    kind: 'category',
    column: column.column,
    byValue: new Map(values.map((value, index) => [value, numbers[index]!])),
    unseen,
  };
}
