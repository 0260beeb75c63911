import { customersQuerySchema, runsSchema } from '#core/api/contract.ts';
import { openApiDocument } from '#core/api/openapi/openapi-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import {
  CUSTOMERS,
  customer,
  customersPage,
  definitions,
  errorAnswer,
  kpis,
  quality,
  RUN_ID,
  riskDistribution,
  runs,
  segments,
} from './fixtures.ts';
import { model } from './model-fixtures.ts';

export interface MockAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const ok = (body: unknown): MockAnswer => ({ status: 200, body });

export const failure = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): MockAnswer => ({ status, body: errorAnswer(code, message), headers });

/** An API over the fixtures that searches, filters, sorts and pages as the contract says. */
export class MockApi {
  runId = RUN_ID;
  /** The requests in order, path and query. */
  readonly asked: string[] = [];
  /** Answers given in place of the usual ones, by path. */
  readonly instead = new Map<string, MockAnswer>();
  /** Milliseconds before each answer. */
  delayMs = 0;

  /** As new. */
  reset(): void {
    this.runId = RUN_ID;
    this.asked.length = 0;
    this.instead.clear();
    this.delayMs = 0;
  }

  answer(url: URL): MockAnswer {
    this.asked.push(decodeURIComponent(`${url.pathname}${url.search}`.replaceAll('+', ' ')));
    const { pathname } = url;
    const instead = this.instead.get(pathname) ?? this.instead.get('*');
    if (instead !== undefined) return instead;
    if (pathname.startsWith('/api/customers/')) return this.#customer(pathname);
    const runQuality = /^\/api\/runs\/([^/]+)\/quality$/.exec(pathname)?.[1];
    if (runQuality !== undefined) return this.#quality(runQuality);
    switch (pathname) {
      case '/api/kpis':
        return ok(kpis(this.runId));
      case '/api/risk-distribution':
        return ok(riskDistribution(this.runId));
      case '/api/segments':
        return ok(segments(url.searchParams.get('by') ?? undefined, this.runId));
      case '/api/customers':
        return this.#customers(url.searchParams);
      case '/api/definitions':
        return ok(definitions());
      case '/api/model':
        return ok(model(this.runId));
      case '/api/runs':
        return ok(runs());
      case '/api/openapi.json':
        return ok(openApiDocument(telcoSchema, 'abc1234'));
      default:
        return failure(404, 'NOT_FOUND', 'There is no such route.');
    }
  }

  #customers(parameters: URLSearchParams): MockAnswer {
    const parsed = customersQuerySchema.safeParse(Object.fromEntries(parameters));
    if (!parsed.success) return failure(400, 'QUERY_INVALID', parsed.error.message);
    const { risk, q, sort, cursor, limit } = parsed.data;
    const found = CUSTOMERS.filter((one) => risk === undefined || one.riskLevel === risk)
      .filter((one) => q === undefined || one.customerId.startsWith(q))
      .toSorted((a, b) =>
        sort === 'customerId' ? a.customerId.localeCompare(b.customerId) : (b[sort] ?? 0) - (a[sort] ?? 0),
      );
    const [cursorRun, from] = cursor === undefined ? [this.runId, 0] : readCursor(cursor);
    const next = from + limit < found.length ? makeCursor(cursorRun, from + limit) : undefined;
    return ok(customersPage(found.slice(from, from + limit), next, cursorRun));
  }

  #customer(pathname: string): MockAnswer {
    const id = decodeURIComponent(pathname.slice('/api/customers/'.length));
    const scored = CUSTOMERS.find((one) => one.customerId === id);
    if (scored === undefined) return failure(404, 'CUSTOMER_NOT_FOUND', `There is no customer ${id}.`);
    return ok(customer(scored, this.runId));
  }

  #quality(runId: string): MockAnswer {
    const known = runsSchema.parse(runs()).runs.some((run) => run.runId === runId && run.customers !== null);
    if (!known) return failure(404, 'RUN_NOT_FOUND', `There is no quality report of run ${runId}.`);
    return ok(quality(runId));
  }
}

const makeCursor = (runId: string, from: number) => Buffer.from(`${runId} ${from}`).toString('base64url');

function readCursor(cursor: string): [string, number] {
  const [runId = '', from] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  return [runId, Number(from)];
}
