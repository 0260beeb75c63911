import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CandidateSettings } from '#core/schema/candidate-settings.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { inThisThread, type TrainingCrew } from '#core/training/training-crew.ts';
import type { TrainingData } from '#core/training/training-job.ts';
import { plannedFolds } from '#core/training/validation-plan.ts';
import { type ThreadSettings, trainingThreads } from '#platform/training/training-threads.ts';
import { generatedTable } from '../../core/learners/generated-table.ts';

const CANDIDATES: readonly CandidateSettings[] = [
  { algorithm: 'logistic-regression', inverseStrength: 1 },
  { algorithm: 'random-forest', trees: 15, minLeafRows: 5 },
  { algorithm: 'gradient-boosting', depth: 3, rounds: 40, subsample: 0.6, columnSample: 0.7 },
];

function trainingData(candidates = CANDIDATES): TrainingData {
  const table = generatedTable(telcoSchema, 1200, 4);
  const labelled = labelledRows(table);
  const folds = plannedFolds(table, labelled, { split: 'random', folds: 5, repeats: 1 }, 1);
  return { table, schema: telcoSchema, candidates, folds, rows: labelled.rows, seed: 11 };
}

async function withThreads<Result>(
  data: TrainingData,
  settings: ThreadSettings,
  work: (crew: TrainingCrew) => Promise<Result>,
): Promise<Result> {
  const crew = trainingThreads(settings)(data);
  try {
    return await work(crew);
  } finally {
    await crew.close();
  }
}

test.each([1, 2, 3])('%d threads answer what one thread alone does, bit for bit', async (size) => {
  const data = trainingData();
  const alone = inThisThread(() => 0)(data);
  await withThreads(data, { size }, async (crew) => {
    for (const candidate of CANDIDATES.keys()) {
      const [mine, theirs] = await Promise.all(
        [alone, crew].map((who) =>
          Promise.all([0, 1, 4].map((fold) => who.validateFold({ candidate, fold }))),
        ),
      );
      for (const [index, fold] of mine!.entries()) {
        expect(theirs![index]!.logOdds).toEqual(fold.logOdds);
        expect(theirs![index]!.importance).toEqual(fold.importance);
        expect(theirs![index]!.fitDurationMs).toBeGreaterThan(0);
      }
      expect(await crew.fitOnAllRows(candidate)).toEqual(await alone.fitOnAllRows(candidate));
    }
  });
});

test('an error of a fit comes back with its type and code, and ends the training', async () => {
  const impossible: CandidateSettings = { algorithm: 'gradient-boosting', depth: 9 };
  await withThreads(trainingData([impossible]), { size: 2 }, async (crew) => {
    const error = expect.objectContaining({ name: 'ChurnError', code: 'LEARNER_SETTING_INVALID' });
    await expect(crew.fitOnAllRows(0)).rejects.toEqual(error);
    await expect(crew.validateFold({ candidate: 0, fold: 0 })).rejects.toEqual(error);
  });
});

test('a thread that dies fails the fits that wait for it', async () => {
  const entry = join(import.meta.dirname, 'dying-worker.ts');
  await withThreads(trainingData(), { size: 2, entry }, async (crew) => {
    const fits = [0, 1, 2].map((fold) => crew.validateFold({ candidate: 0, fold }));
    for (const fit of fits) await expect(fit).rejects.toMatchObject({ code: 'TRAINING_THREAD_DIED' });
  });
});

test('closing ends fits that are under way', async () => {
  const slow: CandidateSettings = { algorithm: 'random-forest', trees: 5000, minLeafRows: 1 };
  const crew = trainingThreads({ size: 2 })(trainingData([slow]));
  const fits = [crew.validateFold({ candidate: 0, fold: 0 }), crew.validateFold({ candidate: 0, fold: 1 })];
  const ended = Promise.allSettled(fits);
  await crew.close();
  for (const fit of await ended) {
    expect(fit).toMatchObject({ status: 'rejected', reason: { code: 'TRAINING_CLOSED' } });
  }
});
