import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { RISK_LEVELS } from '#core/economics/risk-level.ts';
import { recordPredictions } from '#platform/telemetry/prediction-metrics.ts';
import { recordRequest } from '#platform/telemetry/request-metrics.ts';
import { recordStage } from '#platform/telemetry/stage-metrics.ts';
import { bundleFunctions } from '../../lib/function-bundles.ts';
import { emfOf } from '../support/log-lines.ts';
import { appForCloud, templateOf } from '../support/synthesized-app.ts';
import { writtenDuring } from '../support/written.ts';

let template: Template;

beforeAll(async () => {
  template = await templateOf(await appForCloud());
});

const routeSchema = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']),
  AuthorizationScopes: z.array(z.string()).default([]),
});

describe('the API', () => {
  it('throttles every route, and those that cost most by limits of their own', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: Match.anyValue(), ThrottlingBurstLimit: Match.anyValue() },
      RouteSettings: Match.objectLike({
        'POST /api/predict': Match.anyValue(),
        'POST /api/uploads': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 50 },
      }),
    });
  });

  it('gives addresses for files to administrators alone', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map((route) =>
      routeSchema.parse(route.Properties),
    );
    const uploads = routes.find(({ RouteKey }) => RouteKey === 'POST /api/uploads');
    expect(uploads).toMatchObject({ AuthorizationType: 'JWT', AuthorizationScopes: ['churn/admin'] });
  });

  it('is closed to pages of other origins: no CORS on the API or a bucket', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/Cors|Access-Control-/);
  });

  it('says through CloudFront when a throttled caller may come back, where the API has not said it', () => {
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        CustomHeadersConfig: { Items: [{ Header: 'retry-after', Value: '1', Override: false }] },
      },
    });
  });
});

describe('the code of the predicting function', () => {
  it('is at most 1.5 MB without its layer, for a quick cold start', () => {
    const code = join(bundleFunctions().directoryOf('predict'), 'index.js');
    expect(statSync(code).size).toBeLessThanOrEqual(1.5 * 1024 * 1024);
  });
});

const alarmSchema = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
});

describe('the alarms and the dashboard', () => {
  it('look at metrics that the functions write, under the names and dimensions that they write', () => {
    const run = { customers: 1, rejectedRows: 1, state: 'published' } as Parameters<
      typeof recordStage
    >[0]['run'];
    const written = writtenDuring(() => {
      recordRequest({ routeKey: 'GET /x', status: 200, durationMs: 1 });
      recordPredictions('m-1', []);
      recordStage({ stage: 'clean', durationMs: 1, failed: false, run });
      recordStage({ stage: 'score', durationMs: 1, failed: false, run });
    });
    const series = new Set(
      emfOf(written).flatMap(({ namespace, dimensions, metrics }) =>
        dimensions.flatMap((set) => metrics.map((name) => `${namespace} ${name} by ${set.toSorted()}`)),
      ),
    );
    const alarmed = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
      .map((alarm) => alarmSchema.parse(alarm.Properties))
      .filter(({ Namespace }) => Namespace === 'ChurnRevenue')
      .map(({ Namespace, MetricName, Dimensions }) => {
        return `${Namespace} ${MetricName} by ${Dimensions.map(({ Name }) => Name).toSorted()}`;
      });
    expect(new Set(alarmed)).toEqual(
      new Set([
        'ChurnRevenue Faults by service',
        'ChurnRevenue Unavailable by service',
        'ChurnRevenue RequestDurationMs by route,service',
      ]),
    );
    expect([...alarmed].filter((one) => !series.has(one))).toEqual([]);
    const page = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    for (const name of [...RISK_LEVELS.map((level) => `Predictions${level}`), 'RowsKept', 'RowsScored']) {
      expect(page).toContain(name);
      expect([...series].join()).toContain(` ${name} by `);
    }
  });
});
