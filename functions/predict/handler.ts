import { MAX_PREDICT_BODY_BYTES } from '#core/api/contract.ts';
import { parseCustomers } from '#core/predict/parse-customers.ts';
import { predictCustomers } from '#core/predict/predict-customers.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { httpHandler } from '#platform/http/http-handler.ts';
import { jsonBody } from '#platform/http/json-body.ts';
import { createChampionModels } from '#platform/model/champion-models.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { recordPredictions } from '#platform/telemetry/prediction-metrics.ts';

const models = createChampionModels(createS3ObjectStore(requiredEnvironment('DATA_BUCKET')));

/** Predictions for customers sent in the body, by the champion. */
export const handler = httpHandler({
  'POST /api/predict': async (event) => {
    const body = jsonBody(event, MAX_PREDICT_BODY_BYTES);
    const { scorer, ...model } = await models.current();
    const { modelVersion, runId } = model.metadata;
    logger.appendKeys({ modelVersion, runId });
    const answer = await predictCustomers(parseCustomers(body, model.schema), {
      ...model,
      score: scorer.score,
    });
    recordPredictions(modelVersion, answer.predictions);
    return answer;
  },
});
