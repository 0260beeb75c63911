import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  customerSchema,
  customersSchema,
  kpisSchema,
  predictAnswerSchema,
  segmentsSchema,
} from '#core/api/contract.ts';
import type { LocalStack } from '../../support/local-stack.ts';
import { emfOf, logLinesOf } from '../../support/log-lines.ts';
import { rawRequest } from '../../support/raw-request.ts';
import { HOSTILE_IDS, HOSTILE_VALUE } from './hostile-customers.ts';

const CUSTOMER = {
  ...{ gender: 'Female', SeniorCitizen: 0, Partner: 'Yes', Dependents: 'No', tenure: 1, PhoneService: 'No' },
  ...{ MultipleLines: 'No phone service', InternetService: 'DSL', OnlineSecurity: 'No', OnlineBackup: 'Yes' },
  ...{ DeviceProtection: 'No', TechSupport: 'No', StreamingTV: 'No', StreamingMovies: 'No' },
  ...{ Contract: 'Month-to-month', PaperlessBilling: 'Yes', PaymentMethod: 'Electronic check' },
  ...{ MonthlyCharges: 29.85, TotalCharges: 29.85 },
};
/** Of somebody who is looked for all over the API, and must not be found in a log. */
const MARK = 'MARKED-4711';

/** Reads of the run of hostile-customers.ts. */
export function describePublishedReads(stack: LocalStack): void {
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}, through = false) => {
    const base = through ? `${stack.description.dashboardUrl}/api` : stack.description.apiUrl;
    return fetch(`${base}${path}`, { headers: { ...stack.authorization, ...headers } });
  };
  const json = async (path: string): Promise<unknown> => (await get(path)).json();
  const predict = (body: unknown) => stack.api('/predict', { method: 'POST', body: JSON.stringify(body) });

  describe('reads of the published run', () => {
    it.each([
      ...['/kpis', '/changes', '/risk-distribution', '/segments?by=Contract', '/customers?limit=5', '/plan'],
      ...['/survival?by=Contract', '/model', `/customers/${encodeURIComponent(HOSTILE_IDS[0] ?? '')}`],
    ])('have a tag for which %s is not sent again, directly and through CloudFront', async (path) => {
      for (const through of [false, true]) {
        const first = await get(path, {}, through);
        expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
        const etag = first.headers.get('etag') ?? '';
        const body = await first.text();
        expect(await (await get(path, {}, through)).text()).toBe(body);
        const again = await get(path, { 'if-none-match': etag }, through);
        expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
        expect((await get(path, { 'if-none-match': '"another"' }, through)).status).toBe(200);
      }
    });
  });

  describe('hostile text', () => {
    it('of an upload comes back as the text that it is', async () => {
      for (const id of HOSTILE_IDS) {
        const answer = await json(`/customers/${encodeURIComponent(id)}`);
        // The gateway routes by the decoded path, so an id with a slash is found in lists alone.
        if (id.includes('/')) expect(answer).toEqual({ message: 'Not Found' });
        else expect(customerSchema.parse(answer).customer.customerId).toBe(id);
        const listed = customersSchema.parse(await json(`/customers?q=${encodeURIComponent(id)}`));
        expect(listed.customers.map(({ customerId }) => customerId)).toContain(id);
      }
      for (const by of ['Contract', 'PaymentMethod']) {
        const { segments } = segmentsSchema.parse(await json(`/segments?by=${by}`));
        expect(segments.map(({ segment }) => segment)).toContain(HOSTILE_VALUE);
      }
    });

    it('of a prediction does too', async () => {
      const texts = Object.entries(CUSTOMER).map(([name, value]) => {
        return [name, typeof value === 'string' ? HOSTILE_VALUE : value] as const;
      });
      const customers = HOSTILE_IDS.map((customerID) => ({ ...Object.fromEntries(texts), customerID }));
      const { status, body } = await predict({ customers });
      expect(status).toBe(200);
      const { predictions } = predictAnswerSchema.parse(body);
      expect(predictions.map(({ customerId }) => customerId)).toEqual(HOSTILE_IDS);
      const told = predictions[0]?.reasons.filter(({ value }) => value === HOSTILE_VALUE) ?? [];
      expect(told.length).toBeGreaterThan(0);
      for (const { sentence } of told) expect(sentence).toContain(` is ${HOSTILE_VALUE}: `);
    });

    const nobody = ["' OR '1'='1", '%00', '%2e%2e%2f', '..%2f..', '%252e%252e%252f', '%', '%ff', '%c0%ae'];
    const targets = [
      ...nobody.map((id) => `/api/customers/${id.replaceAll(' ', '%20').replaceAll("'", '%27')}`),
      ...[
        '/api/customers/../runs',
        '/api/customers/..',
        '/api/runs/../../quality',
        '/api/runs/%2e%2e/quality',
      ],
      ...[`/api/customers/${'x'.repeat(10_240)}`, `/api/runs/${'x'.repeat(10_240)}/quality`],
      ...['/api/customers/%F0%9F%A6%8A%F0%9F%A6%8A', '/api/customers/%3Cscript%3E', '/api//customers/a'],
      ...['/api/customers?cursor=%00', `/api/customers?q=${'x'.repeat(129)}`, '/api/customers?limit=1e9'],
      ...['/api/customers?sort=__proto__', '/api/segments?by=%27%20OR%201=1', '/api/plan?budget=NaN'],
      ...['/api/customers?limit=1&limit=2', '/api/survival?by=%3Cscript%3E', '/api/customers?x=1'],
    ];
    it.each(targets.map((target) => [target.slice(0, 60), target]))(
      'in a path or query is refused: %s',
      async (_name, target) => {
        for (const origin of [stack.description.apiUrl, stack.description.dashboardUrl]) {
          const { status, headers, body } = await rawRequest(origin, target, stack.authorization);
          expect([400, 404]).toContain(status);
          expect(body).not.toMatch(/\n\s*at |node_modules|\.ts:|index\.js|SQL|mysql|MariaDB/i);
          expect(body.length).toBeLessThan(1000);
          expect(headers['content-type']).toMatch(
            origin === stack.description.apiUrl ? /^application\/json/ : /^(application\/json|text\/html)/,
          );
        }
      },
    );
  });

  describe('the functions’ logs', () => {
    it('name requests, runs and models, count what happens, and say nothing of a customer', async () => {
      const everyField = Object.fromEntries(Object.keys(CUSTOMER).map((name) => [name, MARK]));
      const { tenure, MonthlyCharges, TotalCharges, SeniorCitizen } = CUSTOMER;
      const numbers = { tenure, MonthlyCharges, TotalCharges, SeniorCitizen };
      expect((await predict({ ...everyField, ...numbers, customerID: MARK })).status).toBe(200);
      expect((await predict({ ...everyField, customerID: MARK })).status).toBe(400);
      expect((await predict({ ...CUSTOMER, [MARK]: MARK })).status).toBe(400);
      const broken = await stack.api('/predict', { method: 'POST', body: `{"${MARK}": ${MARK}` });
      expect(broken.status).toBe(400);
      for (const path of [`/customers/${MARK}`, `/customers?q=${MARK}`, `/customers?cursor=${MARK}`]) {
        expect((await get(path)).status).toBeLessThan(500);
      }
      for (const path of [`/segments?by=${MARK}`, `/plan?contacts=${MARK}`, `/runs/${MARK}/quality`]) {
        expect((await get(path)).status).toBeLessThan(500);
      }
      const total = kpisSchema.parse(await json('/kpis'));
      const folder = join(stack.stateDirectory, 'logs');
      const log = readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('\n');
      for (const text of [MARK, HOSTILE_VALUE, ...HOSTILE_IDS.filter((id) => id.length > 5)]) {
        expect(log.includes(text), `the log contains ${text}`).toBe(false);
      }
      const requests = logLinesOf(log).filter(({ message }) => message === 'request');
      expect(requests).toContainEqual(
        expect.objectContaining({
          ...{ routeKey: 'GET /api/kpis', status: 200, answeredFrom: 'memory' },
          ...{ runId: total.runId, modelVersion: total.modelVersion, requestId: expect.any(String) },
        }),
      );
      const emf = emfOf(log);
      const names = new Set(emf.flatMap(({ metrics }) => metrics));
      for (const name of ['ColdStart', 'Faults', 'RowsKept', 'RowsScored', 'StageDurationMs']) {
        expect(names).toContain(name);
      }
      const predicted = emf.filter(({ values }) => values.modelVersion === total.modelVersion);
      const sum = predicted.flatMap(({ metrics, values }) => metrics.map((name) => Number(values[name])));
      expect(sum.reduce((a, b) => a + b, 0)).toBe(HOSTILE_IDS.length + 1);
    });
  });
}
