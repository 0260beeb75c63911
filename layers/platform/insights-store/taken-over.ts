import { ChurnError } from '#core/errors.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';

/** @throws ChurnError `RUN_TAKEN_OVER` where another model than the order's has begun on its run */
export function checkModel({ runId, modelVersion }: ScoringOrder, standing: string): void {
  if (standing === modelVersion) return;
  throw new ChurnError(
    'RUN_TAKEN_OVER',
    `Run ${runId} is being scored by model ${standing}; what ${modelVersion} made of it is given up.`,
  );
}
