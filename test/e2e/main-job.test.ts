import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  changesSchema,
  customerSchema,
  customersSchema,
  definitionsSchema,
  kpisSchema,
  modelSchema,
  planSchema,
  predictAnswerSchema,
  riskDistributionSchema,
  runQualitySchema,
  runsSchema,
  segmentsSchema,
  survivalSchema,
} from '#core/api/contract.ts';
import { LocalStack } from '../support/local-stack.ts';
import { sampleCsv } from '../support/sample-csv.ts';
import { sqlOf } from '../support/stack-sql.ts';

const stack = new LocalStack();
const files = mkdtempSync(join(tmpdir(), 'churn-e2e-files-'));

beforeAll(() => stack.start('--rows', '1500'), 180_000);
afterAll(async () => {
  await stack.dispose();
  rmSync(files, { recursive: true, force: true });
}, 30_000);

const kpis = async () => kpisSchema.parse((await stack.api('/kpis')).body);

describe('the first start', () => {
  it('shows the sample through the dashboard origin and the API alike', async () => {
    const direct = await kpis();
    const page = await fetch(stack.description.dashboardUrl);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('<html');
    const through = await fetch(new URL('/api/kpis', stack.description.dashboardUrl), {
      headers: stack.authorization,
    });
    expect(await through.json()).toEqual(direct);
    expect(direct.customers).toBeGreaterThan(1000);
    expect(direct.expectedLoss).toBeGreaterThan(0);
  });

  it('serves answers of one run that agree with one another', async () => {
    const total = await kpis();
    const risk = riskDistributionSchema.parse((await stack.api('/risk-distribution')).body);
    const segments = segmentsSchema.parse((await stack.api('/segments?by=tenure_group')).body);
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    expect(sum(risk.levels.map((level) => level.customers))).toBe(total.activeCustomers);
    expect(sum(risk.histogram.map((bin) => bin.customers))).toBe(total.activeCustomers);
    expect(sum(segments.segments.map((segment) => segment.customers))).toBe(total.customers);
    expect(sum(segments.segments.map((segment) => segment.expectedLoss))).toBeCloseTo(total.expectedLoss, 4);
    expect(new Set([total.runId, risk.runId, segments.runId]).size).toBe(1);
  });

  it('pages through every active customer once, the one with most to lose first', async () => {
    const total = await kpis();
    const seen: string[] = [];
    const losses: number[] = [];
    let cursor = '';
    do {
      const page = customersSchema.parse((await stack.api(`/customers?limit=200${cursor}`)).body);
      for (const customer of page.customers) {
        seen.push(customer.customerId);
        losses.push(customer.expectedLoss);
      }
      cursor = page.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(total.activeCustomers);
    expect(new Set(seen).size).toBe(total.activeCustomers);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });

  it('says whom it pays to contact, how long customers stay, and what its figures mean', async () => {
    const total = await kpis();
    const plan = planSchema.parse((await stack.api('/plan?contacts=50')).body);
    expect(plan.optimum.contacts).toBe(total.contactCustomers);
    expect(plan.optimum.gain).toBeCloseTo(total.contactGain!, 4);
    expect(plan.plan.contacts).toBe(50);
    const { customers } = customersSchema.parse((await stack.api('/customers?sort=priority&limit=50')).body);
    const gain = customers.reduce((sum, { priority }) => sum + priority!, 0);
    expect(Math.abs(plan.plan.gain / gain - 1)).toBeLessThan(0.02);
    expect((await stack.api('/plan?contacts=1&budget=1')).status).toBe(400);
    const survival = survivalSchema.parse((await stack.api('/survival?by=Contract')).body);
    expect(survival.overall.customers).toBe(total.customers);
    expect(survival.segments!.length).toBeGreaterThan(2);
    const { definitions } = definitionsSchema.parse((await stack.api('/definitions')).body);
    expect(definitions.map(({ id }) => id)).toContain('priority');
    expect(changesSchema.parse((await stack.api('/changes')).body).changes).toBeNull();
  });

  it('answers for the model and the runs', async () => {
    const model = modelSchema.parse((await stack.api('/model')).body);
    expect(model.candidates.length).toBeGreaterThan(1);
    expect(model.curves.profit?.length).toBeGreaterThan(1);
    expect(model.promotion?.decision).toBe('champion');
    const { runs } = runsSchema.parse((await stack.api('/runs')).body);
    expect(runs[0]).toMatchObject({ state: 'published', published: true });
    const quality = runQualitySchema.parse((await stack.api(`/runs/${runs[0]?.runId}/quality`)).body);
    expect(quality.rowsRead).toBe(quality.rowsKept + quality.rowsRejected + quality.duplicatesDropped);
  });
});

describe('an upload that cannot be used', () => {
  const header =
    'customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,' +
    'OnlineSecurity,OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,Contract,' +
    'PaperlessBilling,PaymentMethod,MonthlyCharges,TotalCharges,Churn';
  const row = (id: string, churn: string) =>
    `${id},Male,0,Yes,No,12,Yes,No,DSL,No,No,No,No,No,No,One year,No,Mailed check,50.5,606,${churn}`;
  const rows = (count: number, churn: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => row(`C${index}`, churn(index)));

  it.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /empty/i],
    ['header only', `${header}\n`, /no rows/i],
    ['missing column', `${header.replace(',MonthlyCharges', '')}\n`, /MonthlyCharges/],
    ['binary', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 255, 254]), /text|binary|zip/i],
    ['damaged UTF-8', Buffer.concat([Buffer.from(`${header}\né`), Buffer.from([0x43, 0xe9, 0x0a])]), /UTF-8/],
    ['one class', [header, ...rows(200, () => 'No')].join('\n'), /left|class|Yes/],
    ['ten rows', [header, ...rows(10, (index) => (index % 2 === 0 ? 'Yes' : 'No'))].join('\n'), /10|rows/],
  ])('fails its run with one clear message: %s', async (name, content, message) => {
    const before = await kpis();
    const file = join(files, `${name.replaceAll(' ', '-')}.csv`);
    writeFileSync(file, content);
    const { exitCode, output } = await stack.upload(file);
    expect(output).toMatch(message);
    expect(exitCode).toBe(1);
    const { runs } = runsSchema.parse((await stack.api('/runs')).body);
    const failed = runs.find((run) => run.sourceKey.endsWith(`${name.replaceAll(' ', '-')}.csv`));
    expect(failed?.state).toBe('failed');
    expect(failed?.failure?.message).toMatch(message);
    expect(await kpis()).toEqual(before);
  });
});

describe('an upload of another make', () => {
  it('is read all the same: BOM, CRLF, semicolons, quoted line breaks; rows that cannot be used are set aside', async () => {
    const { runId: before } = await kpis();
    const [header = '', ...lines] = sampleCsv(700, 21).trimEnd().split('\n');
    const [first = '', ...others] = lines;
    const cells = first.split(',');
    const odd = [
      ['QUOTED-1', ...cells.slice(1)].map((cell, index) => (index === 1 ? `"${cell}\r\n"` : cell)).join(';'),
      ['LONG-1', 'x'.repeat(1_000_000), ...cells.slice(2)].join(';'),
      'SHORT-1;Male',
      ['MANY-1', ...cells.slice(1), 'more'].join(';'),
    ];
    const text = [header, ...others]
      .map((line) => line.replaceAll(',', ';'))
      .concat(odd)
      .join('\r\n');
    const file = join(files, 'semicolons.csv');
    writeFileSync(file, `\uFEFF${text}\r\n`);
    const { exitCode, output } = await stack.upload(file);
    expect(output).toContain('published');
    expect(exitCode).toBe(0);
    const { runId, previous } = await kpis();
    expect(previous?.runId).toBe(before);
    const { changes } = changesSchema.parse((await stack.api('/changes')).body);
    expect(changes?.columns.map(({ name }) => name)).toContain('MonthlyCharges');
    const quality = runQualitySchema.parse((await stack.api(`/runs/${runId}/quality`)).body);
    expect(quality.delimiter).toBe(';');
    const rejected = await stack.text(`clean/${runId}/rejected.csv`);
    for (const id of ['LONG-1', 'SHORT-1', 'MANY-1']) expect(rejected).toContain(id);
    expect(rejected).not.toContain('QUOTED-1');
    const found = customerSchema.parse((await stack.api('/customers/QUOTED-1')).body);
    expect(found.customer.customerId).toBe('QUOTED-1');
    expect(found.customer.reasons?.[0]?.sentence).toMatch(/ is .+: [+−].+ points?$/);
  }, 60_000);
});

describe('the states of runs', () => {
  it('are in MySQL as the API has them', async () => {
    const query = sqlOf(stack.description);
    await vi.waitFor(
      async () => {
        const { runs } = runsSchema.parse((await stack.api('/runs')).body);
        const rows = await query(
          'SELECT run_id, state, failure_message FROM run_states ORDER BY run_id DESC',
        );
        expect(rows.map((row) => row.map((field) => field.stringValue ?? null))).toEqual(
          runs.map(({ runId, state, failure }) => [runId, state, failure?.message ?? null]),
        );
        expect(runs.map(({ state }) => state)).toEqual(expect.arrayContaining(['published', 'failed']));
      },
      { timeout: 10_000 },
    );
  }, 20_000);
});

describe('POST /predict', () => {
  const customer = {
    gender: 'Female',
    SeniorCitizen: 0,
    Partner: 'Yes',
    Dependents: 'No',
    tenure: 1,
    PhoneService: 'No',
    MultipleLines: 'No phone service',
    InternetService: 'DSL',
    OnlineSecurity: 'No',
    OnlineBackup: 'Yes',
    DeviceProtection: 'No',
    TechSupport: 'No',
    StreamingTV: 'No',
    StreamingMovies: 'No',
    Contract: 'Month-to-month',
    PaperlessBilling: 'Yes',
    PaymentMethod: 'Electronic check',
    MonthlyCharges: 29.85,
    TotalCharges: 29.85,
  };
  const predict = (body: unknown) =>
    stack.api('/predict', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

  it('answers for one customer with probability, risk, loss and reasons', async () => {
    const { status, body } = await predict({ ...customer, customerID: '7590-VHVEG' });
    expect(status).toBe(200);
    const { predictions } = predictAnswerSchema.parse(body);
    expect(predictions).toHaveLength(1);
    expect(predictions[0]?.customerId).toBe('7590-VHVEG');
    const { churnProbability, baseProbability, reasons, otherColumns } = predictions[0]!;
    expect(reasons[0]?.sentence).toMatch(/ is .+: [+−].+ points?$/);
    const points = reasons.reduce((sum, reason) => sum + reason.points!, otherColumns!.points);
    expect(100 * baseProbability! + points).toBeCloseTo(100 * churnProbability, 3);
  });

  it('takes values that it never saw, and totals that are not known', async () => {
    expect((await predict({ ...customer, Contract: 'Lifetime' })).status).toBe(200);
    expect((await predict({ ...customer, TotalCharges: null })).status).toBe(200);
    const { TotalCharges: _, ...withoutTotal } = customer;
    expect((await predict(withoutTotal)).status).toBe(200);
  });

  it.each<[string, unknown, number, string]>([
    ['a wrong type', { ...customer, tenure: 'twelve' }, 400, 'tenure'],
    ['a boolean', { ...customer, Contract: true }, 400, 'Contract'],
    ['a missing field', { ...customer, MonthlyCharges: undefined }, 400, 'MonthlyCharges'],
    ['an unknown field', { ...customer, shoeSize: 43 }, 400, 'shoeSize'],
    ['a negative tenure', { ...customer, tenure: -1 }, 400, 'tenure'],
    [
      'a bad customer in a list',
      { customers: [customer, { ...customer, tenure: null }] },
      400,
      'customers[1].tenure',
    ],
    ['an empty list', { customers: [] }, 400, 'customers'],
    ['a list too long', { customers: Array.from({ length: 1001 }, () => customer) }, 400, 'customers'],
  ])('names the field of %s', async (_name, body, status, path) => {
    const answer = await predict(body);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(`"path":"${path}"`);
  });

  it('refuses NaN, what is not JSON, and a huge body', async () => {
    expect((await predict(JSON.stringify(customer).replace('29.85', 'NaN'))).status).toBe(400);
    expect((await predict('tenure=12')).status).toBe(400);
    expect((await predict(JSON.stringify({ ...customer, Contract: 'x'.repeat(3_000_000) }))).status).toBe(
      413,
    );
  });
});
