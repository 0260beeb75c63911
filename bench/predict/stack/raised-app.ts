import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { buildDashboard, synthesize } from '../../../localstack/runner/synthesize.ts';
import { readCloudAssembly } from '../../../localstack/template/cloud-assembly.ts';

export const PREDICT_ROUTE = 'POST /api/predict';
/** More than two cores ever answer. */
const RAISED = { ThrottlingRateLimit: 1_000_000, ThrottlingBurstLimit: 1_000_000 };

const stageSchema = z.looseObject({
  Properties: z.looseObject({
    RouteSettings: z.looseObject({ [PREDICT_ROUTE]: z.object({ ThrottlingRateLimit: z.number() }) }),
  }),
});

/** A synthesized app whose stage does not throttle /predict. */
export interface RaisedApp {
  readonly cdkOut: string;
  /** What the app as it is deployed lets through a second. */
  readonly deployedLimitPerSecond: number;
}

/**
 * Synthesizes the app into a folder and takes the limit off /predict: a load at full speed measures the way, not the
 * throttle before it. All else in the template stays as it is deployed.
 * @throws StartError; ChurnError `TEMPLATE_UNKNOWN` where no stage limits the route
 */
export async function synthesizeRaised(folder: string, signal: AbortSignal): Promise<RaisedApp> {
  const [cdkOut, dashboard] = [join(folder, 'cdk.out'), join(folder, 'dashboard')];
  await buildDashboard(dashboard, signal);
  await synthesize(cdkOut, dashboard, signal);
  const { stackName } = await readCloudAssembly(cdkOut);
  const file = join(cdkOut, `${stackName}.template.json`);
  const template = z
    .looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) })
    .parse(JSON.parse(await readFile(file, 'utf8')));
  for (const resource of Object.values(template.Resources)) {
    if (resource.Type !== 'AWS::ApiGatewayV2::Stage') continue;
    const { RouteSettings } = stageSchema.parse(resource).Properties;
    const deployedLimitPerSecond = RouteSettings[PREDICT_ROUTE]!.ThrottlingRateLimit;
    const raised = stageSchema.parse(resource);
    raised.Properties.RouteSettings[PREDICT_ROUTE] = RAISED;
    Object.assign(resource, raised);
    await writeFile(file, JSON.stringify(template));
    return { cdkOut, deployedLimitPerSecond };
  }
  throw new ChurnError('TEMPLATE_UNKNOWN', `No stage limits ${PREDICT_ROUTE}.`);
}
