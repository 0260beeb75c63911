import type { CloudContext } from '../services.ts';
import { TemplateError } from '../template/template-error.ts';
import type { CloudPlan } from './plan/cloud-plan.ts';
import type { Ports } from './reserved-ports.ts';
import type { StackDescription } from './stack-description.ts';

/** What `stack.json` says of a planned cloud, whose API takes the token. @throws TemplateError where the template lacks a part of it */
export function describeStack(
  plan: CloudPlan,
  context: CloudContext,
  addressOf: (part: keyof Ports) => string,
  token: string,
): StackDescription {
  const bucket = plan.output('DataBucketName');
  if (bucket === undefined) throw new TemplateError('The template has no output DataBucketName.');
  if (plan.api === undefined) throw new TemplateError('The template has no HTTP API.');
  if (plan.distribution === undefined) throw new TemplateError('The template has no distribution.');
  const [cluster] = plan.clusters;
  return {
    status: 'starting',
    endpoint: addressOf('s3'),
    region: context.region,
    credentials: context.credentials,
    bucket,
    apiUrl: `${addressOf('api')}/api`,
    dashboardUrl: addressOf('dashboard'),
    token,
    dataApi: cluster === undefined ? null : { endpoint: addressOf('dataApi'), ...cluster },
    pid: process.pid,
  };
}
