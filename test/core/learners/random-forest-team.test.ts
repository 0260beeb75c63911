import { expect, test } from 'vitest';
import type { ForestModel } from '#core/learners/forest/forest-model.ts';
import { randomForest } from '#core/learners/forest/random-forest.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { generatedTable } from './generated-table.ts';
import { runAsTeam } from './replayed-team.ts';

const table = generatedTable(telcoSchema, 1500, 3);
const rows = Uint32Array.from(table.label.keys());

test.each([
  { size: 2, trees: 7 },
  { size: 3, trees: 7 },
  { size: 3, trees: 2 },
])('$size members grow the same $trees trees as one thread', ({ size, trees }) => {
  const forest = randomForest({ trees });
  const alone = forest.fit(table, rows, 11);
  const models = runAsTeam(size, (team) => forest.fit(table, rows, 11, team));
  expect(models.length).toBe(size);
  for (const model of models) expect(model).toEqual(alone);
});

test('a tree depends on the seed and its own number alone', () => {
  const grown = (trees: number) => randomForest({ trees }).fit(table, rows, 11) as ForestModel;
  const { trees: few } = grown(3);
  const { trees: many } = grown(9);
  expect(many.roots.subarray(0, 3)).toEqual(few.roots);
  expect(many.feature.subarray(0, few.feature.length)).toEqual(few.feature);
  expect(many.threshold.subarray(0, few.feature.length)).toEqual(few.threshold);
  expect(many.leafProbability.subarray(0, few.leafProbability.length)).toEqual(few.leafProbability);
});
